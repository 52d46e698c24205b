"""The invariants of allowances and mandates: what a consent allows, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Allowance,
    AllowanceGranted,
    AllowanceRevoked,
    Drawn,
    Event,
    Mandate,
    MandateGranted,
    Pulled,
)
from alatau.testing.snapshot import Snapshot

ALLOWANCES: Final = "An allowance bounds what is drawn"
MANDATES: Final = "A period is pulled once"


def check_consents(
    snapshot: Snapshot, events: Sequence[Event], changed: dict[Pubkey, list[Change]]
) -> None:
    """Check a zone's allowances and mandates against all its events.

    Raises `AssertionError`.
    """
    for address, allowance in snapshot.allowances.items():
        _check_allowance(address, allowance, [change.event for change in changed[address]])
    for address, lives in _lives(events).items():
        for earlier, later in pairwise(lives):
            if later.granted.starts_at < earlier.last_start():
                raise AssertionError(f"{MANDATES}: two lives of mandate {address} overlap")
        for life in lives:
            _check_life(address, life)
        if address in snapshot.mandates:
            _check_mandate(address, snapshot.mandates[address], lives[-1])


def _check_allowance(address: Pubkey, allowance: Allowance, events: Sequence[Event]) -> None:
    terms: AllowanceGranted | None = None
    running, index, spent, drawn, grants = False, 0, 0, 0, 0
    for event in events:
        match event:
            case AllowanceGranted():
                if not running or not terms or _begins_anew(terms, event):
                    index, spent = 0, 0
                _same(ALLOWANCES, f"what was spent of {address}", event.spent, spent)
                terms, running, grants = event, True, grants + 1
                _same(ALLOWANCES, f"grants of {address}", event.grants, grants)
            case AllowanceRevoked():
                running, grants = False, grants + 1
                _same(ALLOWANCES, f"grants of {address}", event.grants, grants)
            case Drawn():
                what = f"draw {event.sequence} of {address}"
                if terms is None or not running:
                    raise AssertionError(f"{ALLOWANCES}: {what} without a grant")
                spent = event.amount + (spent if event.index == index else 0)
                if event.index < index or not terms.services >> event.service & 1:
                    raise AssertionError(f"{ALLOWANCES}: {what} in no period, or for no service")
                index, drawn = event.index, drawn + event.amount
                _same(ALLOWANCES, f"what {what} has spent", event.spent, spent)
                if event.amount > terms.per_payment or spent > terms.per_period:
                    raise AssertionError(f"{ALLOWANCES}: {what} is over it")
            case _:
                pass
    _same(ALLOWANCES, f"drawn of {address}", allowance.drawn, drawn)
    _same(ALLOWANCES, f"spent of {address}", (allowance.index, allowance.spent), (index, spent))
    state = (not allowance.revoked, allowance.grants)
    _same(ALLOWANCES, f"state of {address}", state, (running, grants))


def _begins_anew(before: AllowanceGranted, after: AllowanceGranted) -> bool:
    return after.period != before.period or after.starts_at >= before.expires_at


@dataclass(frozen=True, slots=True)
class Life:
    """A consent with its pulls."""

    granted: MandateGranted
    pulls: list[Pulled] = field(default_factory=list)

    def last_start(self) -> int:
        """The beginning of the last period that was pulled, or of the first (unix seconds)."""
        index = self.pulls[-1].index if self.pulls else 0
        return self.granted.starts_at + index * self.granted.period


def _lives(events: Sequence[Event]) -> dict[Pubkey, list[Life]]:
    """The consents at each address, in the order of the payer's account's revisions.

    A cancelled mandate and the next one at its address both count revisions from 1.
    """
    found: dict[Pubkey, list[Life]] = {}
    own = [each for each in events if isinstance(each, MandateGranted | Pulled)]
    for event in sorted(own, key=lambda each: each.payer_revision):
        if isinstance(event, MandateGranted):
            found.setdefault(event.mandate, []).append(Life(event))
        else:
            found[event.mandate][-1].pulls.append(event)
    return found


def _check_life(address: Pubkey, life: Life) -> None:
    indexes = [each.index for each in life.pulls]
    _same(MANDATES, f"periods of {address}", indexes, sorted({*indexes}))
    amounts = [each.amount for each in life.pulls]
    _same(MANDATES, f"amounts of {address}", amounts, [life.granted.amount] * len(amounts))
    revisions = [each.revision for each in life.pulls]
    _same(MANDATES, f"revisions of {address}", revisions, list(range(2, len(amounts) + 2)))


def _check_mandate(address: Pubkey, mandate: Mandate, life: Life) -> None:
    found = (mandate.count, mandate.pulled, mandate.next, mandate.revision)
    count = len(life.pulls)
    following = life.pulls[-1].index + 1 if count else 0
    booked = (count, sum(each.amount for each in life.pulls), following, count + 1)
    _same(MANDATES, f"sums of mandate {address}", found, booked)


def _same(invariant: str, what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{invariant}: {what}: {found} where {wanted} must be")
