"""What the events of the replacement of a lost wallet say of the accounts that they changed."""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import Event, HolderReplaced, ReplacementProposed, ReplacementVetoed


def _of_holding(e: ReplacementProposed | ReplacementVetoed) -> tuple[Change, ...]:
    return (Change(e.holding, e.holding_revision, e),)


REPLACEMENT: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    ReplacementProposed: _of_holding,
    ReplacementVetoed: _of_holding,
    HolderReplaced: lambda e: (
        Change(e.instrument, e.revision, e),
        Change(e.holding, e.holding_revision, e),
        Change(e.successor_holding, e.successor_revision, e),
    ),
}
