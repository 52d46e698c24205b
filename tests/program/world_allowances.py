"""Allowances, plans and mandates of a living zone, and valid instructions on them."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, read, set_time
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT, REFERENCE

from alatau.program import (
    Allowance,
    Mandate,
    Plan,
    Service,
    allowance_address,
    decode_allowance,
    decode_mandate,
    decode_plan,
    mandate_address,
    plan_address,
)
from alatau.program import instructions as build
from alatau.testing.world import DAY, FUNDS, World, WorldAsset, reference_of, world_key

WEEK = 7 * DAY
SERVICES = 1 << Service.CLINIC | 1 << Service.SHOPS
TERMS = reference_of("абонемент шарты")


def child(world: World) -> Keypair:
    """A wallet that the zone does not know, and that has an allowance."""
    return world_key(world.seed, "Тимур Сәрсенов")


async def allowance(world: World, address: Pubkey) -> Allowance:
    """An allowance as it stands."""
    return decode_allowance((await read(world, address)).data)


async def plan(world: World, address: Pubkey) -> Plan:
    """A plan as it stands."""
    return decode_plan((await read(world, address)).data)


async def mandate(world: World, address: Pubkey) -> Mandate:
    """A mandate as it stands."""
    return decode_mandate((await read(world, address)).data)


def allowance_of(world: World, owner: Keypair, asset: WorldAsset) -> Pubkey:
    """What the child may spend from an owner's account."""
    return allowance_address(world.address(owner, asset), child(world).pubkey())


async def granting(
    world: World,
    owner: Keypair,
    asset: WorldAsset,
    *,
    per_payment: int = FUNDS,
    per_period: int = FUNDS,
    period: int = WEEK,
    services: int = SERVICES,
    lasts: int = 30 * DAY,
) -> Attempt:
    """An owner lets the child spend, or changes what it may; the treasury pays the rent."""
    info = await world.chain.account(allowance_of(world, owner, asset))
    made = build.grant_allowance(
        wallet=owner.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        delegate=child(world).pubkey(),
        grants_before=0 if info is None else decode_allowance(info.data).grants,
        per_payment=per_payment,
        per_period=per_period,
        period=period,
        services=services,
        expires_at=await world.chain.time() + lasts,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, owner, world.treasury)


async def drawing(
    world: World,
    owner: Keypair,
    payee: Keypair,
    asset: WorldAsset,
    amount: int = AMOUNT,
    *,
    service: int = Service.CLINIC,
) -> Attempt:
    """The child pays a merchant from an owner's account."""
    address = allowance_of(world, owner, asset)
    made = build.draw(
        delegate=child(world).pubkey(),
        owner=owner.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=(await allowance(world, address)).sequence + 1,
        amount=amount,
        reference=REFERENCE,
        service=service,
    )
    return Attempt.of(made, child(world))


def revoking(world: World, owner: Keypair, asset: WorldAsset) -> Attempt:
    """An owner ends the child's allowance."""
    address = allowance_of(world, owner, asset)
    return Attempt.of(build.revoke_allowance(wallet=owner.pubkey(), allowance=address), owner)


def plan_of(world: World, merchant: Keypair, asset: WorldAsset, number: int = 1) -> Pubkey:
    """A merchant's plan."""
    return plan_address(world.address(merchant, asset), number)


def offering(
    world: World,
    merchant: Keypair,
    asset: WorldAsset,
    *,
    number: int = 1,
    amount: int = AMOUNT,
    period: int = WEEK,
) -> Attempt:
    """A merchant makes a plan; the treasury pays the rent."""
    made = build.create_plan(
        wallet=merchant.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        number=number,
        amount=amount,
        period=period,
        service=Service.CLINIC,
        terms=TERMS,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, merchant, world.treasury)


async def consenting(
    world: World,
    payer: Keypair,
    address: Pubkey,
    asset: WorldAsset,
    *,
    starts_in: int = 0,
    lasts: int = 365 * DAY,
) -> Attempt:
    """A payer consents to a plan; the treasury pays the rent."""
    found, now = await plan(world, address), await world.chain.time()
    made = build.grant_mandate(
        wallet=payer.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        plan=address,
        sequence=await valid.next_sequence(world, payer, asset),
        amount=found.amount,
        period=found.period,
        starts_at=now + starts_in,
        ends_at=now + lasts,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, payer, world.treasury)


def cancelling(world: World, payer: Keypair, address: Pubkey, asset: WorldAsset) -> Attempt:
    """A payer ends its mandate."""
    made = build.cancel_mandate(
        wallet=payer.pubkey(),
        mandate=mandate_address(world.address(payer, asset), address),
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, payer)


def pulling(world: World, payer: Keypair, payee: Keypair, asset: WorldAsset, index: int) -> Attempt:
    """Anyone collects a period of a payer's mandate."""
    made = build.pull(
        payer=payer.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        plan=plan_of(world, payee, asset),
        index=index,
    )
    return Attempt.of(made)


# -- one valid instruction of every kind -------------------------------------------------


async def grant_allowance(world: World) -> Attempt:
    return await granting(world, world.aigul, world.tenge)


async def change_allowance(world: World) -> Attempt:
    await perform(world, await granting(world, world.aigul, world.tenge))
    return await granting(world, world.aigul, world.tenge, per_payment=1)


async def revoke_allowance(world: World) -> Attempt:
    await perform(world, await granting(world, world.aigul, world.tenge))
    return revoking(world, world.aigul, world.tenge)


async def close_allowance(world: World) -> Attempt:
    await perform(world, await granting(world, world.aigul, world.tenge))
    await set_time(world, world.ends_at)
    address = allowance_of(world, world.aigul, world.tenge)
    made = build.close_allowance(
        zone=world.zone, allowance=address, rent_payer=world.treasury.pubkey()
    )
    return Attempt.of(made)


async def draw(world: World) -> Attempt:
    return await draw_from(world, world.aigul, world.tenge)


async def draw_from(world: World, owner: Keypair, asset: WorldAsset) -> Attempt:
    """The second draw on a new allowance."""
    await perform(world, await granting(world, owner, asset))
    await perform(world, await drawing(world, owner, world.bereke, asset, 100))
    return await drawing(world, owner, world.bereke, asset)


async def create_plan(world: World) -> Attempt:
    return offering(world, world.bereke, world.tenge)


async def close_plan(world: World) -> Attempt:
    await perform(world, offering(world, world.bereke, world.tenge))
    return closing_plan(world)


def closing_plan(world: World) -> Attempt:
    """«Береке» ends its plan."""
    address = plan_of(world, world.bereke, world.tenge)
    made = build.close_plan(wallet=world.bereke.pubkey(), plan=address)
    return Attempt.of(made, world.bereke)


async def delete_plan(world: World) -> Attempt:
    await perform(world, offering(world, world.bereke, world.tenge))
    await set_time(world, world.ends_at)
    address = plan_of(world, world.bereke, world.tenge)
    made = build.delete_plan(zone=world.zone, plan=address, rent_payer=world.treasury.pubkey())
    return Attempt.of(made)


async def grant_mandate(world: World) -> Attempt:
    await perform(world, offering(world, world.bereke, world.tenge))
    address = plan_of(world, world.bereke, world.tenge)
    return await consenting(world, world.aigul, address, world.tenge)


async def cancel_mandate(world: World) -> Attempt:
    await perform(world, await grant_mandate(world))
    address = plan_of(world, world.bereke, world.tenge)
    return cancelling(world, world.aigul, address, world.tenge)


async def pull(world: World) -> Attempt:
    return await pull_from(world, world.aigul, world.tenge)


async def pull_from(world: World, payer: Keypair, asset: WorldAsset) -> Attempt:
    """The first pull of a new mandate."""
    await perform(world, offering(world, world.bereke, asset))
    address = plan_of(world, world.bereke, asset)
    await perform(world, await consenting(world, payer, address, asset))
    return pulling(world, payer, world.bereke, asset, 0)
