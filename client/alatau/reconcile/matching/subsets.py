"""Which of some amounts add up to another: by meeting in the middle, exactly, in integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


def subsets_of(sizes: Sequence[int], total: int, most: int, wanted: int) -> list[tuple[int, ...]]:
    """Up to `wanted` sets of positions whose sizes (above 0) add up to `total`.

    Of two positions to `most`.  Always the same ones in the same order.  Of n sizes it takes
    the time and memory of 2^(n/2) sums.
    """
    if sum(sizes) < total:
        return []
    middle = len(sizes) // 2
    first_half: dict[int, list[int]] = defaultdict(list)
    for mask, found in enumerate(_sums(sizes[:middle])):
        if found <= total:
            first_half[found].append(mask)
    sets: list[tuple[int, ...]] = []
    for mask, found in enumerate(_sums(sizes[middle:])):
        for other in first_half.get(total - found, ()):
            chosen = _positions(other | mask << middle)
            if 2 <= len(chosen) <= most:
                sets.append(chosen)
                if len(sets) == wanted:
                    return sets
    return sets


def _sums(sizes: Sequence[int]) -> list[int]:
    """The sum of every subset; bit i of its place says whether size i is in it."""
    sums = [0]
    for size in sizes:
        sums += [size + each for each in sums]
    return sums


def _positions(mask: int) -> tuple[int, ...]:
    return tuple(at for at in range(mask.bit_length()) if mask >> at & 1)
