"""Instruments and holdings as the command line shows them."""

from __future__ import annotations

from solders.pubkey import Pubkey

from alatau.cli.connect import found
from alatau.cli.event_view import event_view, receipt_view
from alatau.cli.lookup import AssetOf, assets_at
from alatau.cli.options import Settings
from alatau.cli.output import emit, pairs, printable
from alatau.cli.view import Plain, fixed_point, money, view
from alatau.indexer.register import Register
from alatau.models import Receipt
from alatau.program import Holding, Instrument, Offer, OfferTaken, Traded
from alatau.tokens_instrument import read_metadata
from alatau.zone import Zone


async def instrument_of(zone: Zone, mint: Pubkey) -> Instrument:
    """The instrument of a mint.  Raises `AccountMissing`."""
    return await found(
        zone.instrument(mint=mint),
        f"{mint} is no instrument of {zone.name}",
        "alatau token list shows those there are",
    )


async def instrument_view(zone: Zone, one: Instrument) -> Plain:
    """An instrument, with what its mint says of it.

    Its units are in its own decimals, what one stands for in the payout asset's.
    """
    payout = await payout_of(zone, one)
    paid = ("face_value", "distributed", "claimed", "redemption_price", "tender_price")
    return {
        **await _metadata(zone, one.mint),
        **view(one, one.decimals),
        **{name: money(getattr(one, name), payout.decimals) for name in paid},
        "index": fixed_point(one.index),
        "payout_mint": str(payout.mint),
        "issued_shares": shares_of(one.issued, one),
    }


async def _metadata(zone: Zone, mint: Pubkey) -> Plain:
    """Name, symbol and the rest that a mint has for every wallet, written by the issuer."""
    info = await zone.chain.account(mint)
    found = None if info is None else read_metadata(info.data)
    if found is None:
        return {"name": None, "symbol": None, "uri": None, "metadata": {}}
    more = {printable(key): value for key, value in found.more}
    return {"name": found.name, "symbol": found.symbol, "uri": found.uri, "metadata": more}


def holding_view(one: Holding, instrument: Instrument) -> Plain:
    """A holding, its units in the instrument's decimals, and the shares that they are."""
    return {**view(one, instrument.decimals), "shares": shares_of(one.units, instrument)}


async def payout_of(zone: Zone, one: Instrument) -> AssetOf:
    """The asset that an instrument is paid in."""
    return (await assets_at(zone.chain, [one.payout_asset]))[one.payout_asset]


def shares_of(units: int, instrument: Instrument | Register) -> str:
    """The shares that units are, rounded down to six places."""
    millionths = units * instrument.shares * 10**6 // instrument.per_units
    whole, rest = divmod(millionths, 10**6)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def whole_unit(price: int, units: int, paid_in: int) -> str:
    """What a whole unit comes to, where a price is for a fraction of it; else nothing."""
    if not units:
        return ""
    smallest, whole = money(price, paid_in), money(price * 10**units, paid_in)
    return f" ({smallest} for {money(1, units)} of a unit, {whole} for a whole one)"


_OF_MONEY = ("price", "fee", "tax", "buyer_available", "seller_available")
_OF_DUES = ("seller_fee_due", "seller_tax_due")


def sale_view(event: Traded | OfferTaken, units: int | None, paid_in: int | None) -> Plain:
    """A trade, whose units are in the instrument's decimals, its money in the payout asset's."""
    amounts = {name: getattr(event, name) for name in (*_OF_MONEY, *_OF_DUES)}
    shown = {name: money(amount, paid_in) for name, amount in amounts.items()}
    return {**event_view(event, units), **shown}


def offer_view(one: Offer, units: int, paid_in: int) -> Plain:
    """A standing offer; its price is for one unit."""
    return {**view(one, units), "price": money(one.price, paid_in)}


def emit_sale(
    settings: Settings, receipt: Receipt[Traded] | Receipt[OfferTaken], units: int, paid_in: int
) -> None:
    """Say what was sold for how much."""
    event = receipt.event
    shown = {**receipt_view(receipt, units), "event": sale_view(event, units, paid_in)}
    text = (
        f"bought {money(event.quantity, units)} for {money(event.price, paid_in)}, of which the "
        f"seller owes fee {money(event.fee, paid_in)} and tax {money(event.tax, paid_in)}"
    )
    emit(settings, shown, f"{text}\n{pairs({'signature': receipt.signature})}")
