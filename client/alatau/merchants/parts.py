"""A period of an account as the parts of a statement, streamed, its sums held to the ledger's.

Two passes over the ledger: what comes before the entries (balances, numbers, sums) is known only
at their end.  Both see the ledger as it was after one entry of it, so nothing that is posted
meanwhile comes between.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from alatau.errors import InputError, LedgerDamaged
from alatau.ledger import Ledger, LedgerAccount, Period, Point
from alatau.merchants.accounts import stated_account
from alatau.merchants.entries import incoming, is_incoming, statement_entry
from alatau.merchants.sides import sides_of
from alatau.merchants.terms import Terms
from alatau.statements import (
    Account,
    Balance,
    Closed,
    Count,
    Entry,
    Kind,
    Opened,
    Part,
    Statement,
    Status,
    Totals,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A closed period: from the second `since` to before `until`, as `known` after an entry."""

    since: int
    until: int
    known: int

    @property
    def period(self) -> Period:
        """As the ledger takes it."""
        return Period(self.since, self.until, self.known)


async def closed(ledger: Ledger, period: Period) -> Span:
    """The period with both its ends, as of what the ledger knows now where nothing else is said.

    Raises `InputError` where an end is open, or the ledger does not know so much yet.
    """
    newest = (await ledger.head()).sequence
    known = newest if period.known is None else period.known
    if period.since is None or period.until is None:
        raise InputError("a statement is of a period", remedy="give its beginning and its end")
    if period.since >= period.until:
        raise InputError("the period ends before it begins", field="until")
    if not 0 <= known <= newest:
        raise InputError(
            f"the ledger has {newest} entries, not {known}",
            field="known",
            remedy="alatau ledger head prints the newest",
        )
    return Span(period.since, period.until, known)


async def statement_parts(
    ledger: Ledger, account: LedgerAccount, span: Span, terms: Terms, message: str
) -> AsyncGenerator[Part]:
    """A statement: balances, and an entry for each transaction that is final or pending.

    Raises `LedgerDamaged` where opening and entries do not make the closing balance that the
    ledger has, and `StatementInvalid` where an amount does not fit the currency.
    """
    statement = await _statement(ledger, account, span, terms, message)
    yield Opened(statement)
    booked = 0
    async with aclosing(ledger.movements(account, span.period)) as movements:
        async for stored in movements:
            entry = statement_entry(stored, account, terms)
            booked += entry.amount if entry.status is Status.BOOKED else 0
            yield entry
    if booked != statement.totals.net:
        raise LedgerDamaged(ledger.name, f"{account} has other lines than transactions")
    yield Closed(statement)


async def notification_parts(
    ledger: Ledger, account: LedgerAccount, span: Span, terms: Terms, message: str
) -> AsyncGenerator[Part]:
    """A notification: an entry for each payment that came in, without balances.

    Raises `StatementInvalid` as `statement_parts` does.
    """
    statement = _head(Kind.NOTIFICATION, account, span, terms, message)
    yield Opened(statement)
    async with aclosing(ledger.movements(account, span.period)) as movements:
        async for stored in movements:
            if is_incoming(sides_of(stored.transaction.postings, account), account):
                yield statement_entry(stored, account, terms)
    yield Closed(statement)


async def payment_parts(
    ledger: Ledger, accounts: Sequence[LedgerAccount], span: Span, terms: Terms, message: str
) -> AsyncGenerator[Part]:
    """Transfers: each payment of someone else into one of the accounts that is final.

    Raises `StatementInvalid` as `statement_parts` does.
    """
    number = amount = 0
    async with aclosing(_payments(ledger, accounts, span, terms)) as payments:
        async for entry in payments:
            number, amount = number + 1, amount + entry.amount
    statement = Statement(
        id=message,
        kind=Kind.TRANSFERS,
        account=Account(currency=terms.currency),
        message=message,
        created=terms.moment(span.until),
        totals=Totals(entries=Count(number, amount)),
    )
    yield Opened(statement)
    async with aclosing(_payments(ledger, accounts, span, terms)) as payments:
        async for entry in payments:
            yield entry
    yield Closed(statement)


async def _payments(
    ledger: Ledger, accounts: Sequence[LedgerAccount], span: Span, terms: Terms
) -> AsyncGenerator[Entry]:
    for account in accounts:
        async with aclosing(ledger.movements(account, span.period)) as movements:
            async for stored in movements:
                for entry in incoming(stored, account, terms):
                    yield entry


async def _statement(
    ledger: Ledger, account: LedgerAccount, span: Span, terms: Terms, message: str
) -> Statement:
    """All that stands before the entries."""
    sign = 1 if account.grows_by_debit else -1
    opening = closing = sign * await ledger.opening(account, span.period, final=True)
    credited, debited = _Sum(), _Sum()
    async with aclosing(ledger.extract(account, span.period, final=True)) as lines:
        async for line in lines:
            amount = sign * line.amount
            closing += amount
            told = terms.minor(amount, f"Ntry {line.id}")
            (credited if told > 0 else debited).add(abs(told))
    # Not added up but looked up: another way to the same figure.
    at = Point(sequence=span.known, time=span.until - 1)
    there = sign * await ledger.balance(account, at, final=True)
    if there != closing:
        raise LedgerDamaged(
            ledger.name, f"{account} has {there}, and its opening and lines make {closing}"
        )
    balances = tuple(
        Balance(code, terms.minor(amount, f"Bal {code}"), terms.currency, terms.moment(time).date())
        for code, amount, time in (
            ("OPBD", opening, span.since),
            ("CLBD", closing, span.until - 1),
        )
    )
    both = _Sum(credited.number + debited.number, credited.amount + debited.amount)
    totals = Totals(
        entries=both.count(),
        credits=credited.count(),
        debits=debited.count(),
        net=credited.amount - debited.amount,
    )
    head = _head(Kind.STATEMENT, account, span, terms, message)
    return replace(head, balances=balances, totals=totals)


@dataclass(slots=True)
class _Sum:
    """How many amounts, and what they add up to, in minor units."""

    number: int = 0
    amount: int = 0

    def add(self, amount: int) -> None:
        self.number += 1
        self.amount += amount

    def count(self) -> Count:
        return Count(self.number, self.amount)


def _head(kind: Kind, account: LedgerAccount, span: Span, terms: Terms, message: str) -> Statement:
    stated = stated_account(account, terms)
    return Statement(
        # An account has one statement of a period, whenever it is written.
        id=f"{stated.other[:10]}-{span.since}-{span.until}",
        kind=kind,
        account=stated,
        message=message,
        # Not the time of day: the same ledger gives the same bytes.
        created=terms.moment(span.until),
        begins=terms.moment(span.since),
        ends=terms.moment(span.until - 1),
    )


def message_id(kind: Kind, accounts: Sequence[LedgerAccount], span: Span) -> str:
    """32 digits that stand for what is told of which accounts, and what was known of them."""
    facts = (kind.value, *map(str, accounts), span.since, span.until, span.known)
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:32]
