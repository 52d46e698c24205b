"""The two sides while they are being matched: what is taken, what is left, what was found.

An item is meant by its position in its side, whose items are in order of ids.  So nothing
depends on the order in which they were given, and the order of positions is that of ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from alatau.errors import InputError
from alatau.reconcile.matching.normal import normal_party, normal_reference
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Item, Match, Stage, Suggestion

LIKELY: Final = 75
"""The score of a suggestion that was found by arithmetic, and is not the only one that fits."""


@dataclass(frozen=True, slots=True)
class Unsearched:
    """An item that a stage has not looked for to the end, as a limit of the rules forbids it."""

    stage: Stage
    item: str
    explanation: str


@dataclass(slots=True)
class Side:
    """One side's items, and two marks for each.

    `taken` are those that are in a match.  `bound` are those with a reference that the other
    side has too: who their partner is has been said, so likeness alone gives them no other.
    """

    name: str
    items: list[Item]
    taken: bytearray = field(init=False)
    bound: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.items))
        self.bound = bytearray(len(self.items))

    @classmethod
    def of(cls, name: str, items: Iterable[Item]) -> Side:
        """Each item once.  Raises `InputError` where an id is of two different items."""
        distinct: list[Item] = []
        last: Item | None = None
        for item in sorted(items, key=attrgetter("id")):
            if last is None or item.id != last.id:
                distinct.append(item)
                last = item
            elif item != last:
                raise InputError(
                    f"{name} have two different items of the id {item.id!r}",
                    field="id",
                    remedy="an id names one movement and never changes: see where both come from",
                )
        return cls(name, distinct)

    def free(self) -> tuple[Item, ...]:
        """The items that are in no match, in order."""
        taken = self.taken
        return tuple(item for at, item in enumerate(self.items) if not taken[at])


@dataclass(frozen=True, slots=True)
class Left:
    """An item that the first stages have left over, with what the later ones ask of it.

    `size` is its amount without the sign; `kind` what two must have in common to match at all.
    """

    at: int
    item: Item
    day: int
    size: int
    kind: tuple[str, bool, bool]
    party: str
    references: tuple[str, ...]
    bound: bool

    @property
    def order(self) -> tuple[int, int]:
        """By day, then by id: the order in which equals are paired."""
        return self.day, self.at


@dataclass(slots=True)
class Work:
    """Both sides, and what was found so far."""

    rules: Rules
    ours: Side
    theirs: Side
    matches: list[Match] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    unsearched: list[Unsearched] = field(default_factory=list)

    def pair(self, stage: Stage, ours: int, theirs: int, explanation: str) -> None:
        """One with one."""
        mine, other = self.ours.items[ours], self.theirs.items[theirs]
        self.ours.taken[ours] = self.theirs.taken[theirs] = 1
        difference = other.amount - mine.amount
        self.matches.append(
            Match(stage, mine.asset, (mine.id,), (other.id,), difference, explanation)
        )

    def match(
        self, stage: Stage, ours: Sequence[int], theirs: Sequence[int], explanation: str
    ) -> None:
        """Any number of each, one item at least; they are of one asset."""
        mine = [self.ours.items[at] for at in sorted(ours)]
        others = [self.theirs.items[at] for at in sorted(theirs)]
        for at in ours:
            self.ours.taken[at] = 1
        for at in theirs:
            self.theirs.taken[at] = 1
        difference = sum(one.amount for one in others) - sum(one.amount for one in mine)
        self.matches.append(
            Match(
                stage,
                (mine or others)[0].asset,
                tuple(one.id for one in mine),
                tuple(one.id for one in others),
                difference,
                explanation,
            )
        )

    def left(self, side: Side) -> list[Left]:
        """What of a side is in no match, by day and id."""
        found = [self._left(side, at) for at, taken in enumerate(side.taken) if not taken]
        return sorted(found, key=attrgetter("order"))

    def _left(self, side: Side, at: int) -> Left:
        item = side.items[at]
        names = dict.fromkeys(filter(None, map(normal_reference, item.references)))
        return Left(
            at,
            item,
            self.rules.day(item.time),
            abs(item.amount),
            (item.asset, item.amount < 0, item.reversal),
            normal_party(item.party),
            tuple(sorted(names)),
            bool(side.bound[at]),
        )

    def suggest(self, ours: Item, theirs: Item, score: int, explanation: str) -> None:
        """For people, if the rules want suggestions of such a score."""
        if score >= self.rules.suggestion_score:
            self.suggestions.append(Suggestion(ours.id, theirs.id, score, explanation))


def still(side: Side, found: Iterable[Left]) -> list[Left]:
    """Those that are in no match yet."""
    return [one for one in found if not side.taken[one.at]]


def apart(days: int) -> str:
    """How far two days are from each other, in words."""
    if days == 0:
        return "on the same day"
    return "1 day apart" if abs(days) == 1 else f"{abs(days)} days apart"


def count(number: int, of: str) -> str:
    """`2 of ours`."""
    return f"{number} of {of}"
