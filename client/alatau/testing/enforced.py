"""What regulators did, held against its events: freezes, and executed orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from solders.pubkey import Pubkey

from alatau.indexer.changes import Change
from alatau.program import (
    AccountFreezeLifted,
    AccountFreezeSet,
    EnforcementKind,
    ForcedTransferred,
    Freeze,
    HoldingFreezeLifted,
    HoldingFreezeSet,
    ParticipantFreezeLifted,
    ParticipantFreezeSet,
    Seized,
    UnitsForcedTransferred,
    UnitsSeized,
)
from alatau.testing.snapshot import Snapshot

Statement = tuple[str, object, object]
"""What it is of, how it is, how it must be."""

History = Mapping[Pubkey, Sequence[Change]]

_NONE = Freeze(0, bytes(16), 0)


def freezes(snapshot: Snapshot, changed: History) -> Iterator[Statement]:
    """The freezes of accounts, participants and holdings, which follow from their events."""
    frozen = {address: each.freezes for address, each in snapshot.accounts.items()}
    frozen |= {address: each.freezes for address, each in snapshot.participants.items()}
    for address, found in frozen.items():
        slots = [_NONE, _NONE]
        for change in changed.get(address, ()):
            match change.event:
                case AccountFreezeSet() | ParticipantFreezeSet() as event:
                    slots[event.slot] = Freeze(event.until, event.case, event.basis)
                case AccountFreezeLifted() | ParticipantFreezeLifted() as event:
                    lifted = slots[event.slot]
                    yield f"what was lifted of {address}", event.case, lifted.case
                    slots[event.slot] = _NONE
                case _:
                    pass
        yield f"freezes of {address}", found, tuple(slots)
    for address, holding in snapshot.holdings.items():
        freeze = _NONE
        for change in changed.get(address, ()):
            match change.event:
                case HoldingFreezeSet() as told:
                    freeze = Freeze(told.until, told.case, told.basis)
                case HoldingFreezeLifted() as told:
                    yield f"what was lifted of {address}", told.case, freeze.case
                    freeze = _NONE
                case _:
                    pass
        yield f"freeze of {address}", holding.freeze, freeze


def records(snapshot: Snapshot, changed: History) -> Iterator[Statement]:
    """Every executed order has its one record, which says the same as its event."""
    for address, record in snapshot.enforcements.items():
        stated = (
            record.kind,
            record.account,
            record.recipient_account,
            record.regulators,
            record.case,
            record.basis,
            record.amount,
        )
        yield f"events of the record {address}", _told(changed.get(address, ())), [stated]
        for party in (record.account, record.recipient_account):
            if party in snapshot.accounts:  # not closed after the zone's end
                asset = snapshot.accounts[party].asset
                yield f"asset of the record {address}", record.asset, asset
            elif party in snapshot.holdings:
                instrument = snapshot.holdings[party].instrument
                yield f"instrument of the record {address}", record.asset, instrument
    executed = {
        address
        for address, changes in changed.items()
        if any(_is_order(change) and change.event.enforcement == address for change in changes)  # type: ignore[union-attr]  # an order has one
    }
    yield "records of executed orders", executed, {*snapshot.enforcements}


def _is_order(change: Change) -> bool:
    return isinstance(
        change.event, Seized | ForcedTransferred | UnitsSeized | UnitsForcedTransferred
    )


def _told(changes: Sequence[Change]) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    for change in changes:
        match change.event:
            case Seized() as e:
                kind, recipient = EnforcementKind.SEIZURE, e.treasury_account
            case ForcedTransferred() as e:
                kind, recipient = EnforcementKind.TRANSFER, e.recipient_account
            case UnitsSeized() as u:
                told.append(_of_units(EnforcementKind.SEIZURE_OF_UNITS, u, u.treasury_holding))
                continue
            case UnitsForcedTransferred() as u:
                told.append(_of_units(EnforcementKind.TRANSFER_OF_UNITS, u, u.recipient_holding))
                continue
            case _:
                continue
        told.append((kind, e.account, recipient, e.regulators, e.case, e.basis, e.amount))
    return told


def _of_units(
    kind: EnforcementKind, e: UnitsSeized | UnitsForcedTransferred, recipient: Pubkey
) -> tuple[object, ...]:
    return kind, e.holding, recipient, e.regulators, e.case, e.basis, e.quantity
