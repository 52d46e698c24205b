"""Words of causes: how far apart two are, and how one amount may have become the other.

Causes know no decimals: an amount in them is `units`, and `readable` shows it as its reader
shows amounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Item

_UNITS = re.compile(r"(-?\d+) base units", re.ASCII)


def units(amount: int) -> str:
    """An amount in a cause."""
    return f"{amount} base units"


def readable(cause: str, money: Callable[[int], str]) -> str:
    """A cause with its amounts as `money` shows those of its asset."""
    return _UNITS.sub(lambda found: money(int(found[1])), cause)


def apart(one: Item, other: Item, rules: Rules) -> str:
    """`3 days apart`."""
    days = abs(rules.day(one.time) - rules.day(other.time))
    return "on the same day" if days == 0 else "1 day apart" if days == 1 else f"{days} days apart"


def misread(ours: int, theirs: int) -> str:
    """What somebody may have done to an amount in writing it down; empty: nothing of the kind."""
    one, other = str(abs(ours)), str(abs(theirs))
    if ours == theirs or (ours > 0) != (theirs > 0):
        return ""
    if len(one) == len(other):
        places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 2:
            first, second = places
            if one[first] == other[second] and one[second] == other[first]:
                return f"two digits have changed places: {units(ours)} and {units(theirs)}"
    short, long = sorted((one, other), key=len)
    if long in {short + "0", short + "00"}:
        return f"a decimal point has moved: {units(ours)} and {units(theirs)}"
    return ""
