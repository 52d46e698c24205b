"""Amounts: integers in base units inside, decimal strings at the edges, never floats."""

from __future__ import annotations

import re

from alatau.errors import InputError

U64_MAX = 2**64 - 1
BPS = 10_000
_U64_DIGITS = len(str(U64_MAX))

_DECIMAL = re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<fraction>[0-9]+))?", re.ASCII)


def parse_amount(text: str, decimals: int) -> int:
    """Base units of a decimal string: ``parse_amount("12.50", 2) == 1250``.

    Accepts digits with at most `decimals` of them after one point; no sign, no
    exponent, no separators, no blanks.  Raises `InputError` saying which of these it is.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is not an amount {_why(text)}")
    fraction = match["fraction"] or ""
    if len(fraction) > decimals:
        raise InputError(f"{text!r} has {len(fraction)} decimals where {decimals} are allowed")
    digits = (match["whole"] + fraction.ljust(decimals, "0")).lstrip("0") or "0"
    # Counted first: Python refuses to make integers of some thousand digits.
    value = int(digits) if len(digits) <= _U64_DIGITS else U64_MAX + 1
    if value > U64_MAX:
        raise InputError(f"{text!r} is more than an account can hold")
    return value


def format_amount(value: int, decimals: int) -> str:
    """The decimal string of base units, with all its decimals: ``"12.50"``; keeps a sign."""
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(decimals + 1, "0")
    if decimals == 0:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def _why(text: str) -> str:
    if not text:
        return "(it is empty)"
    if text.startswith("-"):
        return "(it is negative)"
    if "e" in text.lower():
        return "(scientific notation is not accepted)"
    if "," in text:
        return "(write a point for the decimals, and no separators)"
    return "(digits, and at most one point, are)"
