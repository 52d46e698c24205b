"""CSV and other text read strictly: UTF-8, a known header, whole rows; errors name the line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from alatau.amounts import parse_amount
from alatau.errors import InputError

_IDENTIFIER = re.compile(r"[!-~]{1,64}", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<offset>Z|[+-]\d\d:\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is the line of the file at which it starts (1-based)."""

    file: str
    line: int
    values: Mapping[str, str]

    def identifier(self, field: str) -> str:
        """An id: 1 to 64 visible ASCII characters, so that it means the same everywhere."""
        value = self.values[field]
        if not _IDENTIFIER.fullmatch(value):
            self.fail(field, f"{value!r} is no id", remedy="1 to 64 visible ASCII characters are")
        return value

    def choice(self, field: str, allowed: Sequence[str]) -> str:
        """One of the texts that are allowed."""
        value = self.values[field]
        if value not in allowed:
            self.fail(field, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def amount(self, field: str, decimals: int) -> int:
        """Base units above zero."""
        try:
            value = parse_amount(self.values[field], decimals)
        except InputError as error:
            self.fail(field, error.message)
        if value == 0:
            self.fail(field, "the amount is zero")
        return value

    def time(self, field: str) -> int:
        """Unix seconds of an ISO 8601 time with its UTC offset; fractions are cut off."""
        text = self.values[field]
        match = _TIME.fullmatch(text)
        if match is None:
            self.fail(field, f"{text!r} is no time", remedy="write 2026-11-02T08:15:00+05:00")
        if match["offset"] is None:
            self.fail(field, f"{text!r} has no UTC offset", remedy="write it, like +05:00")
        try:
            moment = datetime.fromisoformat(text)
            seconds = (moment - _EPOCH).days * 86_400 + (moment - _EPOCH).seconds
        except (ValueError, OverflowError):
            self.fail(field, f"{text!r} is no time of the calendar")
        if seconds < 0:
            self.fail(field, f"{text!r} is before 1970")
        return seconds

    def fail(self, field: str, message: str, *, remedy: str = "") -> NoReturn:
        """Raises `InputError` at this row and field."""
        raise InputError(message, file=self.file, line=self.line, field=field, remedy=remedy)


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, its byte order mark (if any) removed.

    Raises `InputError` when it is not there, cannot be read, or is no UTF-8 text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", file=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"cannot be read: {reason}", file=str(path)) from error
    if (nul := data.find(b"\0")) >= 0:
        raise InputError("holds a NUL byte", file=path.name, line=_line_of(data, nul))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        raise InputError("is not UTF-8", file=path.name, line=line) from error


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file whose header names exactly `columns`, in any order.

    Wholly empty lines are skipped.  Raises `InputError`.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    header: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            if not cells:
                pass
            elif header is None:
                header = _checked_header(cells, columns, path.name, start)
            elif len(cells) != len(header):
                raise InputError(
                    f"has {len(cells)} columns where the header has {len(header)}",
                    file=path.name,
                    line=start,
                )
            else:
                yield Row(path.name, start, dict(zip(header, cells, strict=True)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", file=path.name, line=start) from error
    if header is None:
        remedy = f"the header is {','.join(columns)}"
        raise InputError("is empty", file=path.name, line=1, remedy=remedy)


def _checked_header(cells: list[str], columns: Sequence[str], file: str, line: int) -> list[str]:
    for position, name in enumerate(cells):
        if name not in columns:
            remedy = f"the columns are {','.join(columns)}"
            raise InputError("no such column", file=file, line=line, field=name, remedy=remedy)
        if name in cells[:position]:
            raise InputError("the column is there twice", file=file, line=line, field=name)
    for name in columns:
        if name not in cells:
            raise InputError("the column is missing", file=file, line=line, field=name)
    return cells


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
