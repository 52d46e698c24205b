"""Values of elements: amounts, dates, flags; what is wrong names the line and the element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NoReturn

from alatau.errors import InputError, StatementInvalid
from alatau.statements.currencies import decimals_of, minor_units
from alatau.statements.xml_tree import Node

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_SIGNS = {"CRDT": 1, "DBIT": -1}
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def fail(node: Node, field: str, message: str, *, remedy: str = "") -> NoReturn:
    """Raises `StatementInvalid` at the element, or where it should be."""
    found = node.get(field) or node
    raise StatementInvalid(message, line=found.line, field=field, remedy=remedy)


def need(node: Node, path: str) -> str:
    """The text of an element that must be there."""
    text = node.value(path)
    if not text:
        fail(node, path, "is missing" if node.get(path) is None else "is empty")
    return text


def amount(node: Node, path: str, decimals: Mapping[str, int]) -> tuple[int, str]:
    """Minor units, not negative, and the currency of an element with one."""
    text = need(node, path)
    found = node.get(path)
    currency = found.currency if found is not None else ""
    if not currency:
        fail(node, path, "has no currency", remedy='it is written <Amt Ccy="KZT">')
    try:
        return minor_units(text, decimals_of(currency, decimals)), currency
    except InputError as error:
        fail(node, path, error.message, remedy=error.remedy)


def total(node: Node, path: str, currency: str, decimals: Mapping[str, int]) -> int | None:
    """Minor units of a sum that is written without a currency, if it is there."""
    text = node.value(path)
    if not text:
        return None
    negative, text = text.startswith("-"), text.removeprefix("-")
    try:
        units = minor_units(text, decimals_of(currency, decimals), zeros=True)
    except InputError as error:
        fail(node, path, error.message, remedy=error.remedy)
    return -units if negative else units


def sign(node: Node, path: str = "CdtDbtInd", *, default: int = 0) -> int:
    """1 for money in, -1 for money out; `default` where it is not said, if there is one."""
    text = node.value(path)
    if not text and default:
        return default
    found = _SIGNS.get(text)
    if found is None:
        fail(node, path, f"{text!r} is neither CRDT nor DBIT" if text else "is missing")
    return found


def flag(node: Node, path: str) -> bool:
    """A boolean, false where it is not said."""
    text = node.value(path)
    if not text:
        return False
    if text not in _FLAGS:
        fail(node, path, f"{text!r} is neither true nor false")
    return _FLAGS[text]


def number(node: Node, path: str) -> int | None:
    """A whole number, if it is there."""
    text = node.value(path)
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        fail(node, path, f"{text!r} is no whole number")
    return int(text)


def day(node: Node, path: str) -> date | None:
    """The day at `path` or ``path/Dt``, or of the time at ``path/DtTm``, as it is written."""
    text = node.value(f"{path}/Dt", path)
    if not text:
        found = moment(node, f"{path}/DtTm")
        return None if found is None else found.date()
    match = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        fail(node, path, f"{text!r} is no day", remedy="it is written 2026-11-02")


def moment(node: Node, path: str) -> datetime | None:
    """A time, if it is there; naive where it has no offset."""
    text = node.value(path)
    if not text:
        return None
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    fail(node, path, f"{text!r} is no time", remedy="it is written 2026-11-02T08:15:00+05:00")
