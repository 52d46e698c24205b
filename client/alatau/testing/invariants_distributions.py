"""The invariants of distributions: what was paid in is with those it is for, to the last part.

Parts are of a base unit, with the 64 binary places of an instrument's index.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.indexer.unit_history import holdings_after
from alatau.program import (
    Allotted,
    Claimed,
    Distributed,
    Event,
    HolderReplaced,
    HoldingClosed,
    Instrument,
    OfferingClosed,
    OfferingConcluded,
    PaymentAccount,
)
from alatau.testing.snapshot import Snapshot

CLAIMS: Final = "What is distributed is claimed once"
PLACES: Final = 64


def held_for_holders(snapshot: Snapshot, account: PaymentAccount) -> int:
    """What an issuer's account holds for holders that have not claimed it, base units."""
    if account.lane:
        return 0
    return sum(
        each.distributed - each.claimed
        for each in snapshot.instruments.values()
        if (each.issuer, each.payout_asset) == (account.wallet, account.asset)
    )


def check_claims(
    snapshot: Snapshot, changed: dict[Pubkey, list[Change]], again: frozenset[Pubkey] = frozenset()
) -> None:
    """Check claims against accounts and events.  Raises `AssertionError`.

    A holding that was opened `again` knows nothing of what it was entitled to and claimed before.
    """
    for address, instrument in snapshot.instruments.items():
        replayed = _replay(changed[address])
        _check_totals(address, instrument, replayed)
        due = 0
        for place, holding in snapshot.holdings.items():
            if holding.instrument != address:
                continue
            since = instrument.index - holding.counted_at
            entitled = holding.entitled + holding.units * since
            due += entitled
            if place in again:
                continue
            _same(f"what {place} is entitled to", entitled, replayed.entitled.get(place, 0))
            _same(f"what {place} claimed", holding.claimed, replayed.claimed.get(place, 0))
        for offering in snapshot.offerings.values():
            if offering.instrument == address:  # what is sold, and in no holding yet
                due += offering.unallotted * (instrument.index - offering.counted_at)
        left = (instrument.distributed - instrument.claimed << PLACES) + instrument.index_excess
        closed = _closings(changed, address)
        # Only what is less than a base unit goes with a holding that is closed.
        if not 0 <= left - due <= closed << PLACES:
            raise AssertionError(f"{CLAIMS}: {address} holds {left} parts for {due} that are due")
        if not closed:
            _same(f"parts that {address} holds", left, due)


def opened_again(snapshot: Snapshot, changed: dict[Pubkey, list[Change]]) -> frozenset[Pubkey]:
    """Payment accounts that were closed after the zone's end, then opened to be paid a claim; and
    holdings that were closed and opened once their units only ended.

    Their revisions and sequences began anew, and which event is of which life is not in it.
    """
    return frozenset(
        address
        for address in (*snapshot.accounts, *snapshot.holdings)
        if any(change.closes for change in changed.get(address, ()))
    )


def without(snapshot: Snapshot, addresses: frozenset[Pubkey]) -> Snapshot:
    """A zone of which some payment accounts and holdings are left out."""
    if not addresses:
        return snapshot
    accounts = {each: one for each, one in snapshot.accounts.items() if each not in addresses}
    holdings = {each: one for each, one in snapshot.holdings.items() if each not in addresses}
    return replace(snapshot, accounts=accounts, holdings=holdings)


@dataclass(slots=True)
class _Replayed:
    """What the events of an instrument say, in the order of its revisions."""

    index: int = 0
    excess: int = 0
    distributed: int = 0
    units: dict[Pubkey, int] = field(default_factory=dict)
    entitled: dict[Pubkey, int] = field(default_factory=dict)
    claimed: dict[Pubkey, int] = field(default_factory=dict)
    sold_at: dict[Pubkey, int] = field(default_factory=dict)
    """The index when an offering was concluded: its units are entitled from then on."""


def units_after(event: Event) -> dict[Pubkey, int]:
    """The units of the holdings that an event changed."""
    return {holding: units for holding, _, units in holdings_after(event)}


def _replay(changes: list[Change]) -> _Replayed:
    found = _Replayed()
    for change in changes:
        found.units |= units_after(change.event)
        match change.event:
            case Distributed() as paid:
                _spread(found, paid)
            case Claimed() as claim:
                whole = found.entitled.get(claim.holding, 0) >> PLACES
                _same(f"what was claimed of {claim.holding}", claim.gross, whole)
                found.entitled[claim.holding] -= claim.gross << PLACES
                before = found.claimed.get(claim.holding, 0)
                found.claimed[claim.holding] = before + claim.gross
            case OfferingConcluded() as sold:
                found.units[sold.offering] = sold.sold
                found.sold_at[sold.offering] = found.index
            case HolderReplaced() as replaced:
                _replace(found, replaced)
            case Allotted() | OfferingClosed() as allotted:
                _allot(found, allotted)
            case _:
                pass
    return found


def _allot(found: _Replayed, allotted: Allotted | OfferingClosed) -> None:
    """Units go with what they were entitled to from an offering to a holding."""
    if not allotted.units:
        return
    found.units[allotted.offering] -= allotted.units
    part = allotted.units * (found.index - found.sold_at[allotted.offering])
    found.entitled[allotted.offering] = found.entitled.get(allotted.offering, 0) - part
    found.entitled[allotted.holding] = found.entitled.get(allotted.holding, 0) + part


def _replace(found: _Replayed, replaced: HolderReplaced) -> None:
    """All that a holding was entitled to goes to its successor."""
    moved = found.entitled.pop(replaced.holding, 0)
    _same(f"what {replaced.holding} was entitled to in its event", replaced.entitled, moved)
    before = found.entitled.get(replaced.successor_holding, 0)
    found.entitled[replaced.successor_holding] = before + moved


def _spread(found: _Replayed, paid: Distributed) -> None:
    """Each holder is entitled to its part at once: nobody's is counted later here."""
    issued = sum(found.units.values())
    _same(f"units that {paid.amount} was spread over", paid.issued, issued)
    taken = found.excess if found.excess + issued > 1 << PLACES else 0
    whole = (paid.amount << PLACES) - taken
    each = -(-whole // issued)
    found.excess += each * issued - (paid.amount << PLACES)
    found.index += each
    found.distributed += paid.amount
    said = (paid.index, paid.index_excess, paid.distributed)
    _same("the index in its event", said, (found.index, found.excess, found.distributed))
    for holding, units in found.units.items():
        found.entitled[holding] = found.entitled.get(holding, 0) + each * units


def _check_totals(address: Pubkey, instrument: Instrument, replayed: _Replayed) -> None:
    stated = (instrument.index, instrument.index_excess, instrument.distributed)
    wanted = (replayed.index, replayed.excess, replayed.distributed)
    _same(f"index of {address} against its events", stated, wanted)
    _same(f"claimed of {address}", instrument.claimed, sum(replayed.claimed.values()))


def _closings(changed: dict[Pubkey, list[Change]], instrument: Pubkey) -> int:
    """How often a holding of an instrument was closed."""
    return sum(
        isinstance(change.event, HoldingClosed) and change.event.instrument == instrument
        for each in changed.values()
        for change in each
    )


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{CLAIMS}: {what}: {found} where {wanted} must be")
