"""MT940: statements of fields, each field with the line on which it stands.

Read here and not through a library, because what the known one does with a bad field (a day
that the month does not have becomes its last, what follows a balance is ignored, of several
forward balances the last stays) would be another statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from alatau.errors import InputError, StatementInvalid
from alatau.statements.currencies import DECIMALS, decimals_of, minor_units
from alatau.statements.ibans import iban_fault
from alatau.statements.model import (
    NOT_PROVIDED,
    Account,
    Balance,
    Closed,
    Entry,
    Kind,
    Opened,
    Part,
    Statement,
    Status,
)
from alatau.statements.mt940_details import read_details
from alatau.statements.mt940_fields import Field, Message, split_messages
from alatau.statements.problems import Problems
from alatau.statements.source import Source, decode

_BALANCE: Final = re.compile(
    r"(?P<mark>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})(?P<amount>[\d,]{1,15})", re.ASCII
)
_LINE: Final = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?"
    r"(?P<amount>[\d,]{1,15})(?P<type>[A-Z][A-Z0-9]{3})"
    r"(?P<own>(?:(?!//)[^\n])*)(?://(?P<bank>[^\n]*))?(?:\n(?P<more>[^\n]*))?",
    re.ASCII,
)
_AMOUNT: Final = re.compile(r"\d+,\d*", re.ASCII)
_NUMBER: Final = re.compile(r"(?P<number>\d{1,5})(?:/(?P<page>\d{1,5}))?", re.ASCII)
_CODES: Final = {"60": "OPBD", "62": "CLBD", "64": "CLAV", "65": "FWAV"}
_KNOWN: Final = frozenset(
    {"13D", "20", "21", "25", "25P", "28", "28C", "34F", "60F", "60M", "61", "62F", "62M", "64",
     "65", "86", "90C", "90D"}
)  # fmt: skip


def looks_like_mt940(head: bytes) -> bool:
    """Whether a file with these first bytes is meant as MT940."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b":20:", b"{1:"))


def read_mt940(
    source: Source,
    problems: Problems,
    encoding: str = "utf-8",
    decimals: Mapping[str, int] = DECIMALS,
) -> Iterator[Part]:
    """The parts of a file; entries have no id yet.  What is wrong goes to `problems`."""
    text = decode(source.read_whole(), encoding, source.name)
    for number, message in enumerate(split_messages(text, problems), 1):
        place = f"message {number}"
        try:
            yield from _Reader(message, place, source.name, decimals, problems).parts()
        except StatementInvalid as error:
            problems.caught(error, line=message.line, element=place)


@dataclass(slots=True)
class _Reader:
    message: Message
    place: str
    file: str
    decimals: Mapping[str, int]
    problems: Problems

    def parts(self) -> Iterator[Part]:
        head = self._head()
        yield Opened(head)
        balances = list(head.balances)
        complete = True
        fields = self.message.fields
        for position, field in enumerate(fields):
            tag = field.tag
            try:
                if tag == "61":
                    after = fields[position + 1] if position + 1 < len(fields) else None
                    yield self._entry(field, after, head.account.currency)
                elif tag[:2] in {"62", "64", "65"}:
                    balances.append(self._balance(field, head.account.currency))
                elif tag not in _KNOWN:
                    said = "is not known and was left out"
                    place = self.place
                    self.problems.warn(said, line=field.line, element=place, field=f":{tag}:")
            except StatementInvalid as error:
                complete = False
                self.problems.caught(error, line=field.line, element=self.place)
        if complete and not any(one.code == "CLBD" for one in balances):
            self.problems.error(
                "has no closing balance",
                line=fields[-1].line,
                element=self.place,
                field=":62F:",
                remedy="the file may be cut off: ask the bank for the whole one",
            )
            return
        yield Closed(replace(head, balances=tuple(balances), complete=complete))

    def _head(self) -> Statement:
        fields = self.message
        reference, owner = fields.need("20"), fields.need("25", "25P")
        number, opening = fields.need("28C", "28"), fields.need("60F", "60M")
        balance = self._balance(opening, "")
        found = _NUMBER.fullmatch(number.text)
        if found is None:
            number.fail(f"{number.text!r} is no statement number")
        account = owner.text.split("\n")[0].strip().replace(" ", "").removeprefix("/")
        # Whether it is meant as an IBAN is seen by its first letters; check digits are not.
        is_iban = bool(re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", account))
        is_iban = is_iban and "length" not in iban_fault(account)
        return Statement(
            id=reference.text.strip(),
            kind=Kind.STATEMENT,
            account=Account(
                iban=account if is_iban else "",
                other="" if is_iban else account,
                currency=balance.currency,
            ),
            sequence=int(found["number"]),
            page=int(found["page"]) if found["page"] else None,
            last_page=not self.message.has("62M"),
            balances=(balance,),
            file=self.file,
            line=self.message.line,
            where=self.place,
        )

    def _balance(self, field: Field, currency: str) -> Balance:
        found = _BALANCE.fullmatch(field.text.strip())
        if found is None:
            field.fail(f"{field.text!r} is no balance", remedy="it is written C261102KZT1234,50")
        if currency and found["currency"] != currency:
            field.fail(f"is in {found['currency']}, and the account in {currency}")
        units = self._units(field, found["amount"], found["currency"])
        return Balance(
            code=_CODES[field.tag[:2]],
            amount=units if found["mark"] == "C" else -units,
            currency=found["currency"],
            day=_day(field, found["day"]),
            intermediate=field.tag.endswith("M"),
        )

    def _entry(self, field: Field, after: Field | None, currency: str) -> Entry:
        found = _LINE.fullmatch(field.text)
        if found is None:
            field.fail(
                f"{field.text!r} is no statement line",
                remedy="it is written 2611021102C1234,50NTRFreference//bank's reference",
            )
        if found["funds"] and found["funds"] != currency[2]:
            field.fail(f"has the funds code {found['funds']}, and the account is in {currency}")
        # A reversed credit goes out, a reversed debit comes in.
        incoming = found["mark"] in {"C", "RD"}
        units = self._units(field, found["amount"], currency)
        amount = units if incoming else -units
        value = _day(field, found["value"])
        own, bank = (found["own"] or "").strip(), (found["bank"] or "").strip()
        text = after.text if after is not None and after.tag == "86" else ""
        details = read_details(text, incoming=incoming)
        if not details.end_to_end and own not in NOT_PROVIDED:
            details = replace(details, end_to_end=own)
        return Entry(
            id="",
            status=Status.BOOKED,
            amount=amount,
            currency=currency,
            booked=_entry_day(field, value, found["entry"]) if found["entry"] else value,
            value=value,
            reversal=found["mark"].startswith("R"),
            servicer_reference="" if bank in NOT_PROVIDED else bank,
            proprietary=found["type"],
            details=(replace(details, amount=amount, currency=currency),),
            information=(found["more"] or "").strip(),
            line=field.line,
            where=f"{self.place}/:61:",
        )

    def _units(self, field: Field, text: str, currency: str) -> int:
        if not _AMOUNT.fullmatch(text):
            field.fail(f"{text!r} is no amount", remedy="it has one comma: 1234,50 or 1234,")
        try:
            return minor_units(text.replace(",", "."), decimals_of(currency, self.decimals))
        except InputError as error:
            field.fail(error.message, remedy=error.remedy)


def _day(field: Field, text: str) -> date:
    year = int(text[:2])
    try:
        return date(year + (1900 if year >= 80 else 2000), int(text[2:4]), int(text[4:]))
    except ValueError:
        field.fail(f"{text!r} is no day", remedy="it is written YYMMDD")


def _entry_day(field: Field, value: date, text: str) -> date:
    """The day MMDD nearest to the value date: in January, December's is of the year before."""
    found = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            found.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue  # 29 February, in the other years
    if not found:
        field.fail(f"{text!r} is no day", remedy="it is written MMDD")
    return min(found, key=lambda one: abs(one - value) or timedelta(0))
