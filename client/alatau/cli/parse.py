"""What users write: durations, dates, amounts, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from alatau.amounts import U64_MAX, parse_amount
from alatau.errors import InputError

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

SECONDS_OF_DAY = 86_400
NONE = "none"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": SECONDS_OF_DAY}
_DURATION = re.compile(r"([0-9]{1,9})([smhd])", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", re.ASCII)
_LONGEST_FISN = 35
_EAST_MOST = 14 * 3600  # no clock on Earth is further ahead
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

EnumT = TypeVar("EnumT", bound=IntEnum)
FlagT = TypeVar("FlagT", bound=IntFlag)


def parse_duration(text: str, field: str) -> int:
    """Seconds of ``90s``, ``30m``, ``72h`` or ``14d``.  Raises `InputError`."""
    match = _DURATION.fullmatch(text)
    if match is None or not int(match[1]):
        raise InputError(
            f"{text!r} is no duration", field=field, remedy="write it like 30m, 72h or 14d"
        )
    return int(match[1]) * _UNITS[match[2]]


def parse_offset(text: str) -> int:
    """Seconds east of UTC of ``+05:00``.  Raises `InputError`."""
    match = _OFFSET.fullmatch(text)
    if match is None or int(match[2]) > 14 or int(match[3]) > 59:
        raise InputError(
            f"{text!r} is no offset from UTC", field="--utc-offset", remedy="write it like +05:00"
        )
    seconds = int(match[2]) * 3600 + int(match[3]) * 60
    return -seconds if match[1] == "-" else seconds


def signed_offset(seconds: int) -> int:
    """The offset of a zone on the chain, which keeps it modulo a day, with its sign."""
    return seconds - SECONDS_OF_DAY if seconds > _EAST_MOST else seconds


def parse_moment(text: str, utc_offset: int, field: str) -> int:
    """Unix seconds: the end of a date by the zone's clock, or a time with its offset.

    ``2031-12-31``, ``2031-12-31T18:00:00+05:00``.  Raises `InputError`.
    """
    try:
        if _DATE.fullmatch(text):
            midnight = datetime.combine(date.fromisoformat(text), time(), UTC) + timedelta(days=1)
            return (midnight - _EPOCH) // timedelta(seconds=1) - utc_offset
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise InputError(
                f"{text!r} has no offset from UTC", field=field, remedy="end it with Z or +05:00"
            )
        seconds = (moment - _EPOCH) // timedelta(seconds=1)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{text!r} is no date",
            field=field,
            remedy="write it like 2031-12-31 or 2031-12-31T18:00:00+05:00",
        ) from error
    if seconds < 0:
        raise InputError(f"{text!r} is before 1970", field=field)
    return seconds


def parse_money(text: str, decimals: int, field: str, *, none: bool = False) -> int:
    """Base units of a decimal amount; where `none` is allowed it is "no limit"."""
    if none and text == NONE:
        return U64_MAX
    try:
        return parse_amount(text, decimals)
    except InputError as error:
        raise InputError(error.message, field=field, remedy=error.remedy) from error


def parse_address(text: str, field: str) -> Pubkey:
    """An address in base58, or that of a keypair file.  Raises `InputError`, `KeyFileError`."""
    from solders.pubkey import Pubkey

    from alatau.keypairs import read_keypair

    try:
        return Pubkey.from_string(text)
    except ValueError as error:
        path = Path(text).expanduser()
        if path.is_file():
            return read_keypair(path).pubkey()
        raise InputError(
            f"{text!r} is neither an address nor a keypair file",
            field=field,
            remedy="an address has 32 to 44 letters and digits: alatau keys show FILE prints one",
        ) from error


def parse_enum(kind: type[EnumT], text: str, field: str) -> EnumT:
    """The member of a name, in small letters.  Raises `InputError` naming all of them."""
    for member in kind:
        if member.name.lower() == text:
            return member
    names = ", ".join(member.name.lower() for member in kind)
    raise InputError(f"{text!r} is none of them", field=field, remedy=f"one of {names}")


def require_text(text: str, field: str) -> str:
    """A text that says something.  Raises `InputError`."""
    if not text.strip():
        raise InputError("it is empty", field=field, remedy="every wallet shows it: say what it is")
    return text


def parse_isin(text: str, field: str) -> str:
    """An ISIN whose check digit is right, or a FISN, which has a slash.  Raises `InputError`."""
    if "/" in text and len(text) <= _LONGEST_FISN:
        return text
    if not _ISIN.fullmatch(text):
        raise InputError(
            f"{text!r} is neither an ISIN nor a FISN",
            field=field,
            remedy="write it like US0378331005, or like APPLE INC/SH",
        )
    digits = "".join(str(int(each, 36)) for each in text)
    # Luhn's sum: of every second digit, from the last but one, twice as much.
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    if sum(each // 10 + each % 10 for each in doubled) % 10:
        raise InputError(f"{text!r} is no ISIN: its check digit is wrong", field=field)
    return text


def parse_names(texts: Iterable[str]) -> list[str]:
    """Names given one by one or with commas between them."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def parse_bits(kind: type[EnumT], texts: Iterable[str], field: str) -> int:
    """One bit for each named member: what licences have.  Raises `InputError` when none is."""
    members = [parse_enum(kind, name, field) for name in parse_names(texts)]
    if not members:
        raise InputError("none is named", field=field)
    return sum(1 << member for member in set(members))


def parse_flags(kind: type[FlagT], texts: Iterable[str], field: str) -> FlagT:
    """Named flags together.  Raises `InputError` naming all that there are."""
    known = {flag.name.lower(): flag for flag in kind.__members__.values() if flag and flag.name}
    flags = kind(0)
    for name in parse_names(texts):
        if name not in known:
            raise InputError(
                f"{name!r} is none of them", field=field, remedy=f"some of {', '.join(known)}"
            )
        flags |= known[name]
    return flags


def parse_basis_points(text: str, field: str, count: int) -> list[int]:
    """`count` rates in hundredths of a percent, with commas between.  Raises `InputError`."""
    parts = text.split(",")
    if len(parts) != count or not all(re.fullmatch(r"[0-9]{1,5}", part) for part in parts):
        raise InputError(
            f"{text!r} is not {count} rates in hundredths of a percent",
            field=field,
            remedy="write them like " + ",".join(["0", "300", "800", "1200"][:count]),
        )
    rates = [int(part) for part in parts]
    if max(rates) > 10_000:
        raise InputError(f"{max(rates)} is over 100 percent (10000)", field=field)
    return rates


def read_file(path: Path, field: str) -> bytes:
    """What is in a file that an option names.  Raises `InputError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", file=str(path), field=field
        ) from error
