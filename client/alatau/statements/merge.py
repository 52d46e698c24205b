"""Entries told more than once, made one each: reports, notifications, overlapping statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from alatau.statements.identity import movement
from alatau.statements.model import Entry, Status

_RANK: Final = {
    Status.INFORMATION: 0,
    Status.EXPECTED: 1,
    Status.PENDING: 2,
    Status.BOOKED: 3,
}
_MOST_APART: Final = timedelta(days=10)


def merge_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Each movement of an account once, by its id, as far as it has got: booked at the end.

    What is pending gives way to what is booked within ten days of it; of two that have got as
    far, the one that tells more payments stays.  The result is the same in any order.
    """
    best: dict[str, Entry] = {}
    for entry in entries:
        known = best.get(entry.id)
        if known is None or _worth(entry) > _worth(known):
            best[entry.id] = entry
    booked: dict[str, list[Entry]] = defaultdict(list)
    for entry in best.values():
        if entry.status is Status.BOOKED:
            booked[movement(entry.id)].append(entry)
    kept = [
        entry
        for entry in best.values()
        if entry.status is Status.BOOKED
        or not any(_near(entry, one) for one in booked.get(movement(entry.id), ()))
    ]
    return sorted(kept, key=_order)


def _near(pending: Entry, booked: Entry) -> bool:
    """Banks use references again: what was booked a month ago is another movement."""
    first, second = pending.booked or pending.value, booked.booked or booked.value
    return first is None or second is None or abs(second - first) <= _MOST_APART


def _worth(entry: Entry) -> tuple[int, int, str]:
    return _RANK[entry.status], len(entry.details), _said(entry)


def _order(entry: Entry) -> tuple[str, str]:
    return str(entry.booked or entry.value or ""), entry.id


def _said(entry: Entry) -> str:
    # Anything that does not depend on the order decides between equals.
    return repr((entry.booked, entry.value, entry.reference, entry.details, entry.information))


def booked_sum(entries: Iterable[Entry]) -> int:
    """What the booked ones change the balance by; a reversal and what it reverses, nothing."""
    return sum(entry.amount for entry in entries if entry.status is Status.BOOKED)
