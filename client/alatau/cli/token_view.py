"""Instruments and holdings as the command line shows them."""

from __future__ import annotations

from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.cli.connect import found
from alatau.cli.lookup import assets_at
from alatau.cli.parse import NONE
from alatau.cli.view import Plain, moment, money, view
from alatau.program import Holding, Instrument
from alatau.zone import Zone


async def instrument_of(zone: Zone, mint: Pubkey) -> Instrument:
    """The instrument of a mint.  Raises `AccountMissing`."""
    return await found(
        zone.instrument(mint=mint),
        f"{mint} is no instrument of {zone.name}",
        "alatau token list shows those there are",
    )


async def instrument_view(zone: Zone, one: Instrument) -> Plain:
    """An instrument; its units in its own decimals, what one stands for in the payout asset's."""
    payout = (await assets_at(zone.chain, [one.payout_asset]))[one.payout_asset]
    return {
        **view(one),
        "kind": one.kind.label,
        "authorised": _units(one.authorised, one),
        "issued": _units(one.issued, one),
        "max_per_holder": _units(one.max_per_holder, one),
        "holder_cap": NONE if one.holder_cap == U64_MAX else one.holder_cap,
        "holder_classes": [tier for tier in range(8) if one.holder_classes >> tier & 1],
        "countries": list(one.countries),
        "face_value": money(one.face_value, payout.decimals),
        "payout_mint": str(payout.mint),
        "locked_until": moment(one.locked_until),
        "maturity": moment(one.maturity),
    }


def holding_view(one: Holding, instrument: Instrument) -> Plain:
    """A holding, its units in the instrument's decimals."""
    return {**view(one), "units": _units(one.units, instrument)}


def _units(quantity: int, instrument: Instrument) -> str:
    return NONE if quantity == U64_MAX else money(quantity, instrument.decimals)
