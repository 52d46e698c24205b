"""What the events of orders about units say of the accounts that they changed."""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import (
    Event,
    HoldingFreezeLifted,
    HoldingFreezeSet,
    UnitsForcedTransferred,
    UnitsSeized,
)


def _ordered(e: UnitsSeized | UnitsForcedTransferred) -> tuple[Change, ...]:
    if isinstance(e, UnitsSeized):
        recipient, revision = e.treasury_holding, e.treasury_revision
    else:
        recipient, revision = e.recipient_holding, e.recipient_revision
    return (
        Change(e.instrument, e.revision, e),
        Change(e.holding, e.holding_revision, e),
        Change(recipient, revision, e),
        # Its record is made once and never changes.
        Change(e.enforcement, 1, e),
    )


UNIT_ORDERS: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    HoldingFreezeSet: lambda e: (Change(e.holding, e.revision, e),),
    HoldingFreezeLifted: lambda e: (Change(e.holding, e.revision, e),),
    UnitsSeized: _ordered,
    UnitsForcedTransferred: _ordered,
}
