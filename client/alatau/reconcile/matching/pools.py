"""Items that may belong to one group, by day, with the sum of any span of days at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from alatau.reconcile.matching.normal import prefixes
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.matching.sides import Left

Key: TypeAlias = str | int
Keys: TypeAlias = Callable[[Left], Iterable[Key]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What holds one and many together (`name`), and how near and how many they may be.

    `of_one` are the names under which one looks for its many, `of_many` those under which
    each of the many is found; `words` says it, with that name in it.
    """

    name: str
    words: str
    of_one: Keys
    of_many: Keys
    days: int
    candidates: int
    bound: bool
    """Whether those come into question of whom a reference has said who they belong to."""


def evidences(rules: Rules) -> tuple[Evidence, ...]:
    """From the strongest to the weakest."""
    long, days, many, few = (
        rules.reference_days, rules.group_days, rules.candidates, rules.day_candidates,
    )  # fmt: skip
    begins = "references that begin with {}"
    found = (
        Evidence("reference", "the reference {}", _references, _references, long, many, True),
        Evidence("beginning of references", begins, _references, _prefixes, days, many, False),
        Evidence("party", "the party {}", _party, _party, days, many, False),
        Evidence("day", "the day alone", _day, _day, 0, few, False),
    )
    return found if few else found[:-1]


class Pool:
    """The many of one name, in order of day and id."""

    def __init__(self, items: Sequence[Left]) -> None:
        self.items = sorted(items, key=lambda one: one.order)
        self._days = [one.day for one in self.items]
        self._sums = [0, *accumulate(one.size for one in self.items)]

    def span(self, day: int, days: int) -> tuple[int, int]:
        """From where to where they are at most so many days from a day."""
        return bisect_left(self._days, day - days), bisect_right(self._days, day + days)

    def total(self, low: int, high: int) -> int:
        """The sum of a span."""
        return self._sums[high] - self._sums[low]


def pools(many: Iterable[Left], evidence: Evidence) -> dict[tuple[object, Key], Pool]:
    """The pools of all names that two or more have, by kind and name."""
    found: dict[tuple[object, Key], list[Left]] = defaultdict(list)
    for one in many:
        if one.size and (evidence.bound or not one.bound):
            for key in dict.fromkeys(evidence.of_many(one)):
                found[one.kind, key].append(one)
    return {key: Pool(items) for key, items in found.items() if len(items) > 1}


def _references(one: Left) -> Iterable[Key]:
    return one.references


def _prefixes(one: Left) -> Iterable[Key]:
    return [prefix for reference in one.references for prefix in prefixes(reference)]


def _party(one: Left) -> Iterable[Key]:
    return (one.party,) if one.party else ()


def _day(one: Left) -> Iterable[Key]:
    return (one.day,)
