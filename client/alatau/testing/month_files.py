"""The bank's files of a month: camt.053 of each account, and camt.052 and 054 before it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from alatau.statements import (
    Account,
    Balance,
    Entry,
    Kind,
    Statement,
    Status,
    parts_of,
    write_camt,
)
from alatau.testing.month_making import days_of_month, detail_of
from alatau.testing.month_values import KZT, OPENING, USD, Line, OwnAccount, Plan

_BALANCES: Final = re.compile(rb"<Bal>.*?</Bal>", re.DOTALL)
_OTHERS: Final = {
    Kind.REPORT: (b"camt.052", b"BkToCstmrAcctRpt", b"Rpt"),
    Kind.NOTIFICATION: (b"camt.054", b"BkToCstmrDbtCdtNtfctn", b"Ntfctn"),
}


def month_files(plan: Plan, days_in_a_file: int = 30) -> Mapping[str, bytes]:
    """The files by their names, the statements of so many days in each."""
    found: dict[str, bytes] = {}
    for account in (KZT, USD):
        statements = list(_statements(plan, account))
        for at in range(0, len(statements), days_in_a_file):
            some = statements[at : at + days_in_a_file]
            name = f"{account.currency}-{at // days_in_a_file:02}.xml"
            found[name] = _malformed(_written(some), plan.lines)
        found |= _told_before(plan, account)
    return found


def _told_before(plan: Plan, account: OwnAccount) -> Iterator[tuple[str, bytes]]:
    own = [line for line in plan.lines if line.account is account]
    pending = [
        replace(
            line,
            status=Status.PENDING,
            day=line.day - timedelta(days=1),
            # Some banks give a movement their own reference only once they book it.
            servicer=line.servicer if int(line.label[1:]) % 2 else "",
        )
        for line in own
        if line.announced or line.status is Status.PENDING
    ]
    notified = [line for line in own if line.notified]
    for kind, lines in ((Kind.REPORT, pending), (Kind.NOTIFICATION, notified)):
        if lines:
            name = f"{account.currency}-{kind}"
            entries = tuple(map(_entry, lines))
            statement = _statement(account, name, lines[-1].day, entries=entries)
            yield f"{name}.xml", _as(kind, _written([statement]))


def _statements(plan: Plan, account: OwnAccount) -> Iterator[Statement]:
    """A statement of each working day."""
    lines: dict[date, list[Line]] = {day: [] for day in days_of_month() if day.weekday() < 5}
    for line in plan.lines:
        if line.account is account and line.status is Status.BOOKED:
            lines[line.day].append(line)
    balance = OPENING
    for number, (day, own) in enumerate(lines.items(), 1):
        balance += plan.wrong_openings.get((account.currency, day), 0)
        closing = balance + sum(line.amount for line in own)
        come = day <= plan.last_days.get(account.currency, day)
        if come and (account.currency, day) not in plan.missing_days:
            name = f"{account.currency}-{day:%Y%m%d}"
            entries = tuple(map(_entry, own))
            yield _statement(
                account, name, day, number=number, entries=entries, balances=(balance, closing)
            )
        balance = closing


def _statement(
    account: OwnAccount,
    name: str,
    day: date,
    *,
    number: int = 0,
    entries: tuple[Entry, ...],
    balances: tuple[int, int] = (0, 0),
) -> Statement:
    codes = zip(("OPBD", "CLBD"), balances, strict=True)
    return Statement(
        id=name,
        kind=Kind.STATEMENT,
        account=Account(iban=account.iban, currency=account.currency, owner="«Алатау» ЖШС"),
        message=name,
        created=datetime(day.year, day.month, day.day, 18, tzinfo=UTC),
        sequence=number or None,
        balances=tuple(Balance(code, amount, account.currency, day) for code, amount in codes),
        entries=entries,
    )


def _entry(line: Line) -> Entry:
    return Entry(
        id="",
        status=line.status,
        amount=line.amount,
        currency=line.account.currency,
        booked=line.day,
        value=line.day,
        reversal=line.reversal,
        reference=line.label,
        servicer_reference=line.servicer,
        code=line.code,
        charges=line.charges,
        details=line.details or (detail_of(line),),
        information=line.text,
    )


def _written(statements: Iterable[Statement]) -> bytes:
    out = io.BytesIO()
    write_camt(out, parts_of(statements))
    return out.getvalue()


def _as(kind: Kind, statement: bytes) -> bytes:
    """A statement as another message of the same parts, which has no balances."""
    message, root, block = _OTHERS[kind]
    data = _BALANCES.sub(b"", statement).replace(b"camt.053", message)
    data = data.replace(b"BkToCstmrStmt", root)
    return data.replace(b"<Stmt>", b"<%b>" % block).replace(b"</Stmt>", b"</%b>" % block)


def _malformed(data: bytes, lines: Iterable[Line]) -> bytes:
    for line in lines:
        if line.malformed:
            label = re.escape(f"<NtryRef>{line.label}</NtryRef>".encode())
            data = re.sub(label + rb'(\s*<Amt Ccy="...">)', rb"<NtryRef>?</NtryRef>\1x", data)
    return data
