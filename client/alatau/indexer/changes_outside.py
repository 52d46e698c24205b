"""What the events of units outside say of the holdings that they changed.

The instrument does not change: there are as many units, and everybody has as many.
"""

from __future__ import annotations

from collections.abc import Callable

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import Event, UnitsRecalled, UnitsReturned, UnitsWithdrawn


def _holding(e: UnitsWithdrawn | UnitsReturned | UnitsRecalled) -> tuple[Change, ...]:
    return (Change(e.holding, e.holding_revision, e),)


def used_by_outside(event: Event) -> tuple[tuple[Pubkey, int], ...]:
    """The holding and its sequence that units used up on their way out or back."""
    match event:
        case UnitsWithdrawn() | UnitsReturned():
            return ((event.holding, event.sequence),)
        case _:
            return ()


OUTSIDE: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    UnitsWithdrawn: _holding,
    UnitsReturned: _holding,
    UnitsRecalled: _holding,
}
