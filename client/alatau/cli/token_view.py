"""Instruments and holdings as the command line shows them."""

from __future__ import annotations

from solders.pubkey import Pubkey

from alatau.cli.connect import found
from alatau.cli.lookup import assets_at
from alatau.cli.view import Plain, fixed_point, money, view
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
    paid = ("face_value", "distributed", "claimed", "redemption_price", "tender_price")
    return {
        **view(one, one.decimals),
        **{name: money(getattr(one, name), payout.decimals) for name in paid},
        "index": fixed_point(one.index),
        "payout_mint": str(payout.mint),
    }


def holding_view(one: Holding, instrument: Instrument) -> Plain:
    """A holding, its units in the instrument's decimals."""
    return view(one, instrument.decimals)
