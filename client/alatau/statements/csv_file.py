"""A bank's CSV file, read by a mapping: one statement for each account and currency in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Final, NoReturn

from alatau.errors import InputError, StatementInvalid
from alatau.statements.csv_mapping import Mapping as CsvMapping
from alatau.statements.currencies import DECIMALS, decimals_of, minor_units
from alatau.statements.ibans import iban_fault
from alatau.statements.model import (
    NOT_PROVIDED,
    Account,
    Balance,
    Charge,
    Closed,
    Detail,
    Entry,
    Kind,
    Opened,
    Part,
    Party,
    Statement,
    Status,
)
from alatau.statements.problems import Problems
from alatau.statements.source import Source, decode

_SPACES: Final = re.compile(r"[\s\u00a0\u202f]")


def read_csv(
    source: Source,
    mapping: CsvMapping,
    problems: Problems,
    decimals: Mapping[str, int] = DECIMALS,
) -> Iterator[Part]:
    """The parts of a file; entries have no id yet.  What is wrong goes to `problems`."""
    text = decode(source.read_whole(), mapping.encoding, source.name)
    rows: dict[tuple[str, str], list[_Read]] = {}
    torn: set[tuple[str, str]] = set()
    for row in _rows(text, mapping, problems):
        key = row.account, row.currency
        try:
            found = row.read(decimals)
            rows.setdefault(key, []).append(found)
        except StatementInvalid as error:
            torn.add(key)
            problems.caught(error, line=row.line)
    for number, (key, read) in enumerate(rows.items(), 1):
        yield from _statement(number, key, read, source, problems, complete=key not in torn)


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    balance: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by our fields; `line` is where it starts."""

    line: int
    cells: Mapping[str, str]
    mapping: CsvMapping

    @property
    def account(self) -> str:
        return _SPACES.sub("", self.cells.get("account", "")) or self.mapping.account

    @property
    def currency(self) -> str:
        return self.cells.get("currency", "") or self.mapping.currency

    def read(self, decimals: Mapping[str, int]) -> _Read:
        """Raises `StatementInvalid` with the column."""
        try:
            places = decimals_of(self.currency, decimals)
        except InputError as error:
            self.fail("currency", error.message, remedy=error.remedy)
        amount = self._amount(places)
        booked = self._day("booked")
        if booked is None:
            self.fail("booked", "is empty")
        charge = self._units("charge", places)
        balance = self._units("balance", places)
        own, bank = self.cells.get("end_to_end", ""), self.cells.get("bank_reference", "")
        account = _SPACES.sub("", self.cells.get("counterparty_account", ""))
        is_iban = bool(account) and not iban_fault(account)
        other = Party(
            name=self.cells.get("counterparty", ""),
            iban=account if is_iban else "",
            other="" if is_iban else account,
        )
        nobody = Party()
        description = self.cells.get("description", "")
        return _Read(
            Entry(
                id="",
                status=self._status(),
                amount=amount,
                currency=self.currency,
                booked=booked,
                value=self._day("value"),
                servicer_reference="" if bank in NOT_PROVIDED else bank,
                proprietary=self.cells.get("type", ""),
                charges=(Charge(-abs(charge), self.currency),) if charge else (),
                details=(
                    Detail(
                        amount=amount,
                        currency=self.currency,
                        end_to_end="" if own in NOT_PROVIDED else own,
                        uetr=self.cells.get("uetr", "").lower(),
                        remittance=(description,) if description else (),
                        debtor=other if amount > 0 else nobody,
                        creditor=nobody if amount > 0 else other,
                    ),
                ),
                line=self.line,
                where=f"row {self.line}",
            ),
            balance,
        )

    def _amount(self, places: int) -> int:
        if "amount" not in self.mapping.columns:
            credit, debit = self._units("credit", places), self._units("debit", places)
            if bool(credit) == bool(debit):
                self.fail("credit", "one of credit and debit has the amount, and one has not")
            return abs(credit) if credit else -abs(debit or 0)
        amount = self._units("amount", places)
        if amount is None:
            self.fail("amount", "is empty")
        if "direction" not in self.mapping.columns:
            return amount
        word = self.cells["direction"]
        if amount < 0:
            self.fail("amount", "has a sign, and a direction beside it")
        if word in self.mapping.credit:
            return amount
        if word not in self.mapping.debit:
            known = ", ".join((*self.mapping.credit, *self.mapping.debit))
            self.fail("direction", f"{word!r} is none of {known}")
        return -amount

    def _units(self, field: str, places: int) -> int | None:
        text = self.cells.get(field, "")
        grouping = self.mapping.grouping
        number = _SPACES.sub("", text) if grouping == " " else text
        number = number.replace(grouping, "") if grouping.strip() else number
        if not number:
            return None
        sign = -1 if number[0] in "-\u2212" else 1
        number = number.lstrip("+-\u2212") if number[0] in "+-\u2212" else number
        if self.mapping.decimal != ".":
            number = number.replace(".", "?").replace(self.mapping.decimal, ".")
        try:
            return sign * minor_units(number, places)
        except InputError as error:
            said = error.message if self.mapping.decimal == "." else f"{text!r} is no amount"
            self.fail(field, said, remedy=error.remedy)

    def _day(self, field: str) -> date | None:
        text = self.cells.get(field, "")
        if not text:
            return None
        try:
            return datetime.strptime(text, self.mapping.date_format).date()  # noqa: DTZ007 - a day
        except ValueError:
            self.fail(field, f"{text!r} is no day", remedy=f"written {self.mapping.date_format}")

    def _status(self) -> Status:
        if "status" not in self.mapping.columns:
            return Status.BOOKED
        word = self.cells["status"]
        found = self.mapping.statuses.get(word)
        if found is None:
            self.fail("status", f"{word!r} is no status", remedy="name it under [statuses]")
        return found

    def fail(self, field: str, message: str, *, remedy: str = "") -> NoReturn:
        """Raises `StatementInvalid` at the column as the file calls it."""
        column = self.mapping.columns.get(field, field)
        raise StatementInvalid(message, line=self.line, field=column, remedy=remedy)


def _rows(text: str, mapping: CsvMapping, problems: Problems) -> Iterator[_Row]:
    stream = io.StringIO(text, newline="")
    for _ in range(mapping.skip):
        stream.readline()
    reader = csv.reader(stream, delimiter=mapping.delimiter, strict=True)
    heading: list[str] | None = None
    start = mapping.skip + 1
    try:
        for cells in reader:
            line, start = start, mapping.skip + reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if heading is None:
                heading = _heading(cells, mapping, line)
            elif len(cells) != len(heading):
                said = f"has {len(cells)} columns where the heading has {len(heading)}"
                problems.error(said, line=line)
            else:
                found = dict(zip(heading, (cell.strip() for cell in cells), strict=True))
                own = {ours: found[theirs] for ours, theirs in mapping.columns.items()}
                yield _Row(line, own, mapping)
    except csv.Error as error:
        problems.error(f"is no CSV: {error}", line=start)
    except StatementInvalid as error:
        problems.caught(error)
    if heading is None and not problems.errors:
        problems.error("has no heading", line=start)


def _heading(cells: list[str], mapping: CsvMapping, line: int) -> list[str]:
    heading = [cell.strip() for cell in cells]
    for name in mapping.columns.values():
        if heading.count(name) != 1:
            said = "the column is there twice" if name in heading else "the column is missing"
            raise StatementInvalid(said, line=line, field=name)
    return heading


def _statement(
    number: int,
    key: tuple[str, str],
    read: list[_Read],
    source: Source,
    problems: Problems,
    *,
    complete: bool,
) -> Iterator[Part]:
    name, currency = key
    is_iban = bool(re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", name))
    days = [one.entry.booked for one in read if one.entry.booked]
    statement = Statement(
        id=f"{min(days)}/{max(days)}",
        kind=Kind.STATEMENT,
        account=Account(
            iban=name if is_iban else "", other="" if is_iban else name, currency=currency
        ),
        complete=complete,
        file=source.name,
        line=read[0].entry.line,
        where=f"account {number}",
    )
    if complete:
        statement = replace(statement, balances=_balances(read, problems))
    yield Opened(statement)
    for one in read:
        yield one.entry
    yield Closed(statement)


def _balances(read: list[_Read], problems: Problems) -> tuple[Balance, ...]:
    """The first and the last balance of a running one, whose every step is held to its row.

    A file may have the newest row first.
    """
    rows = [one for one in read if one.entry.status is Status.BOOKED and one.balance is not None]
    if not rows:
        return ()
    orders = (rows, rows[::-1])
    broken = [_break(order) for order in orders]
    if all(broken):
        wrong = broken[0] or rows[0]
        problems.error(
            "is not the balance before it and the amount of its row",
            line=wrong.entry.line,
            element=wrong.entry.where,
            field="balance",
        )
        return ()
    first, last = (order := orders[broken.index(None)])[0], order[-1]
    entry = first.entry
    day, end = first.entry.booked or date.min, last.entry.booked or date.max
    opening = (first.balance or 0) - entry.amount
    return (
        Balance("OPBD", opening, entry.currency, day),
        Balance("CLBD", last.balance or 0, entry.currency, end),
    )


def _break(rows: list[_Read]) -> _Read | None:
    for before, after in pairwise(rows):
        if (before.balance or 0) + after.entry.amount != after.balance:
            return after
    return None
