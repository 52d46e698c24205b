"""The program's events: what they are, and reading them from a transaction's logs."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple, cast, get_args

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
from alatau.program.distributions_events import Claimed, Distributed
from alatau.program.enforcement_events import (
    AccountFreezeLifted,
    AccountFreezeSet,
    ForcedTransferred,
    ParticipantFreezeLifted,
    ParticipantFreezeSet,
    Seized,
)
from alatau.program.event_decoder import Read, reader
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
from alatau.program.offering_events import (
    Allotted,
    OfferingCancelled,
    OfferingClosed,
    OfferingConcluded,
    OfferingCreated,
    Subscribed,
    SubscriptionConfirmed,
    SubscriptionWithdrawn,
)
from alatau.program.outside_events import UnitsRecalled, UnitsReturned, UnitsWithdrawn
from alatau.program.redemption_events import (
    RedemptionCalled,
    TenderClosed,
    TenderOpened,
    UnitsRedeemed,
    UnitsTendered,
)
from alatau.program.replacement_events import (
    HolderReplaced,
    ReplacementProposed,
    ReplacementVetoed,
)
from alatau.program.tax_events import (
    AssetAmended,
    LimitsSet,
    ParticipantAmended,
    TaxPeriodClosed,
)
from alatau.program.trade_events import (
    InstrumentSplit,
    OfferCancelled,
    OfferTaken,
    Traded,
    UnitsOffered,
)
from alatau.program.unit_order_events import (
    HoldingFreezeLifted,
    HoldingFreezeSet,
    UnitsForcedTransferred,
    UnitsSeized,
)

__all__ = [
    "AccountClosed",
    "AccountFreezeLifted",
    "AccountFreezeSet",
    "AccountOpened",
    "Allotted",
    "AllowanceClosed",
    "AllowanceGranted",
    "AllowanceRevoked",
    "AssetAmended",
    "AssetConsented",
    "AssetListed",
    "AssetRescreened",
    "AuthorityAccepted",
    "AuthorityProposed",
    "Claimed",
    "Collected",
    "Consolidated",
    "Converted",
    "Deposited",
    "Disputed",
    "Distributed",
    "Drawn",
    "EndChanged",
    "Event",
    "EventLog",
    "Expired",
    "ForcedTransferred",
    "Fulfilled",
    "HolderReplaced",
    "HoldingClosed",
    "HoldingFreezeLifted",
    "HoldingFreezeSet",
    "HoldingOpened",
    "InstrumentAdmitted",
    "InstrumentCreated",
    "InstrumentDelisted",
    "InstrumentSplit",
    "InstrumentSuspended",
    "LaneFunded",
    "LicenceGranted",
    "LicenceSuspended",
    "LimitsSet",
    "MandateCancelled",
    "MandateGranted",
    "Migrated",
    "OfferCancelled",
    "OfferTaken",
    "OfferingCancelled",
    "OfferingClosed",
    "OfferingConcluded",
    "OfferingCreated",
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
    "RedemptionCalled",
    "Refunded",
    "Released",
    "ReplacementProposed",
    "ReplacementVetoed",
    "ReserveSet",
    "Resolved",
    "Responded",
    "Seized",
    "Settled",
    "SettledMany",
    "SettledRow",
    "Subscribed",
    "SubscriptionConfirmed",
    "SubscriptionWithdrawn",
    "SuccessionCancelled",
    "TaxPeriodClosed",
    "TenderClosed",
    "TenderOpened",
    "Traded",
    "Transferred",
    "UnitsForcedTransferred",
    "UnitsIssued",
    "UnitsOffered",
    "UnitsRecalled",
    "UnitsRedeemed",
    "UnitsReturned",
    "UnitsSeized",
    "UnitsTendered",
    "UnitsTransferred",
    "UnitsWithdrawn",
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
_TURN = ("]", " success")
_INVOKE = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) invoke \[(\d+)\]", re.ASCII)
_SUCCESS = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) success")
_FAILED = re.compile(r"Program ([1-9A-HJ-NP-Za-km-z]{32,44}) failed: .*", re.DOTALL)
_FEW: Final = 256

Turn = tuple[str, int]
"""Which program is entered, and how deep; 0: it is left."""


class EventLog(NamedTuple):
    """What a transaction's logs tell.

    `truncated`: the runtime cut the logs off, so that events after `events` may be
    missing.  `unknown` counts what the program logged that is no event of this IDL.
    """

    events: tuple[Event, ...]
    truncated: bool
    unknown: int = 0


_log = cast("Callable[[tuple[object, ...]], EventLog]", partial(tuple.__new__, EventLog))
"""As `EventLog`, without the function that a named tuple is made by."""


def decode_event(data: bytes) -> Event | None:
    """The event that these bytes are, or None if they are none of this program's."""
    readers, _ = _known()
    read = readers.get(data[:8])
    event: Event | None = None if read is None else read(data)
    return event


def read_events(logs: Sequence[str]) -> EventLog:  # noqa: C901 - in one piece, as every line pays
    """The events in the logs of one transaction, in their order.

    Any program can log any bytes, so only what was logged within this program's own
    invocations counts; and nothing of a transaction in which an instruction failed, as
    nothing of it has happened.  Reading ends where the runtime cut the logs off: it may
    have left out the very lines that tell whose the next ones are.
    """
    readers, turns = _known()
    outer: list[str] = []
    events: list[Event] = []
    running, unknown = "", 0
    for line in logs:
        if line.startswith(_DATA):
            if running == _PROGRAM:
                try:
                    data = a2b_base64(line[_DATA_LENGTH:], strict_mode=True)
                except ValueError:  # letters beyond ASCII, or no base64 in another way
                    unknown += 1
                    continue
                read = readers.get(data[:8])
                event = None if read is None else read(data)
                if event is None:
                    unknown += 1
                else:
                    events.append(event)
        elif (turn := turns.get(line)) or (line.endswith(_TURN) and (turn := _turn(line, turns))):
            program, depth = turn
            if depth:
                # The depth tells the truth also if a line should be missing.
                del outer[depth - 1 :]
                outer.append(program)
                running = program
            elif running == program:
                outer.pop()
                running = outer[-1] if outer else ""
        elif line == _TRUNCATED:
            return EventLog(tuple(events), truncated=True, unknown=unknown)
        elif " failed: " in line and (failed := _FAILED.fullmatch(line)) and running == failed[1]:
            return EventLog((), truncated=False)
    return _log((tuple(events), False, unknown))


def _turn(line: str, turns: dict[str, Turn]) -> Turn | None:
    """What a line says of which program runs; None: nothing."""
    if entered := _INVOKE.fullmatch(line):
        # The same object is found equal faster than a copy of it.
        turn = (_PROGRAM if entered[1] == _PROGRAM else entered[1]), int(entered[2])
    elif left := _SUCCESS.fullmatch(line):
        turn = left[1], 0
    else:
        return None
    if len(turns) < _FEW:
        turns[line] = turn
    return turn


@lru_cache(maxsize=1)
def _known() -> tuple[dict[bytes, Read], dict[str, Turn]]:
    """What reads each kind of event; and, as they are met, the first few lines that say who runs.

    Those come again and again: the same programs are entered and left.
    """
    readers = {}
    for kind in get_args(Event):
        name = kind.__name__
        readers[discriminator("events", name)] = reader(kind, type_layout(name), ROWS.get(kind))
    return readers, {}
