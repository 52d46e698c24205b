"""What reconciliation speaks of: items of two sides, matches between them, and breaks.

Amounts are signed integers of base units, money that comes into the zone positive; times unix
seconds.  *Ours* is what the zone has (journal, chain), *theirs* what others say (the bank, the
balances of the chain).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAY: Final = 86_400


class Source(StrEnum):
    """Where an item was told."""

    JOURNAL = "journal"
    """What was meant, and what became of it."""
    CHAIN = "chain"
    """What the program did, as the indexer posted it in the ledger."""
    BALANCE = "balance"
    """What the accounts of the chain hold."""
    STATEMENT = "statement"
    """What the bank booked."""


@dataclass(frozen=True, slots=True)
class Item:
    """One movement as one source tells it.

    `id` names it within its source and never changes; the order of all is that of ids.
    `references` are exact names that another source may use for the same movement (UETR,
    EndToEndId, bank reference, signature, idempotency key); `party` is who is on the other
    side (an IBAN, else a wallet or name), `text` what people read.  `fee` is what was taken
    out of the amount on the way (0 or less).  A `reversal` takes an earlier movement back;
    what is `pending` may still not come about.
    """

    id: str
    source: Source
    asset: str
    amount: int
    time: int
    references: tuple[str, ...] = ()
    party: str = ""
    text: str = ""
    fee: int = 0
    reversal: bool = False
    pending: bool = False


class Stage(StrEnum):
    """How a match was found, in the order in which they are tried.

    What people have said (`MANUAL`) counts before all of them.
    """

    REVERSAL = "reversal"
    """A movement and what takes it back, both of one side: together nothing."""
    REFERENCE = "reference"
    """An exact reference that only these have, and the same amount."""
    AMOUNT_DATE_PARTY = "amount-date-party"
    ONE_TO_MANY = "one-to-many"
    MANY_TO_ONE = "many-to-one"
    MANY_TO_MANY = "many-to-many"
    TOLERANCE = "tolerance"
    """A reference or party and date, and an amount within a rule's band."""
    MANUAL = "manual"
    """A person said so."""


@dataclass(frozen=True, slots=True)
class Match:
    """Items of both sides that are the same money.

    `ours` and `theirs` are ids in order, one of them empty for a reversal; `difference` is
    theirs less ours (0 except within a band); `explanation` says in words by what they were
    found, to be read by an auditor.
    """

    stage: Stage
    asset: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    difference: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person may want to match: never done by itself.  `score` is 0 to 100."""

    ours: str
    theirs: str
    score: int
    explanation: str


class BreakType(StrEnum):
    """In what two sides do not agree."""

    MISSING_HERE = "missing-here"
    """They have it, we do not."""
    MISSING_THERE = "missing-there"
    """We have it, they do not."""
    AMOUNT = "amount"
    CURRENCY = "currency"
    DUPLICATE = "duplicate"
    """One side has it more often."""
    TIMING = "timing"
    """The same, but further apart than the window; or not due yet."""
    FEE = "fee"
    """They took a fee that we do not have."""
    UNKNOWN_DEPOSIT = "unknown-deposit"
    """Money came in, and nobody knows whose it is."""
    REVERSAL = "reversal"
    """They took back what we still have, or we what they have."""
    UNPROVEN = "unproven"
    """The chain cannot say yet: an outcome or a span of its history is not known."""


@dataclass(frozen=True, slots=True)
class Break:
    """One difference.

    `id` is the same in every run for the same difference; `items` are those it is about,
    ours before theirs; `amount` is theirs less ours, `at_risk` what could be lost by it (0 or
    more); `since` the time of its oldest item; `cause` is the likely one, in words.
    """

    id: str
    type: BreakType
    between: tuple[Source, Source]
    asset: str
    amount: int
    at_risk: int
    since: int
    items: tuple[str, ...]
    cause: str

    def age(self, now: int) -> int:
        """Seconds that it has been open at `now`."""
        return max(0, now - self.since)
