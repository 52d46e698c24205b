"""The program's events: what they are, and reading them from a transaction's logs."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from alatau.program.allowance_events import (
    AllowanceClosed,
    AllowanceGranted,
    AllowanceRevoked,
    Drawn,
    MandateCancelled,
    MandateGranted,
    PlanClosed,
    PlanCreated,
    PlanDeleted,
    Pulled,
)
from alatau.program.authority_events import (
    AccountClosed,
    AuthorityAccepted,
    AuthorityProposed,
    EndChanged,
    Migrated,
    SuccessionCancelled,
    WithdrawalsStopped,
)
from alatau.program.batch_events import (
    ROWS,
    Consolidated,
    LaneFunded,
    PaidMany,
    PaidRow,
    SettledMany,
    SettledRow,
)
from alatau.program.codec import Layout, type_layout
from alatau.program.coding import discriminator
from alatau.program.conversion_events import Converted, PaidFromWallet
from alatau.program.disputes_events import (
    Disputed,
    PaymentClosed,
    PolicySet,
    Released,
    ReserveSet,
    Resolved,
    Responded,
)
from alatau.program.enforcement_events import (
    AccountFreezeLifted,
    AccountFreezeSet,
    ForcedTransferred,
    ParticipantFreezeLifted,
    ParticipantFreezeSet,
    Seized,
)
from alatau.program.event_types import (
    AccountOpened,
    AssetConsented,
    AssetListed,
    AssetRescreened,
    Collected,
    Deposited,
    Event,
    Expired,
    Fulfilled,
    LicenceGranted,
    LicenceSuspended,
    Paid,
    ParticipantRegistered,
    Paused,
    Refunded,
    Settled,
    Transferred,
    Withdrawn,
    ZoneCreated,
)
from alatau.program.idl import PROGRAM_ID
from alatau.program.tax_events import (
    AssetAmended,
    LimitsSet,
    ParticipantAmended,
    TaxPeriodClosed,
)

__all__ = [
    "AccountClosed",
    "AccountFreezeLifted",
    "AccountFreezeSet",
    "AccountOpened",
    "AllowanceClosed",
    "AllowanceGranted",
    "AllowanceRevoked",
    "AssetAmended",
    "AssetConsented",
    "AssetListed",
    "AssetRescreened",
    "AuthorityAccepted",
    "AuthorityProposed",
    "Collected",
    "Consolidated",
    "Converted",
    "Deposited",
    "Disputed",
    "Drawn",
    "EndChanged",
    "Event",
    "EventLog",
    "Expired",
    "ForcedTransferred",
    "Fulfilled",
    "LaneFunded",
    "LicenceGranted",
    "LicenceSuspended",
    "LimitsSet",
    "MandateCancelled",
    "MandateGranted",
    "Migrated",
    "Paid",
    "PaidFromWallet",
    "PaidMany",
    "PaidRow",
    "ParticipantAmended",
    "ParticipantFreezeLifted",
    "ParticipantFreezeSet",
    "ParticipantRegistered",
    "Paused",
    "PaymentClosed",
    "PlanClosed",
    "PlanCreated",
    "PlanDeleted",
    "PolicySet",
    "Pulled",
    "Refunded",
    "Released",
    "ReserveSet",
    "Resolved",
    "Responded",
    "Seized",
    "Settled",
    "SettledMany",
    "SettledRow",
    "SuccessionCancelled",
    "TaxPeriodClosed",
    "Transferred",
    "WithdrawalsStopped",
    "Withdrawn",
    "ZoneCreated",
    "decode_event",
    "read_events",
]

_PROGRAM = str(PROGRAM_ID)
_DATA = "Program data: "
_TRUNCATED = "Log truncated"
_INVOKE = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) invoke \[(\d+)\]", re.ASCII)
_LEAVE = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) (?:success|(failed): .*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EventLog:
    """What a transaction's logs tell.

    `truncated`: the runtime cut the logs off, so that events after `events` may be
    missing.  `unknown` counts what the program logged that is no event of this IDL.
    """

    events: tuple[Event, ...]
    truncated: bool
    unknown: int = 0


def decode_event(data: bytes) -> Event | None:
    """The event that these bytes are, or None if they are none of this program's."""
    known = _layouts().get(data[:8])
    if known is None:
        return None
    kind, layout = known
    if not layout.fits(data, 8):
        return None
    values = layout.read(data, 8)
    if kind in ROWS:
        *head, rows = values
        values = [*head, tuple(ROWS[kind](*row) for row in rows)]
    event: Event = kind(*values)
    return event


def read_events(logs: Sequence[str]) -> EventLog:
    """The events in the logs of one transaction, in their order.

    Any program can log any bytes, so only what was logged within this program's own
    invocations counts; and nothing of a transaction in which an instruction failed, as
    nothing of it has happened.  Reading ends where the runtime cut the logs off: it may
    have left out the very lines that tell whose the next ones are.
    """
    running: list[str] = []
    events: list[Event] = []
    unknown = 0
    for line in logs:
        if line.startswith(_DATA):
            if running and running[-1] == _PROGRAM:
                event = _logged(line)
                if event is None:
                    unknown += 1
                else:
                    events.append(event)
        elif line.endswith("]") and (entered := _INVOKE.fullmatch(line)):
            # The depth tells the truth also if a line should be missing.
            del running[int(entered[2]) - 1 :]
            running.append(entered[1])
        elif line == _TRUNCATED:
            return EventLog(tuple(events), truncated=True, unknown=unknown)
        elif (
            (line.endswith(" success") or " failed: " in line)
            and (left := _LEAVE.fullmatch(line))
            and running
            and running[-1] == left[1]
        ):
            running.pop()
            if left[2]:
                return EventLog((), truncated=False)
    return EventLog(tuple(events), truncated=False, unknown=unknown)


def _logged(line: str) -> Event | None:
    try:
        return decode_event(binascii.a2b_base64(line[len(_DATA) :], strict_mode=True))
    except (binascii.Error, ValueError):
        return None


@lru_cache(maxsize=1)
def _layouts() -> dict[bytes, tuple[Any, Layout]]:
    return {
        discriminator("events", kind.__name__): (kind, type_layout(kind.__name__))
        for kind in get_args(Event)
    }
