"""The invariants of trades: what is offered is set aside, and events tell all of it."""

from __future__ import annotations

from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import Offer, OfferCancelled, OfferTaken, Traded, UnitsOffered
from alatau.testing.snapshot import Snapshot

OFFERED: Final = "What is offered is set aside"


def check_offers(snapshot: Snapshot) -> None:
    """Check a zone's offers and holdings at one moment.  Raises `AssertionError`."""
    for address, holding in snapshot.holdings.items():
        own = [each for each in snapshot.offers.values() if each.holding == address]
        _same(f"offered of {address}", holding.offered, sum(each.left for each in own))
        _same(f"offers of {address}", holding.open_offers, len(own))
        if holding.offered + holding.outside > holding.units:
            raise AssertionError(f"{OFFERED}: {address} has set aside more than it has")
    for address, offer in snapshot.offers.items():
        if not 0 < offer.left <= offer.quantity:
            raise AssertionError(f"{OFFERED}: {offer.left} of {offer.quantity} left of {address}")
        if not 0 < offer.least <= offer.quantity:
            raise AssertionError(f"{OFFERED}: {offer.least} the least of {address}")
        if offer.holding not in snapshot.holdings:
            raise AssertionError(f"{OFFERED}: the holding of {address} is gone")


def check_sales(snapshot: Snapshot, changed: dict[Pubkey, list[Change]]) -> None:
    """Check offers, and what holdings have set aside, against events.  Raises `AssertionError`."""
    for address, offer in snapshot.offers.items():
        _check_offer(address, offer, changed[address])
    for address, holding in snapshot.holdings.items():
        offered = offers = 0
        for change in changed[address]:
            match change.event:
                case UnitsOffered() | OfferCancelled() as told:
                    offered, offers = told.offered, told.open_offers
                case OfferTaken() as taken if taken.seller_holding == address:
                    offered, offers = taken.offered, taken.open_offers
                case _:
                    pass
        _same(f"offered of {address} against its events", holding.offered, offered)
        _same(f"offers of {address} against its events", holding.open_offers, offers)


def _check_offer(address: Pubkey, offer: Offer, changes: list[Change]) -> None:
    left = 0
    for change in changes:
        match change.event:
            case UnitsOffered() as made:
                left = made.quantity
                terms = offer.number, offer.quantity, offer.price, offer.least
                told = made.sequence, made.quantity, made.price, made.least
                _same(f"terms of {address}", terms, told)
            case OfferTaken() as taken:
                left -= taken.quantity
                _same(f"left of {address} in its event", taken.left, left)
                _same(f"price of {address}", taken.price, offer.price * taken.quantity)
            case _:
                pass
    _same(f"left of {address} against its events", offer.left, left)


def moved_units(event: Traded | OfferTaken, holding: Pubkey) -> tuple[int, int]:
    """By how much a trade changed a holding's units, and what it says they were after it."""
    if event.seller_holding == holding:
        return -event.quantity, event.seller_units
    return event.quantity, event.buyer_units


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{OFFERED}: {what}: {found} where {wanted} must be")
