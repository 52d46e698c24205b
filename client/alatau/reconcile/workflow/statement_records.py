"""Statements and entries as plain values, as the ledger keeps them: what is empty is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from alatau.statements import (
    Account,
    Balance,
    Charge,
    Count,
    Detail,
    Entry,
    Kind,
    Party,
    Statement,
    Status,
    Totals,
)


def entry_plain(entry: Entry) -> dict[str, Any]:
    """All that an entry says; not where in the file it stood."""
    return _plain(entry, ("line", "where"))


def read_entry(values: Mapping[str, Any]) -> Entry:
    """The inverse of `entry_plain`."""
    found: Entry = _read(Entry, values)
    return found


def statement_plain(statement: Statement) -> dict[str, Any]:
    """All that a statement says of itself, without its entries and its place in the file."""
    return _plain(statement, ("entries", "line", "where"))


def read_statement(values: Mapping[str, Any], entries: tuple[Entry, ...]) -> Statement:
    """The inverse of `statement_plain`, with its entries."""
    found: Statement = _read(Statement, {**values, "entries": entries})
    return found


def _plain(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    found = {}
    for each in fields(value):
        content = getattr(value, each.name)
        if each.name not in without and content != _default(each):
            found[each.name] = _plain_value(content)
    return found


def _default(one: Field[Any]) -> object:
    return None if one.default is MISSING else one.default


def _plain_value(value: Any) -> object:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    return _plain(value)


def _read(kind: type[Any], values: Mapping[str, Any]) -> Any:
    readers = _READERS.get(kind, {})
    return kind(
        **{
            name: readers[name](value) if name in readers and value is not None else value
            for name, value in values.items()
        }
    )


def _one(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda value: _read(kind, value)


def _many(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda values: tuple(_read(kind, value) for value in values)


_READERS: Final[Mapping[type[Any], Mapping[str, Callable[[Any], Any]]]] = {
    Entry: {
        "status": Status,
        "booked": date.fromisoformat,
        "booked_at": datetime.fromisoformat,
        "value": date.fromisoformat,
        "charges": _many(Charge),
        "details": _many(Detail),
    },
    Detail: {
        "remittance": tuple,
        "references": tuple,
        "debtor": _one(Party),
        "creditor": _one(Party),
        "charges": _many(Charge),
    },
    Balance: {"day": date.fromisoformat},
    Totals: {"entries": _one(Count), "credits": _one(Count), "debits": _one(Count)},
    Statement: {
        "kind": Kind,
        "account": _one(Account),
        "created": datetime.fromisoformat,
        "begins": datetime.fromisoformat,
        "ends": datetime.fromisoformat,
        "balances": _many(Balance),
        "totals": _one(Totals),
    },
}
"""How the fields that are no plain values are read, by the dataclass that they are of."""
