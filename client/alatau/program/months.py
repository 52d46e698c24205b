"""The program's months: numbers that begin with March of the year 0."""

from __future__ import annotations

from datetime import date
from typing import Final

from alatau.errors import InputError

_MONTHS: Final = 12
_MARCH: Final = 3
_DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LAST_DAY: Final = date.max.toordinal()


def calendar_month(number: int) -> tuple[int, int]:
    """Year and month (1 to 12) of one of the program's month numbers."""
    year, since_march = divmod(number, _MONTHS)
    month = since_march + _MARCH
    return (year, month) if month <= _MONTHS else (year + 1, month - _MONTHS)


def month_number(year: int, month: int) -> int:
    """The program's number of a month.  Raises `InputError` for a month outside 1 to 12."""
    if not 1 <= month <= _MONTHS:
        raise InputError(f"{month} is no month", field="month")
    return year * _MONTHS + month - _MARCH


def month_of(unix_seconds: int, utc_offset: int) -> int:
    """The number of the month that a zone is in at a time; `utc_offset` in seconds east."""
    day = date.fromordinal(min(_EPOCH + (unix_seconds + utc_offset) // _DAY, _LAST_DAY))
    return month_number(day.year, day.month)


def month_text(number: int) -> str:
    """``2026-11``."""
    year, month = calendar_month(number)
    return f"{year:04}-{month:02}"


def month_begins(number: int, utc_offset: int) -> int:
    """Unix seconds at which a month begins by the zone's clock."""
    year, month = calendar_month(number)
    return (date(year, month, 1).toordinal() - _EPOCH) * _DAY - utc_offset
