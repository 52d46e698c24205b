"""What the events of instruments and holdings say of the accounts that they changed.

Units are no money: no balance of the books moves.
"""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import (
    Event,
    HoldingClosed,
    HoldingOpened,
    InstrumentAdmitted,
    InstrumentCreated,
    InstrumentDelisted,
    InstrumentSuspended,
    UnitsIssued,
    UnitsTransferred,
)


def _instrument(
    e: InstrumentCreated | InstrumentAdmitted | InstrumentSuspended | InstrumentDelisted,
) -> tuple[Change, ...]:
    return (Change(e.instrument, e.revision, e),)


def _holding(e: HoldingOpened | HoldingClosed) -> tuple[Change, ...]:
    return (Change(e.holding, e.revision, e),)


INSTRUMENTS: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    InstrumentCreated: _instrument,
    InstrumentAdmitted: _instrument,
    InstrumentSuspended: _instrument,
    InstrumentDelisted: _instrument,
    HoldingOpened: _holding,
    HoldingClosed: _holding,
    UnitsIssued: lambda e: (
        Change(e.instrument, e.revision, e),
        Change(e.holding, e.holding_revision, e),
    ),
    UnitsTransferred: lambda e: (
        Change(e.instrument, e.revision, e),
        Change(e.sender_holding, e.sender_revision, e),
        Change(e.recipient_holding, e.recipient_revision, e),
    ),
}
