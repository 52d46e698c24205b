"""What both regulators order about units, metered."""

from __future__ import annotations

from typing import Any, Final

from alatau.program import case_id
from alatau.program import instructions as build
from alatau.testing.living import DAY
from alatau.testing.meter import Meter
from alatau.testing.world import world_key

_BASIS: Final = 74
_MANY: Final = 12  # records to make: enough for some bumps to miss


async def order_units(meter: Meter) -> None:
    """After `issue_and_trade`, whose first instrument has many holders."""
    await _freeze(meter)
    await _order(meter)


def _named(meter: Meter) -> dict[str, Any]:
    world = meter.world
    mint = world_key(world.seed, "ALTW 0").pubkey()
    return {"zone": world.zone, "mint": mint, "wallet": world.aigul.pubkey()}


def _both(meter: Meter) -> dict[str, Any]:
    bank, authority = meter.world.regulators
    return {"first_regulator": bank.pubkey(), "second_regulator": authority.pubkey()}


async def _freeze(meter: Meter) -> None:
    named, regulators = _named(meter), meter.world.regulators
    until = await meter.chain.time() + DAY
    ordered: dict[str, Any] = {"case": case_id("ҚІ-1"), "basis": _BASIS, "until": until}
    frozen = build.freeze_holding(**named, **_both(meter), **ordered)
    for regulator in regulators:
        for what in ("frozen", "changed"):
            await meter.run("freeze_holding", what, frozen, *regulators)
        lifted = build.unfreeze_holding(**named, regulator=regulator.pubkey())
        await meter.run("unfreeze_holding", "lifted", lifted, regulator)


async def _order(meter: Meter) -> None:
    """The first seizure makes the treasury a holder."""
    world, named = meter.world, _named(meter)
    signers = (world.payer, *world.regulators)
    opened = build.open_holding(
        rent_payer=world.payer.pubkey(), **{**named, "wallet": world.treasury.pubkey()}
    )
    await meter.run("open_holding", "of the treasury", opened, world.payer)
    ordered = {**named, **_both(meter), "payer": world.payer.pubkey(), "basis": _BASIS}
    for number in range(_MANY):
        seized = build.seize_units(
            **ordered,
            treasury=world.treasury.pubkey(),
            case=case_id(f"ҚІ-{number}"),
            quantity=1,
        )
        await meter.run("seize_units", f"case {number}", seized, *signers)
        moved = build.forced_transfer_units(
            **ordered,
            recipient=world.ilya.pubkey(),
            case=case_id(f"СШ-{number}"),
            quantity=1,
        )
        await meter.run("forced_transfer_units", f"case {number}", moved, *signers)
