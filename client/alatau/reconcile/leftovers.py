"""What matching left over of either side, while causes are found for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from alatau.reconcile.matching import Matching
from alatau.reconcile.model import Item, Match
from alatau.reconcile.normal import normal_party, normal_reference


class Leftovers:
    """Items of one side: all by their references, and those that nothing explains yet."""

    def __init__(self, items: Iterable[Item], left: Iterable[Item]) -> None:
        self._open = {item.id: item for item in left}
        self.by_reference: dict[str, list[Item]] = defaultdict(list)
        """All items of the side, matched or not, in order of time and id."""
        for item in sorted(items, key=order):
            for name in names(item):
                self.by_reference[name].append(item)

    def __contains__(self, item: Item) -> bool:
        return item.id in self._open

    def all(self) -> list[Item]:
        """What is open, in order of time and id."""
        return sorted(self._open.values(), key=order)

    def take(self, items: Iterable[Item]) -> None:
        """These are explained."""
        for item in items:
            del self._open[item.id]

    def alike(self, item: Item) -> list[Item]:
        """Items of this side with a reference of the item, in order; the item itself too."""
        found = {one.id: one for name in names(item) for one in self.by_reference.get(name, ())}
        return sorted(found.values(), key=order)

    def open_alike(self, item: Item) -> list[Item]:
        """Those of them that are open."""
        return [one for one in self.alike(item) if one in self]


class Sides:
    """Both sides, and which match each item is in."""

    def __init__(self, ours: Iterable[Item], theirs: Iterable[Item], matching: Matching) -> None:
        ours, theirs = tuple(ours), tuple(theirs)
        self.items: Mapping[str, Item] = {item.id: item for item in (*ours, *theirs)}
        self.ours = Leftovers(ours, matching.ours_left)
        self.theirs = Leftovers(theirs, matching.theirs_left)
        self.match_of: dict[str, Match] = {
            name: match for match in matching.matches for name in (*match.ours, *match.theirs)
        }

    def is_paired(self, item: Item) -> bool:
        """Whether it is matched with something of the other side."""
        match = self.match_of.get(item.id)
        return match is not None and bool(match.ours) and bool(match.theirs)


def names(item: Item) -> tuple[str, ...]:
    """Its references as they are compared, each once."""
    return tuple(dict.fromkeys(filter(None, map(normal_reference, item.references))))


def party(item: Item) -> str:
    """Its party as it is compared; empty: nobody knows."""
    return normal_party(item.party)


def order(item: Item) -> tuple[int, str]:
    """By time, then by id."""
    return item.time, item.id
