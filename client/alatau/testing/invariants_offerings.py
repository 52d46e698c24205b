"""The invariants of offerings: subscribed money is held, and what is sold is somebody's."""

from __future__ import annotations

from typing import Final

from solders.pubkey import Pubkey

from alatau.program import Offering, OfferingState, Subscription, SubscriptionState
from alatau.testing.snapshot import Snapshot

OFFERINGS: Final = "What is sold is allotted"


def subscribed_on(snapshot: Snapshot, account: Pubkey) -> int:
    """What of an account's `held` its subscriptions hold."""
    return sum(each.held for each in snapshot.subscriptions.values() if each.account == account)


def unallotted(snapshot: Snapshot, instrument: Pubkey) -> int:
    """Units of an instrument that are in no holding yet."""
    return sum(
        each.unallotted for each in snapshot.offerings.values() if each.instrument == instrument
    )


def _reserving(snapshot: Snapshot, instrument: Pubkey) -> int:
    """How many subscriptions of an instrument keep a place among its holders."""
    return sum(
        each.reserves and snapshot.offerings[each.offering].instrument == instrument
        for each in snapshot.subscriptions.values()
    )


def check_offerings(snapshot: Snapshot) -> None:
    """Check a zone's offerings at one moment.  Raises `AssertionError`."""
    for address, instrument in snapshot.instruments.items():
        offerings = [each for each in snapshot.offerings.values() if each.instrument == address]
        _same(f"open offerings of {address}", instrument.open_offerings, len(offerings))
        promised = sum(each.quantity for each in offerings if each.state is OfferingState.OPEN)
        _same(f"what is promised of {address}", instrument.promised, promised)
        _same(f"places kept of {address}", instrument.reserved, _reserving(snapshot, address))
        if instrument.issued + promised > instrument.authorised:
            raise AssertionError(f"{OFFERINGS}: {address} has promised more than is authorised")
    for address, offering in snapshot.offerings.items():
        found = [each for each in snapshot.subscriptions.values() if each.offering == address]
        _check_offering(address, offering, found)


def _check_offering(address: Pubkey, offering: Offering, found: list[Subscription]) -> None:
    confirmed = [each for each in found if each.state is SubscriptionState.CONFIRMED]
    units = sum(each.units for each in found)
    _same(f"subscriptions of {address}", offering.subscriptions, len(found))
    _same(f"units subscribed of {address}", offering.subscribed, units)
    _same(f"unconfirmed of {address}", offering.unconfirmed, len(found) - len(confirmed))
    if any(each.reserves for each in found if each not in confirmed):
        raise AssertionError(f"{OFFERINGS}: a place is kept for who is not confirmed in {address}")
    for each in found:
        _same(f"held for {each.units} of {address}", each.held, each.units * offering.price)
    # Offsets lie one after the other, as nothing that is confirmed is withdrawn.
    placed = sorted((each.offset, each.offset + each.units) for each in confirmed)
    ends = [0, *(end for _, end in placed)]
    if any(begins < end for (begins, _), end in zip(placed, ends, strict=False)):
        raise AssertionError(f"{OFFERINGS}: places in {address} overlap")
    match offering.state:
        case OfferingState.OPEN:
            _same(f"confirmed of {address}", offering.confirmed, sum(e.units for e in confirmed))
            _same(f"sold of the open {address}", (offering.sold, offering.unallotted), (0, 0))
        case OfferingState.SUCCEEDED:
            sold = min(offering.quantity, offering.confirmed)
            _same(f"sold of {address}", offering.sold, sold)
            _same(f"unconfirmed of the concluded {address}", offering.unconfirmed, 0)
            due = sum(offering.share(each.offset, each.units) for each in found)
            if due > offering.unallotted:
                raise AssertionError(f"{OFFERINGS}: {address} owes {due} units that are not there")
        case OfferingState.FAILED:
            _same(f"sold of the failed {address}", (offering.sold, offering.unallotted), (0, 0))


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{OFFERINGS}: {what}: {found} where {wanted} must be")
