"""Held payments of a living zone, and valid instructions of what can become of them."""

from __future__ import annotations

from solders.pubkey import Pubkey
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, set_time
from tests.program.world_valid import AMOUNT

from alatau.program import Payment, Scope, decode_payment, payment_address
from alatau.program import instructions as build
from alatau.testing.world import World


async def perform(world: World, done: Attempt) -> None:
    """Execute what must succeed."""
    await world.run(done.instruction(), signers=done.signers)


async def hold(world: World, amount: int = AMOUNT) -> Pubkey:
    """Айгүл has «Береке» wait for delivery within a day."""
    paid = await valid.paying_held(world, world.aigul, world.bereke, world.tenge, amount)
    await perform(world, paid)
    address = payment_address(world.address(world.aigul, world.tenge), paid.args["sequence"])
    assert address == paid.address("payment")
    return address


async def payment(world: World, address: Pubkey) -> Payment:
    """A held payment as it stands."""
    info = await world.chain.account(address)
    assert info is not None
    return decode_payment(info.data)


def fulfilling(world: World, address: Pubkey) -> Attempt:
    """«Береке» has delivered."""
    made = build.fulfil(
        wallet=world.bereke.pubkey(),
        payment=address,
        payee_account=world.address(world.bereke, world.tenge),
    )
    return Attempt.of(made, world.bereke)


def settling(world: World, address: Pubkey, *, by_anyone: bool = False) -> Attempt:
    """Айгүл, or anyone, releases a payment."""
    signer = world.ilya if by_anyone else world.aigul
    made = build.settle(
        signer=signer.pubkey(),
        payment=address,
        payer_account=world.address(world.aigul, world.tenge),
        payee_account=world.address(world.bereke, world.tenge),
    )
    return Attempt.of(made, signer)


def refunding(world: World, address: Pubkey, before: int, amount: int) -> Attempt:
    """«Береке» returns a part of a payment."""
    made = build.refund(
        wallet=world.bereke.pubkey(),
        zone=world.zone,
        payment=address,
        payer_account=world.address(world.aigul, world.tenge),
        payee_account=world.address(world.bereke, world.tenge),
        refunded_before=before,
        amount=amount,
    )
    return Attempt.of(made, world.bereke)


def expiring(world: World, address: Pubkey) -> Attempt:
    """Anyone returns a payment that was not delivered."""
    made = build.expire(
        payment=address,
        payer_account=world.address(world.aigul, world.tenge),
        payee_account=world.address(world.bereke, world.tenge),
    )
    return Attempt.of(made)


def collecting(world: World) -> Attempt:
    """Anyone sweeps what «Береке» owes to the treasury."""
    made = build.collect(
        zone=world.zone,
        account=world.address(world.bereke, world.tenge),
        treasury_account=world.address(world.treasury, world.tenge),
    )
    return Attempt.of(made)


async def fulfil(world: World) -> Attempt:
    return fulfilling(world, await hold(world))


async def settle(world: World) -> Attempt:
    return settling(world, await hold(world))


async def settle_by_anyone(world: World) -> Attempt:
    address = await hold(world)
    await perform(world, fulfilling(world, address))
    await set_time(world, (await payment(world, address)).settles_at)
    return settling(world, address, by_anyone=True)


async def refund(world: World) -> Attempt:
    return refunding(world, await hold(world), 0, AMOUNT // 3)


async def refund_settled(world: World) -> Attempt:
    address = await hold(world)
    await perform(world, settling(world, address))
    return refunding(world, address, 0, AMOUNT // 3)


async def refund_again(world: World) -> Attempt:
    address = await hold(world)
    await perform(world, refunding(world, address, 0, 1))
    return refunding(world, address, 1, AMOUNT // 3)


async def expire(world: World) -> Attempt:
    address = await hold(world)
    await set_time(world, (await payment(world, address)).deliver_by)
    return expiring(world, address)


async def collect(world: World) -> Attempt:
    await perform(world, await valid.pay(world))
    return collecting(world)


async def pause(world: World) -> Attempt:
    made = build.pause(authority=world.operator.pubkey(), zone=world.zone, scopes=Scope.PAYMENTS)
    return Attempt.of(made, world.operator)
