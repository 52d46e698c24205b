"""Who has a reference, on both sides: an index of millions in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from alatau.reconcile.matching.normal import normal_reference
from alatau.reconcile.matching.sides import Side

NOBODY: Final = -1


@dataclass(slots=True)
class Holders:
    """The positions of one side that have a reference, which is meant by its number."""

    first: array[int]
    several: dict[int, list[int]] = field(default_factory=dict)

    def add(self, number: int, at: int) -> None:
        """One more."""
        holder = self.first[number]
        if holder == NOBODY:
            self.first[number] = at
        elif holder != at:
            holders = self.several.setdefault(number, [holder])
            if holders[-1] != at:
                holders.append(at)

    def of(self, number: int) -> list[int]:
        """All of them."""
        if number in self.several:
            return self.several[number]
        return [] if self.first[number] == NOBODY else [self.first[number]]


class ReferenceIndex:
    """The references of one side, numbered, and who of either has them.

    Of the other side only what the first has too.  Only one set of texts is kept, and
    positions in arrays: with dicts of both sides a million payments take twice the memory
    and, as memory is what they wait for, twice the time.
    """

    def __init__(self, side: Side, other: Side) -> None:
        numbers: dict[str, int] = {}
        self._numbers, self._side = numbers, side
        self._holders = Holders(array("q"))
        for at, item in enumerate(side.items):
            for text in item.references:
                if name := normal_reference(text):
                    number = numbers.setdefault(name, len(numbers))
                    if number == len(self._holders.first):
                        self._holders.first.append(at)
                    else:
                        self._holders.add(number, at)
        self._others = Holders(array("q", [NOBODY]) * len(numbers))
        for at, item in enumerate(other.items):
            for text in item.references:
                number = numbers.get(text, NOBODY)  # it may be normal as it is
                if number == NOBODY:
                    number = numbers.get(normal_reference(text), NOBODY)
                if number != NOBODY:
                    self._others.add(number, at)

    def holders(self, side: Side) -> Holders:
        """Who of a side."""
        return self._holders if side is self._side else self._others

    def unique(self) -> Iterator[int]:
        """The references that one of each side has."""
        here, there = self._holders, self._others
        for number, other in enumerate(there.first):
            if other != NOBODY and number not in here.several and number not in there.several:
                yield number

    def shared(self) -> list[int]:
        """Those that both have, and several of one: the rarer first, as they say more."""
        here, there = self._holders, self._others
        numbers = {number for number in here.several if there.first[number] != NOBODY}
        numbers |= there.several.keys()
        names = {number: name for name, number in self._numbers.items() if number in numbers}
        return sorted(
            numbers, key=lambda each: (len(here.of(each)) + len(there.of(each)), names[each])
        )

    def bind(self, side: Side) -> None:
        """Marks what is in no match and has a reference that the other side has too."""
        first = (self._others if side is self._side else self._holders).first
        for at, taken in enumerate(side.taken):
            if not taken:
                found = (
                    self._numbers.get(normal_reference(text), NOBODY)
                    for text in side.items[at].references
                )
                side.bound[at] = any(
                    number != NOBODY and first[number] != NOBODY for number in found
                )
