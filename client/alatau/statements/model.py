"""One model for every kind of statement: amounts are signed integers of minor units.

Money that comes in is positive, money that goes out negative, whatever the file's own way
of saying so.  Texts that a file does not have are empty, numbers and dates None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

NOT_PROVIDED: Final = frozenset({"", "NOTPROVIDED", "NONREF"})
"""What banks write where there is no reference."""


class Kind(StrEnum):
    """What a file tells about an account."""

    STATEMENT = "statement"
    """What was booked, between two balances: camt.053, MT940, CSV."""
    REPORT = "report"
    """The day so far: camt.052."""
    NOTIFICATION = "notification"
    """Single movements: camt.054."""
    TRANSFERS = "transfers"
    """Transfers under way between banks: pacs.008."""


class Status(StrEnum):
    """How far an entry is.  Only what is booked is in a balance."""

    BOOKED = "booked"
    PENDING = "pending"
    EXPECTED = "expected"
    """Announced: camt's FUTR, a transfer of pacs.008."""
    INFORMATION = "information"
    """Told, and never booked: camt's INFO."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account: `iban`, or `other` where it has none; `bank` is a BIC.

    `proxy` is another name of it, of any length: what it is called in a ledger.
    """

    iban: str = ""
    other: str = ""
    currency: str = ""
    owner: str = ""
    bank: str = ""
    proxy: str = ""

    @property
    def key(self) -> str:
        """What names the account: its IBAN, else its other id, and its currency."""
        return f"{self.iban or self.other}/{self.currency}"


@dataclass(frozen=True, slots=True)
class Party:
    """Who paid or was paid."""

    name: str = ""
    iban: str = ""
    other: str = ""
    """Its account where that has no IBAN."""
    bank: str = ""
    """The BIC of its bank."""
    proxy: str = ""
    """Another name of its account: what it is called in a ledger."""


NOBODY: Final = Party()


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee or tax of the bank's; negative is taken from the account.

    `included` says that the amount beside which it stands is already less by it.
    """

    amount: int
    currency: str
    code: str = ""
    included: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance by its ISO 20022 code: OPBD, CLBD, PRCD, ITBD, CLAV and others.

    `intermediate` is one between two pages of a statement.
    """

    code: str
    amount: int
    currency: str
    day: date
    intermediate: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries and what their amounts, all taken as positive, add up to."""

    number: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a statement says of its own entries; `net` is signed."""

    entries: Count = Count()
    credits: Count = Count()
    debits: Count = Count()
    net: int | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One payment of an entry; a batch has many.

    `amount` is None where the file gives none in any currency that could be the entry's.
    """

    amount: int | None = None
    currency: str = ""
    end_to_end: str = ""
    uetr: str = ""
    instruction: str = ""
    transaction: str = ""
    mandate: str = ""
    servicer_reference: str = ""
    remittance: tuple[str, ...] = ()
    """Lines of free text."""
    references: tuple[str, ...] = ()
    """Creditor references of structured remittance."""
    debtor: Party = NOBODY
    creditor: Party = NOBODY
    return_reason: str = ""
    charges: tuple[Charge, ...] = ()
    code: str = ""
    information: str = ""

    @property
    def reference(self) -> str:
        """What the payer's side called it: EndToEndId, else a structured reference."""
        if self.end_to_end not in NOT_PROVIDED:
            return self.end_to_end
        return self.references[0] if self.references else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of the account, in minor units of `currency`.

    `id` is the same wherever the same movement is told, and no other movement of the
    account has it: see `identity`.  `code` is the bank transaction code, domain, family and
    sub-family (``PMNT/RCDT/ESCT``), `proprietary` the bank's own.
    """

    id: str
    status: Status
    amount: int
    currency: str
    booked: date | None = None
    booked_at: datetime | None = None
    """With its time, where the file has one; naive where it has no offset."""
    value: date | None = None
    reversal: bool = False
    reference: str = ""
    """The number that the statement gives it (NtryRef): may be told anew in the next one."""
    servicer_reference: str = ""
    """The bank's own reference."""
    code: str = ""
    proprietary: str = ""
    charges: tuple[Charge, ...] = ()
    details: tuple[Detail, ...] = ()
    information: str = ""
    line: int = field(default=0, compare=False)
    where: str = field(default="", compare=False)
    """Where in the file it stands: ``Stmt[1]/Ntry[12]``, ``:61:``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of one account for one span of time.

    `sequence` is the bank's electronic number, `legal_sequence` the legal one; `page` counts
    from 1 where one statement comes in several.  `entries` are there when it was read whole,
    and left out while it streams.  A statement is not `complete` when the file ended within
    it or an entry of it could not be read.
    """

    id: str
    kind: Kind
    account: Account
    message: str = ""
    created: datetime | None = None
    sequence: int | None = None
    legal_sequence: int | None = None
    page: int | None = None
    last_page: bool = True
    begins: datetime | None = None
    ends: datetime | None = None
    copy: str = ""
    """DUPL, COPY or CODU where the bank says that it sends it again."""
    balances: tuple[Balance, ...] = ()
    totals: Totals = Totals()
    entries: tuple[Entry, ...] = ()
    complete: bool = field(default=True, compare=False)
    fingerprint: str = field(default="", compare=False)
    """SHA-256 of what it says, known at its end: two with one id must have one."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    where: str = field(default="", compare=False)

    @property
    def opening(self) -> Balance | None:
        """The balance before its first booked entry."""
        return self._of("OPBD", 0) or self._of("PRCD", 0) or self._between("CLBD", 0)

    @property
    def closing(self) -> Balance | None:
        """The balance after its last booked entry."""
        return self._of("CLBD", -1) or self._between("OPBD", -1) or self._between("PRCD", -1)

    def _of(self, code: str, position: int) -> Balance | None:
        found = [one for one in self.balances if one.code == code]
        return found[position] if found else None

    def _between(self, other: str, position: int) -> Balance | None:
        # Of pages, the first has OPBD and ITBD, the last ITBD and CLBD, any other ITBD twice.
        found = [one for one in self.balances if one.code == "ITBD"]
        return found[position] if len(found) > 1 or (found and self._of(other, 0)) else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement begins: what is known before its entries."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Closed:
    """A statement has ended: all that is known of it but its entries, which went before."""

    statement: Statement


Part = Opened | Entry | Closed
"""What a file is read into, in its order: `Opened`, entries, `Closed`, and again."""
