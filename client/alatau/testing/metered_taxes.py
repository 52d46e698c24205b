"""Taxes, limits and terms, metered."""

from __future__ import annotations

from alatau.program import Role
from alatau.program import instructions as build
from alatau.program.months import month_begins, month_of
from alatau.testing.living import NO_CAP, TAX_BPS, UTC_OFFSET
from alatau.testing.meter import Meter
from alatau.testing.world import DAY


async def close_months(meter: Meter) -> None:
    """Merchants are limited and paid, then the month is closed; terms change and change back."""
    world = meter.world
    asset, operator = world.tenge, world.operator.pubkey()
    for day in (10**15, NO_CAP):
        for merchant in world.merchants:
            limits = build.set_limits(
                operator=operator,
                zone=world.zone,
                account=world.address(merchant, asset),
                receive_per_day=day,
                receive_per_month=NO_CAP,
            )
            await meter.run("set_limits", f"{day} a day", limits, world.operator)
    for merchant in world.merchants:
        await meter.pay("before the month's end", world.ilya, merchant, asset, 50_000)
    now = month_of(await meter.chain.time(), UTC_OFFSET)
    await meter.chain.set_time(month_begins(now + 1, UTC_OFFSET))
    await _close(meter)
    await _amend(meter)


async def _close(meter: Meter) -> None:
    """Every period that is left of earlier months."""
    world = meter.world
    for merchant in world.merchants:
        for asset in world.assets:
            for period in (await world.account(merchant, asset)).tax_periods:
                close = build.close_tax_period(
                    payer=world.ilya.pubkey(),
                    zone=world.zone,
                    account=world.address(merchant, asset),
                    treasury_account=world.address(world.treasury, asset),
                    period=period.key,
                )
                await meter.run("close_tax_period", asset.symbol, close, world.ilya)


async def _amend(meter: Meter) -> None:
    world = meter.world
    first, second = world.regulators
    for fee_bps in (40, 50):
        amend = build.amend_asset(
            operator=world.operator.pubkey(),
            first_regulator=first.pubkey(),
            second_regulator=second.pubkey(),
            zone=world.zone,
            mint=world.tenge.mint,
            fee_bps=fee_bps,
            fee_min=100,
            fee_max=50_000,
            tax_bps=TAX_BPS,
            caps=((NO_CAP,) * 3,) * 4,
            vault_cap=NO_CAP,
        )
        await meter.run("amend_asset", f"{fee_bps} bps", amend, world.operator, first, second)
    until = await meter.chain.time() + DAY
    for merchant in world.merchants:
        again = build.amend_participant(
            operator=world.operator.pubkey(),
            zone=world.zone,
            wallet=merchant.pubkey(),
            roles=Role.MERCHANT,
            tier=1,
            tax_category=2,
            verified_until=until,
        )
        await meter.run("amend_participant", "verified again", again, world.operator)
