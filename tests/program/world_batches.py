"""Payrolls, settlements of many and lanes of a living zone: valid instructions of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, set_time
from tests.program.world_valid import AMOUNT, REFERENCE

from alatau.program import PaymentAccount, Role, account_address, decode_payment_account
from alatau.program import instructions as build
from alatau.testing.metered_batches import settle_in
from alatau.testing.world import World, WorldAsset, world_key

LANE = 3


def worker(world: World, number: int = 0) -> Keypair:
    """A resident who is paid a wage."""
    names = ("Әсел Оразбаева", "Юрий Ким", "Гүлнар Төлегенова")
    return world_key(world.seed, names[number])


async def hire(world: World, number: int = 0) -> Keypair:
    """Register a worker and open accounts."""
    who = worker(world, number)
    await settle_in(world, who, Role.RESIDENT)
    return who


async def paying_many(
    world: World, payer: Keypair, rows: Sequence[tuple[Keypair, int]], asset: WorldAsset
) -> Attempt:
    """Pays these residents."""
    made = build.pay_many(
        wallet=payer.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=await valid.next_sequence(world, payer, asset),
        reference=REFERENCE,
        rows=[(payee.pubkey(), amount) for payee, amount in rows],
    )
    return Attempt.of(made, payer)


async def pay_many(world: World) -> Attempt:
    """Айгүл pays Илья and a worker."""
    rows = [(world.ilya, AMOUNT), (await hire(world), AMOUNT // 2)]
    return await paying_many(world, world.aigul, rows, world.tenge)


async def pay_many_from_ilya(world: World) -> Attempt:
    """Илья's tier has no caps."""
    rows = [(world.aigul, AMOUNT), (await hire(world), AMOUNT // 2)]
    return await paying_many(world, world.ilya, rows, world.tenge)


async def hold_and_fulfil(world: World, amount: int = AMOUNT) -> Pubkey:
    address = await life.hold(world, amount)
    await life.perform(world, life.fulfilling(world, address))
    return address


def settling_many(world: World, payments: Sequence[Pubkey]) -> Attempt:
    """Anyone releases these payments to «Береке»."""
    account = world.address(world.bereke, world.tenge)
    return Attempt.of(build.settle_many(payee_account=account, payments=payments))


async def settle_many(world: World) -> Attempt:
    payments = [await hold_and_fulfil(world, AMOUNT + each) for each in range(3)]
    await set_time(world, (await life.payment(world, payments[-1])).settles_at)
    return settling_many(world, payments)


def opening_lane(world: World, lane: int = LANE) -> Attempt:
    """The operator opens a lane of «Береке»."""
    made = build.open_account(
        payer=world.operator.pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        wallet=world.bereke.pubkey(),
        lane=lane,
    )
    return Attempt.of(made, world.operator)


async def open_lane(world: World) -> Attempt:
    """The operator, who pays the rent, is given something to pay it with."""
    operator = world.operator.pubkey()
    gift = TransferParams(from_pubkey=world.payer.pubkey(), to_pubkey=operator, lamports=10**9)
    await world.run(transfer(gift))
    return opening_lane(world)


def lane_address(world: World, lane: int = LANE) -> Pubkey:
    return account_address(world.zone, world.bereke.pubkey(), world.tenge.mint, lane)


async def lane_account(world: World, lane: int = LANE) -> PaymentAccount:
    info = await world.chain.account(lane_address(world, lane))
    assert info is not None
    return decode_payment_account(info.data)


async def paying_lane(world: World, amount: int = AMOUNT) -> Attempt:
    """Айгүл pays «Береке» on its lane."""
    tried = await valid.paying(world, world.aigul, world.bereke, world.tenge, amount)
    metas = dict(tried.metas)
    meta = metas["payee_account"]
    metas["payee_account"] = type(meta)(lane_address(world), meta.is_signer, meta.is_writable)
    return replace(tried, metas=metas)


async def consolidate(world: World) -> Attempt:
    await life.perform(world, await open_lane(world))
    await life.perform(world, await paying_lane(world))
    return consolidating(world)


def consolidating(world: World, lane: int = LANE) -> Attempt:
    """Anyone moves what a lane of «Береке» has to its account."""
    made = build.consolidate(
        zone=world.zone, wallet=world.bereke.pubkey(), mint=world.tenge.mint, lane=lane
    )
    return Attempt.of(made)


async def fund_lane(world: World) -> Attempt:
    await life.perform(world, await valid.pay(world))
    await life.perform(world, await open_lane(world))
    return await funding_lane(world, 1_000)


async def funding_lane(world: World, amount: int, lane: int = LANE) -> Attempt:
    """«Береке» moves money to its lane."""
    made = build.fund_lane(
        wallet=world.bereke.pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        lane=lane,
        sequence=await valid.next_sequence(world, world.bereke, world.tenge),
        amount=amount,
    )
    return Attempt.of(made, world.bereke)
