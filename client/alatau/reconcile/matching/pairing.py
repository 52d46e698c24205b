"""Equal items of two sides in pairs, by day: linear, and in one order only."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TypeAlias

Spot: TypeAlias = tuple[int, int]
"""An item's day and position: the order in which equals are paired."""


def pair_equals(
    ours: Sequence[Spot], theirs: Sequence[Spot], window: int
) -> Iterator[tuple[Spot, Spot]]:
    """Pairs that are at most `window` days apart: first those of one day, then the earliest.

    Both in order.  Whatever the times within a day are, the pairs are the same.
    """
    ours_left, theirs_left = yield from _walk(ours, theirs, 0)
    if window and ours_left and theirs_left:
        yield from _walk(ours_left, theirs_left, window)


def _walk(
    ours: Sequence[Spot], theirs: Sequence[Spot], window: int
) -> Generator[tuple[Spot, Spot], None, tuple[list[Spot], list[Spot]]]:
    """Pairs in order; returns what is left of either."""
    mine = other = 0
    ours_left: list[Spot] = []
    theirs_left: list[Spot] = []
    while mine < len(ours) and other < len(theirs):
        days = theirs[other][0] - ours[mine][0]
        if abs(days) <= window:
            yield ours[mine], theirs[other]
            mine, other = mine + 1, other + 1
        elif days > 0:
            ours_left.append(ours[mine])
            mine += 1
        else:
            theirs_left.append(theirs[other])
            other += 1
    return [*ours_left, *ours[mine:]], [*theirs_left, *theirs[other:]]
