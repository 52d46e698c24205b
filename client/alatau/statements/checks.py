"""Whether a statement agrees with itself, while it streams."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from alatau.amounts import format_amount
from alatau.statements.currencies import DECIMALS
from alatau.statements.entry_checks import check_entry
from alatau.statements.ibans import iban_fault
from alatau.statements.identity import Occurrences, entry_id, strong_reference
from alatau.statements.model import Closed, Count, Entry, Kind, Opened, Part, Statement, Status
from alatau.statements.problems import Problems


def check_parts(parts: Iterator[Part], problems: Problems) -> Iterator[Part]:
    """The same parts, entries with their ids, statements with their fingerprints.

    Told to `problems`: a statement of which opening + booked entries is not the closing
    balance, whose totals are not those of its entries, or whose account is no IBAN; an entry
    in another currency than the account, or that its payments do not add up to.  Warned of:
    other IBANs and UETRs that are none, and equal entries with one reference of the bank's.
    """
    open_: _Sums | None = None
    try:
        for part in parts:
            if isinstance(part, Opened):
                open_ = _Sums(part.statement)
                _check_account(part.statement, problems)
                yield part
            elif open_ is None:
                raise AssertionError("an entry or an end without a beginning")
            elif isinstance(part, Entry):
                check_entry(part, open_.statement, problems)
                yield open_.add(part, problems)
            else:
                open_.check(part.statement, problems)
                yield Closed(replace(part.statement, fingerprint=open_.fingerprint(part.statement)))
    finally:
        if open_ is not None:
            open_.seen.close()


@dataclass(slots=True)
class _Tally:
    """Numbers and amounts of entries, all amounts taken as positive."""

    credits: int = 0
    debits: int = 0
    zeros: int = 0
    credited: int = 0
    debited: int = 0

    def add(self, amount: int) -> None:
        self.credits += amount > 0
        self.debits += amount < 0
        self.zeros += amount == 0
        self.credited += max(amount, 0)
        self.debited += max(-amount, 0)

    def fits(self, statement: Statement) -> list[str]:
        """Which of the statement's totals are others."""
        said = statement.totals
        number = self.credits + self.debits + self.zeros
        wrong = []
        for name, count, least, most, amount in (
            ("entries", said.entries, number, number, self.credited + self.debited),
            ("credits", said.credits, self.credits, self.credits + self.zeros, self.credited),
            ("debits", said.debits, self.debits, self.debits + self.zeros, self.debited),
        ):
            wrong += _differs(name, count, least, most, amount)
        net = self.credited - self.debited
        # Before version 3 some banks leave out the sign.
        if said.net is not None and said.net not in {net, -net}:
            wrong.append(f"net {said.net}, and they make {net}")
        return wrong


def _differs(name: str, said: Count, least: int, most: int, amount: int) -> list[str]:
    wrong = []
    if said.number is not None and not least <= said.number <= most:
        wrong.append(f"{said.number} {name}, and there are {least}")
    if said.amount is not None and said.amount != amount:
        wrong.append(f"a sum of {name} of {said.amount}, and they make {amount}")
    return wrong


@dataclass(slots=True)
class _Sums:
    """What the entries of one statement add up to."""

    statement: Statement
    seen: Occurrences = field(default_factory=Occurrences)
    net: int = 0
    booked: _Tally = field(default_factory=_Tally)
    all: _Tally = field(default_factory=_Tally)
    hash: bytes = b""
    """Over the entries so far: each one with the hash of those before it."""

    def add(self, entry: Entry, problems: Problems) -> Entry:
        self.all.add(entry.amount)
        if entry.status is Status.BOOKED:
            self.booked.add(entry.amount)
            self.net += entry.amount
        name, before = entry_id(self.statement.account, entry, self.seen)
        if before and (reference := strong_reference(entry)):
            problems.warn(
                f"{reference!r} is there {before + 1} times with this amount: are they two?",
                line=entry.line,
                element=entry.where,
                field="servicer_reference",
            )
        self.hash = hashlib.sha256(self.hash + f"{name}{entry.status}".encode()).digest()
        return replace(entry, id=name)

    def check(self, statement: Statement, problems: Problems) -> None:
        if not statement.complete:
            return  # an entry is missing, so no sum can be right
        line, element = statement.line, statement.where
        if (wrong := self.all.fits(statement)) and self.booked.fits(statement):
            said = "; ".join(wrong)
            problems.error(f"says {said} (minor units)", line=line, element=element, field="totals")
        opening, closing = statement.opening, statement.closing
        if statement.kind is Kind.STATEMENT and opening and closing:
            should = opening.amount + self.net
            if should != closing.amount:
                problems.error(
                    f"opening {money(opening.amount, opening.currency)} and booked entries of "
                    f"{money(self.net, opening.currency)} make "
                    f"{money(should, opening.currency)}, and the closing balance is "
                    f"{money(closing.amount, closing.currency)}",
                    line=line,
                    element=element,
                    field="balances",
                    remedy="an entry is missing, there twice, or has another amount",
                )

    def fingerprint(self, statement: Statement) -> str:
        """SHA-256 over account, balances and entries in their order."""
        facts = (statement.account.key, statement.id, statement.page, statement.balances)
        return hashlib.sha256(repr(facts).encode() + self.hash).hexdigest()


def money(units: int, currency: str) -> str:
    """Minor units as people write them: ``-12.50 KZT``."""
    return f"{format_amount(units, DECIMALS.get(currency, 2))} {currency}"


def _check_account(statement: Statement, problems: Problems) -> None:
    if statement.account.iban and (fault := iban_fault(statement.account.iban)):
        line, element = statement.line, statement.where
        problems.error(fault, line=line, element=element, field="account.iban")
