"""TOML read strictly: every key is known, has its type, and errors name its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from alatau.amounts import U64_MAX, parse_amount
from alatau.day.tables import read_text
from alatau.errors import InputError

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*=""")
_INLINE_KEY = re.compile(r"[{,]\s*([A-Za-z0-9_-]+)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")


class Table:
    """One table of a TOML file; knows where it stands."""

    def __init__(
        self, values: Mapping[str, Any], file: str, path: KeyPath, lines: Mapping[KeyPath, int]
    ) -> None:
        self._values, self._file, self._path, self._lines = values, file, path, lines

    def allow(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuses unknown keys and missing ones."""
        required, known = tuple(required), {*required, *optional}
        for key in self._values:
            if key not in known:
                self.fail(key, "no such key", remedy=f"known are {', '.join(sorted(known))}")
        for key in required:
            if key not in self._values:
                self.fail(key, "is missing")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def text(self, key: str, *, empty: bool = False) -> str:
        """A text without control characters."""
        value = self._values[key]
        if not isinstance(value, str):
            self.fail(key, "must be a text in quotes")
        if not empty and not value.strip():
            self.fail(key, "is empty")
        if any(ord(char) < 32 or ord(char) == 127 for char in value):
            self.fail(key, "holds a control character")
        return value

    def integer(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        return self._checked_integer(key, self._values[key], low, high)

    def integers(self, key: str, count: int, low: int, high: int) -> tuple[int, ...]:
        """A list of exactly `count` whole numbers."""
        values = self._list(key)
        if len(values) != count:
            self.fail(key, f"must list {count} numbers, and lists {len(values)}")
        return tuple(self._checked_integer(key, value, low, high) for value in values)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._list(key)
        if not all(isinstance(value, str) for value in values):
            self.fail(key, "must be a list of texts in quotes")
        return tuple(values)

    def date(self, key: str) -> date:
        """A date, as TOML has them or as text."""
        value = self._values[key]
        if isinstance(value, date) and not isinstance(value, datetime):
            value = value.isoformat()
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            self.fail(key, "must be a date like 2036-12-31")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(key, f"{value!r} is no date of the calendar")
        if not 1970 <= day.year <= 2999:
            self.fail(key, f"{value!r} is not between the years 1970 and 2999")
        return day

    def amount(self, key: str, decimals: int, *, none: bool = False) -> int:
        """Base units of a decimal string; with `none`, the text "none" is `U64_MAX`."""
        value = self._values[key]
        if not isinstance(value, str):
            self.fail(key, 'must be an amount in quotes, like "150.00"')
        if none and value == "none":
            return U64_MAX
        try:
            return parse_amount(value, decimals)
        except InputError as error:
            self.fail(key, error.message)

    def raw(self, key: str) -> object:
        """The value as it is, of whatever type."""
        value: object = self._values[key]
        return value

    def table(self, key: str) -> Table:
        """The table of that key."""
        value = self._values[key]
        if not isinstance(value, dict):
            self.fail(key, "must be a table")
        return Table(value, self._file, (*self._path, key), self._lines)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array; none when the key is not there."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.fail(key, f"must be an array of tables: [[{key}]]")
        for index, value in enumerate(values):
            yield Table(value, self._file, (*self._path, key, index), self._lines)

    def fail(self, key: str, message: str, *, remedy: str = "") -> NoReturn:
        """Raises `InputError` at a key of this table (or, with "", at the table)."""
        path = (*self._path, key) if key else self._path
        field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
        raise InputError(
            message, file=self._file, line=self._line(path), field=field[1:], remedy=remedy
        )

    def _list(self, key: str) -> list[Any]:
        value = self._values[key]
        if not isinstance(value, list):
            self.fail(key, "must be a list")
        return value

    def _checked_integer(self, key: str, value: object, low: int, high: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key, "must be a whole number")
        if not low <= value <= high:
            self.fail(key, f"{value} is not between {low} and {high}")
        return value

    def _line(self, path: KeyPath) -> int:
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)


def read_toml(path: Path) -> Table:
    """The file's root table.  Raises `InputError` where it is no TOML."""
    text = read_text(path)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number or a nesting without end
        at = _AT_LINE.search(str(error))
        raise InputError(
            f"this is no TOML: {error}", file=path.name, line=int(at[1]) if at else 0
        ) from error
    return Table(values, path.name, (), _locate(text))


def _locate(text: str) -> dict[KeyPath, int]:
    """The line of each table and key, as far as lines tell: tomllib does not say.

    Reads headers, keys at the start of a line, and inline tables that start a line
    inside an array.  What it does not find, an error reports at the enclosing key.
    """
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    section: KeyPath = ()
    array: KeyPath | None = None  # the key whose array of inline tables is open
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header and array is None:
            section = _section(header[2], counts, repeated=header[1] == "[[")
            lines.setdefault(section, number)
            continue
        if array is not None and line.lstrip().startswith("{"):
            counts[array] = counts.get(array, -1) + 1
            item = (*array, counts[array])
            lines.setdefault(item, number)
            _inline(lines, item, line, number)
        elif array is None and (key := _KEY.match(line)):
            path = (*section, key[1].strip("\"'"))
            lines.setdefault(path, number)
            _inline(lines, path, line[key.end() :], number)
            array = path if line.rstrip().endswith("[") else None
        if array is not None and line.lstrip().startswith("]"):
            array = None
    return lines


def _inline(lines: dict[KeyPath, int], path: KeyPath, text: str, number: int) -> None:
    for key in _INLINE_KEY.finditer(text):
        lines.setdefault((*path, key[1]), number)


def _section(name: str, counts: dict[KeyPath, int], *, repeated: bool) -> KeyPath:
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path: KeyPath = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, parts[-1])
    if repeated:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path
