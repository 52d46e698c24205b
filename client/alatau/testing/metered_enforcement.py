"""The scenario of compute units, its part of the regulators: freezes, and orders of both."""

from __future__ import annotations

from typing import Final

from alatau.program import case_id
from alatau.program import instructions as build
from alatau.testing.living import DAY
from alatau.testing.meter import Meter

_BASIS: Final = 74
_MANY: Final = 12  # records to make: enough for some bumps to miss


async def enforce(meter: Meter) -> None:
    """Freeze and unfreeze in both slots; seize and transfer by many cases."""
    await _freeze(meter)
    await _order(meter)


async def _freeze(meter: Meter) -> None:
    world = meter.world
    until = await meter.chain.time() + DAY
    wallet, mint = world.ilya.pubkey(), world.dollar.mint
    case = case_id("IN-1")
    for regulator in world.regulators:
        frozen = build.freeze_account(
            regulator=regulator.pubkey(),
            zone=world.zone,
            wallet=wallet,
            mint=mint,
            case=case,
            basis=_BASIS,
            until=until,
        )
        await meter.run("freeze_account", "frozen", frozen, regulator)
        await meter.run("freeze_account", "changed", frozen, regulator)
        frozen = build.freeze_participant(
            regulator=regulator.pubkey(),
            zone=world.zone,
            wallet=wallet,
            case=case,
            basis=_BASIS,
            until=until,
        )
        await meter.run("freeze_participant", "frozen", frozen, regulator)
        await meter.run("freeze_participant", "changed", frozen, regulator)
    for regulator in world.regulators:
        lifted = build.unfreeze_account(
            regulator=regulator.pubkey(), zone=world.zone, wallet=wallet, mint=mint
        )
        await meter.run("unfreeze_account", "lifted", lifted, regulator)
        lifted = build.unfreeze_participant(
            regulator=regulator.pubkey(), zone=world.zone, wallet=wallet
        )
        await meter.run("unfreeze_participant", "lifted", lifted, regulator)


async def _order(meter: Meter) -> None:
    world = meter.world
    bank, authority = world.regulators
    for number in range(_MANY):
        seized = build.seize(
            payer=world.payer.pubkey(),
            first_regulator=bank.pubkey(),
            second_regulator=authority.pubkey(),
            zone=world.zone,
            wallet=world.ilya.pubkey(),
            mint=world.dollar.mint,
            treasury=world.treasury.pubkey(),
            case=case_id(f"IN-{number}"),
            basis=_BASIS,
            amount=1,
        )
        await meter.run("seize", f"case {number}", seized, bank, authority)
        moved = build.forced_transfer(
            payer=world.payer.pubkey(),
            first_regulator=bank.pubkey(),
            second_regulator=authority.pubkey(),
            zone=world.zone,
            wallet=world.ilya.pubkey(),
            recipient=world.aigul.pubkey(),
            mint=world.dollar.mint,
            case=case_id(f"CO-{number}"),
            basis=_BASIS,
            amount=1,
        )
        await meter.run("forced_transfer", f"case {number}", moved, bank, authority)
