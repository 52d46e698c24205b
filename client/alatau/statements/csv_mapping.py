"""What the columns of a bank's CSV file mean: a TOML file."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from alatau.errors import InputError
from alatau.statements.model import Status
from alatau.toml_file import naming, read_toml

FIELDS: Final = frozenset(
    {"account", "amount", "balance", "bank_reference", "booked", "charge", "counterparty",
     "counterparty_account", "credit", "currency", "debit", "description", "direction",
     "end_to_end", "status", "type", "uetr", "value"}
)  # fmt: skip
"""What a column can be."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read a CSV file.

    `columns` has the file's heading by our field.  The amount is in one column with a sign
    (`amount`), in one with its `direction` in another, or in two (`credit`, `debit`).
    `account` and `currency` are those of the file where no column has them.
    """

    columns: MappingOf[str, str]
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    grouping: str = ""
    """What may stand between thousands; a space means any kind of space."""
    date_format: str = "%Y-%m-%d"
    skip: int = 0
    """Lines before the heading."""
    account: str = ""
    currency: str = ""
    credit: tuple[str, ...] = ("C", "CR", "CRDT", "credit", "in")
    debit: tuple[str, ...] = ("D", "DR", "DBIT", "debit", "out")
    statuses: MappingOf[str, Status] = field(default_factory=dict)
    """Their word for a status; what is not here is not booked, but bad input."""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - FIELDS)
        if unknown:
            remedy = f"these are: {', '.join(sorted(FIELDS))}"
            raise InputError("no such field", field=f"columns.{unknown[0]}", remedy=remedy)
        if "booked" not in self.columns:
            raise InputError("is missing", field="columns.booked")
        ways = [
            {"amount"} <= set(self.columns),
            {"credit", "debit"} <= set(self.columns),
        ]
        if sum(ways) != 1 or len({"credit", "debit"} & set(self.columns)) == 1:
            remedy = "amount (perhaps with direction), or credit and debit"
            raise InputError("it is not clear where amounts are", field="columns", remedy=remedy)
        for name in ("account", "currency"):
            if not getattr(self, name) and name not in self.columns:
                raise InputError("is missing", field=name, remedy=f"or give columns.{name}")
        for name in ("delimiter", "decimal"):
            if len(getattr(self, name)) != 1:
                raise InputError("is not one character", field=name)
        if self.grouping and self.grouping == self.decimal:
            raise InputError("is the decimal mark", field="grouping")
        if len(set(self.columns.values())) < len(self.columns):
            raise InputError("a column stands for two fields", field="columns")


def load_mapping(path: Path) -> Mapping:
    """A mapping from its TOML file.  Raises `InputError` with file and field."""
    data = read_toml(path)
    with naming(path):
        return _mapping(data)


def _mapping(data: dict[str, Any]) -> Mapping:
    known = {one.name: one for one in fields(Mapping)}
    for name, value in data.items():
        if name not in known:
            remedy = f"the keys are {', '.join(sorted(known))}"
            raise InputError("no such key", field=name, remedy=remedy)
        _check_type(name, value)
    if "columns" not in data:
        raise InputError("is missing", field="columns")
    for name in ("credit", "debit"):
        if name in data:
            data[name] = tuple(data[name])
    statuses = data.pop("statuses", {})
    try:
        data["statuses"] = {word: Status(status) for word, status in statuses.items()}
    except ValueError as error:
        remedy = f"a status is {', '.join(Status)}"
        raise InputError(str(error), field="statuses", remedy=remedy) from error
    return Mapping(**data)


def _check_type(name: str, value: object) -> None:
    if name in {"columns", "statuses"}:
        right = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    elif name in {"credit", "debit"}:
        right = isinstance(value, list) and all(isinstance(one, str) for one in value)
    elif name == "skip":
        right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    else:
        right = isinstance(value, str)
    if not right:
        raise InputError(f"{value!r} is not what it can be", field=name)
