"""What a made-up month consists of, before it is written to files: plain plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from alatau.reconcile.model import BreakType, Source
from alatau.reconcile.sources.facts import AccountProof, Expected, Gap, Opening, VaultFact
from alatau.sender import State
from alatau.statements import Charge, Detail, Status
from alatau.testing.month_people import Person, kazakh_iban

FIRST: Final = date(2026, 11, 1)
"""A Sunday."""
DAYS: Final = 30
OFFSET: Final = 18_000
"""The zone's days begin five hours before Greenwich's."""
NOW: Final = 1_796_108_400
"""1 December 2026, noon in the zone: what happened since the noon of 29 November is not due."""
BETWEEN_BANK: Final = (Source.CHAIN, Source.STATEMENT)
BETWEEN_JOURNAL: Final = (Source.JOURNAL, Source.CHAIN)
BETWEEN_BALANCE: Final = (Source.CHAIN, Source.BALANCE)
BETWEEN_STATEMENTS: Final = (Source.STATEMENT, Source.STATEMENT)

INDEXED: Final = 290_000_000
"""The slot up to which the chain was read."""
OPENING: Final = 5_000_000_000_00
"""What every account of the zone's holds at first, in minor units."""
GAP_SLOT: Final = 280_300_000
"""Before this slot of the month's second day a node does not show everything."""

TENGE: Final = "AtauKZTEmint1111111111111111111111111111111"
DOLLAR: Final = "AtauUSDZmint1111111111111111111111111111111"
UNBACKED: Final = "AtauTokenmint111111111111111111111111111111"
"""An asset that nothing at a bank backs."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account of the zone's at the bank, and the asset that it backs."""

    iban: str
    currency: str
    asset: str
    factor: int
    """Base units of the asset in a minor unit of the currency."""


KZT: Final = OwnAccount(kazakh_iban("125", 5004100100), "KZT", TENGE, 1)
USD: Final = OwnAccount(kazakh_iban("125", 5004100208), "USD", DOLLAR, 10_000)


@dataclass(slots=True)
class Line:
    """A movement at the bank as it will be told; `amount` in minor units, signed.

    `label` is the number that the statement gives it, and no other line's.
    """

    label: str
    account: OwnAccount
    day: date
    amount: int
    party: Person | None = None
    end_to_end: str = ""
    uetr: str = ""
    servicer: str = ""
    text: str = ""
    status: Status = Status.BOOKED
    reversal: bool = False
    return_reason: str = ""
    code: str = "PMNT/RCDT/ESCT"
    charges: tuple[Charge, ...] = ()
    gross: int | None = None
    """What was paid, where the bank kept charges of it."""
    details: tuple[Detail, ...] = ()
    """The payments of a batch; else there is one, made of what stands above."""
    announced: bool = False
    """Whether a report told of it as pending before."""
    notified: bool = False
    """Whether a notification told of it too."""
    malformed: bool = False
    """Whether it cannot be read."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transaction of the chain: what crossed the border, or what it failed with."""

    signature: str
    time: int
    slot: int
    payer: str
    moved: tuple[tuple[str, str, int], ...] = ()
    """Wallet, asset, base units."""
    error: str = ""
    status: str = "final"
    """`final`, `provisional`, or `moved`: its first block vanished, and it landed again."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An intent of the journal with its attempts, and what the journal knows of it."""

    key: str
    state: State
    at: int
    signatures: tuple[str, ...]
    landed: str = ""
    slot: int = 0
    error: str = ""
    of_program: bool = True


@dataclass(frozen=True, slots=True)
class Planted:
    """A break that was put in: what must be found, and nothing else.

    `items` are labels: ``chain:SIGNATURE``, ``journal:KEY``, ``bank:LABEL`` of a line (with
    ``#2`` of a batch, ``/charges``), ``statement:ID``, and names of balances as they are.
    """

    name: str
    type: BreakType
    between: tuple[Source, Source]
    items: frozenset[str]
    amount: int
    at_risk: int


@dataclass(slots=True)
class Plan:
    """A month as it is being made."""

    lines: list[Line] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    meant: list[Meant] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    accounts: list[AccountProof] = field(default_factory=list)
    vaults: list[VaultFact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    missing_days: set[tuple[str, date]] = field(default_factory=set)
    """Days of an account whose statement has not come."""
    last_days: dict[str, date] = field(default_factory=dict)
    """The day of an account's last statement, where that is not the month's last."""
    wrong_openings: dict[tuple[str, date], int] = field(default_factory=dict)
    """By how much an account's statement of a day opens with something else."""
    planted: list[Planted] = field(default_factory=list)


def working_day(day: date, later: int = 0) -> date:
    """The day, or the Monday after it; `later`: so many working days after."""
    while day.weekday() >= 5:
        day += timedelta(days=1)
    for _ in range(later):
        day = working_day(day + timedelta(days=1))
    return day
