"""The program's events: what they are, and reading them from a transaction's logs."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, get_args

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
from alatau.program.codec import type_layout
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
from alatau.program.event_decoder import EventDecoder
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
from alatau.program.instrument_events import (
    HoldingClosed,
    HoldingOpened,
    InstrumentAdmitted,
    InstrumentCreated,
    InstrumentDelisted,
    InstrumentSuspended,
    UnitsIssued,
    UnitsTransferred,
)
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
    "HoldingClosed",
    "HoldingOpened",
    "InstrumentAdmitted",
    "InstrumentCreated",
    "InstrumentDelisted",
    "InstrumentSuspended",
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
    "UnitsIssued",
    "UnitsTransferred",
    "WithdrawalsStopped",
    "Withdrawn",
    "ZoneCreated",
    "decode_event",
    "read_events",
]

_PROGRAM = str(PROGRAM_ID)
_DATA = "Program data: "
_DATA_LENGTH = len(_DATA)
_TRUNCATED = "Log truncated"
_TURNS = ("]", " success")
_INVOKE = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) invoke \[(\d+)\]", re.ASCII)
_SUCCESS = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) success")
_FAILED = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) failed: .*", re.DOTALL)
_FEW = 256
"""Lines that are remembered: programs enter and leave with the same few, again and again."""


class EventLog(NamedTuple):
    """What a transaction's logs tell.

    `truncated`: the runtime cut the logs off, so that events after `events` may be
    missing.  `unknown` counts what the program logged that is no event of this IDL.
    """

    events: tuple[Event, ...]
    truncated: bool
    unknown: int = 0


def decode_event(data: bytes) -> Event | None:
    """The event that these bytes are, or None if they are none of this program's."""
    decoder = _decoders().get(data[:8])
    event: Event | None = None if decoder is None else decoder.read(data)
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
    unknown, decoders = 0, _decoders()
    for line in logs:
        if line.startswith(_DATA):
            if running and running[-1] == _PROGRAM:
                event = _logged(line, decoders)
                if event is None:
                    unknown += 1
                else:
                    events.append(event)
        elif line.endswith(_TURNS) and (turn := _turn(line)):
            program, depth = turn
            if depth:
                # The depth tells the truth also if a line should be missing.
                del running[depth - 1 :]
                running.append(program)
            elif running and running[-1] == program:
                running.pop()
        elif line == _TRUNCATED:
            return EventLog(tuple(events), truncated=True, unknown=unknown)
        elif (
            " failed: " in line
            and (failed := _FAILED.fullmatch(line))
            and running
            and running[-1] == failed[1]
        ):
            return EventLog((), truncated=False)
    return EventLog(tuple(events), False, unknown)


def _logged(line: str, decoders: Mapping[bytes, EventDecoder]) -> Event | None:
    # As `decode_event` does, with the decoders looked up once a transaction.
    try:
        data = a2b_base64(line[_DATA_LENGTH:], strict_mode=True)
    except ValueError:  # letters beyond ASCII, or no base64 in another way
        return None
    decoder = decoders.get(data[:8])
    event: Event | None = None if decoder is None else decoder.read(data)
    return event


@lru_cache(maxsize=_FEW)
def _turn(line: str) -> tuple[str, int] | None:
    """Which program a line says to be entered, and how deep; 0: left.  None: it is no such line."""
    if entered := _INVOKE.fullmatch(line):
        return entered[1], int(entered[2])
    left = _SUCCESS.fullmatch(line)
    return None if left is None else (left[1], 0)


@lru_cache(maxsize=1)
def _decoders() -> dict[bytes, EventDecoder]:
    found = {}
    for kind in get_args(Event):
        name = kind.__name__
        decoder = EventDecoder(kind, type_layout(name), ROWS.get(kind))
        found[discriminator("events", name)] = decoder
    return found
