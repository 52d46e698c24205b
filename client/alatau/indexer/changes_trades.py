"""What the events of trades, offers and splits say of the accounts that they changed."""

from __future__ import annotations

from collections.abc import Callable

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Event,
    InstrumentSplit,
    OfferCancelled,
    OfferTaken,
    Traded,
    UnitsOffered,
)


def _sides(e: Traded | OfferTaken) -> tuple[Change, ...]:
    """Units one way, and money as of a final payment the other."""
    seller = {
        "available": e.seller_available,
        "fee_due": e.seller_fee_due,
        "tax_due": e.seller_tax_due,
    }
    return (
        Change(e.seller_holding, e.seller_holding_revision, e),
        Change(e.buyer_holding, e.buyer_holding_revision, e),
        Change(e.buyer_account, e.buyer_revision, e, {"available": e.buyer_available}, -e.price),
        Change(e.seller_account, e.seller_revision, e, seller, e.price),
    )


def _of_offer(e: UnitsOffered | OfferCancelled) -> tuple[Change, ...]:
    return (
        Change(e.offer, e.revision, e),
        Change(e.holding, e.holding_revision, e),
    )


def used_by_trade(event: Event) -> tuple[tuple[Pubkey, int], ...]:
    """The holdings and accounts, and the sequence of each that a trade or an offer used up."""
    match event:
        case Traded():  # one of each side
            seller = event.seller_holding, event.sequence
            return seller, (event.buyer_account, event.account_sequence)
        case UnitsOffered():
            return ((event.holding, event.sequence),)
        case OfferTaken():
            return ((event.buyer_account, event.sequence),)
        case _:
            return ()


TRADES: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    Traded: lambda e: (Change(e.instrument, e.revision, e), *_sides(e)),
    UnitsOffered: _of_offer,
    OfferTaken: lambda e: (
        Change(e.instrument, e.instrument_revision, e),
        Change(e.offer, e.revision, e),
        *_sides(e),
    ),
    OfferCancelled: _of_offer,
    InstrumentSplit: lambda e: (Change(e.instrument, e.revision, e),),
}
