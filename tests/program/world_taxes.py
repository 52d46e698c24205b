"""Tax periods, limits and terms of a living zone, and valid instructions that change them."""

from __future__ import annotations

from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, set_time

from alatau.program import (
    Asset,
    Role,
    TaxRecord,
    decode_asset,
    decode_tax_record,
    tax_record_address,
)
from alatau.program import instructions as build
from alatau.program.months import month_begins, month_of
from alatau.program.tax_accounts import period_key
from alatau.testing.world import NO_CAP, TAX_BPS, UTC_OFFSET, World

RATE = TAX_BPS[3]
"""«Береке» sells what is taxed so."""


async def month(world: World) -> int:
    """The program's number of the month that it is."""
    return month_of(await world.chain.time(), UTC_OFFSET)


async def next_month(world: World) -> None:
    """The clock stands at the first second of the next month."""
    await set_time(world, month_begins(await month(world) + 1, UTC_OFFSET))


def bereke(world: World) -> Pubkey:
    """The account of «Береке» in tenge."""
    return world.address(world.bereke, world.tenge)


def closing(world: World, number: int, rate: int = RATE) -> Attempt:
    """Anyone closes a tax period of «Береке»; Илья pays the record's rent."""
    made = build.close_tax_period(
        payer=world.ilya.pubkey(),
        zone=world.zone,
        account=bereke(world),
        treasury_account=world.address(world.treasury, world.tenge),
        period=period_key(number, rate),
    )
    return Attempt.of(made, world.ilya)


async def record(world: World, number: int, rate: int = RATE) -> TaxRecord:
    """The record of a closed period of «Береке»."""
    address = tax_record_address(bereke(world), period_key(number, rate))
    info = await world.chain.account(address)
    assert info is not None
    return decode_tax_record(info.data)


async def close_tax_period(world: World) -> Attempt:
    before = await month(world)
    await life.perform(world, await valid.pay(world))
    await next_month(world)
    return closing(world, before)


def limiting(world: World, day: int = NO_CAP, per_month: int = NO_CAP) -> Attempt:
    """The operator says what «Береке» may be paid."""
    made = build.set_limits(
        operator=world.operator.pubkey(),
        zone=world.zone,
        account=bereke(world),
        receive_per_day=day,
        receive_per_month=per_month,
    )
    return Attempt.of(made, world.operator)


async def set_limits(world: World) -> Attempt:
    return limiting(world, 1_000_000, 20_000_000)


async def terms(world: World) -> Asset:
    """Of the tenge."""
    info = await world.chain.account(world.tenge.address)
    assert info is not None
    return decode_asset(info.data)


async def amending(world: World, *, tax: int = RATE, fee_bps: int = 40) -> Attempt:
    """Operator and both regulators change the fee, and the tax of «Береке»'s category."""
    asset = await terms(world)
    made = build.amend_asset(
        operator=world.operator.pubkey(),
        first_regulator=world.regulators[0].pubkey(),
        second_regulator=world.regulators[1].pubkey(),
        zone=world.zone,
        mint=world.tenge.mint,
        fee_bps=fee_bps,
        fee_min=asset.fee_min,
        fee_max=asset.fee_max,
        tax_bps=(*asset.tax_bps[:3], tax),
        caps=asset.caps,
        vault_cap=NO_CAP,
    )
    return Attempt.of(made, world.operator, *world.regulators)


async def amend_asset(world: World) -> Attempt:
    return await amending(world)


def reverifying(
    world: World,
    wallet: Pubkey,
    *,
    roles: Role = Role.MERCHANT,
    tier: int = 1,
    tax_category: int = 1,
    until: int | None = None,
) -> Attempt:
    """The operator says anew what a participant is."""
    made = build.amend_participant(
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet,
        roles=roles,
        tier=tier,
        tax_category=tax_category,
        verified_until=world.ends_at if until is None else until,
    )
    return Attempt.of(made, world.operator)


async def amend_participant(world: World) -> Attempt:
    return reverifying(world, world.bereke.pubkey())


async def amend_treasury(world: World) -> Attempt:
    return reverifying(world, world.treasury.pubkey(), roles=Role.PROVIDER)
