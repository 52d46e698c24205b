"""What matching left over of either side, while causes are found for it.

Nearly everything is matched; so only what shares a reference with something that is left is
looked at again, and nothing is looked for by going through all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from alatau.reconcile.matching.match import Matching
from alatau.reconcile.matching.normal import normal_party, normal_reference
from alatau.reconcile.model import Item, Match, Stage

_Party: TypeAlias = tuple[str, str, bool]


class Leftovers:
    """One side: what is open, and all of it that has a reference of the `wanted` names."""

    def __init__(self, items: Iterable[Item], left: Iterable[Item], wanted: frozenset[str]) -> None:
        self._open = {item.id: item for item in sorted(left, key=order)}
        self._named: dict[str, list[Item]] = defaultdict(list)
        self._equal: dict[tuple[str, str, int], list[Item]] = defaultdict(list)
        self._open_named: dict[str, list[Item]] = defaultdict(list)
        self._parties: dict[_Party, list[Item]] = defaultdict(list)
        named = [item for item in items if not wanted.isdisjoint(names(item))]
        for item in sorted(named, key=order):
            for name in wanted.intersection(names(item)):
                self._named[name].append(item)
                self._equal[name, item.asset, item.amount].append(item)
                if item.id in self._open:
                    self._open_named[name].append(item)
        for item in self._open.values():
            if party(item):
                self._parties[_of_party(item)].append(item)

    def __contains__(self, item: Item) -> bool:
        return item.id in self._open

    def all(self) -> list[Item]:
        """What is open, in order of time and id."""
        return list(self._open.values())

    def take(self, items: Iterable[Item]) -> None:
        """These are explained."""
        for item in items:
            del self._open[item.id]

    def alike(self, item: Item) -> list[Item]:
        """Items of this side, open or not, with a reference of the item, in order."""
        return _once(self._named.get(name, ()) for name in names(item))

    def equal(self, item: Item) -> list[Item]:
        """Those of them that have its amount and asset too."""
        return _once(self._equal.get((name, item.asset, item.amount), ()) for name in names(item))

    def open_alike(self, item: Item) -> list[Item]:
        """Items with a reference of the item that are open, in order."""
        found = _once(self._open_named.get(name, ()) for name in names(item))
        return [one for one in found if one in self]

    def open_of_party(self, item: Item) -> list[Item]:
        """Those of its party, asset and direction that are open; none where it has no party."""
        if not party(item):
            return []
        return [one for one in self._parties.get(_of_party(item), ()) if one in self]


class Sides:
    """Both sides, and which match each item is in; `more` are those of neither that ask too."""

    def __init__(
        self,
        ours: Iterable[Item],
        theirs: Iterable[Item],
        matching: Matching,
        more: Iterable[Item] = (),
    ) -> None:
        ours, theirs = tuple(ours), tuple(theirs)
        self.items: Mapping[str, Item] = {item.id: item for item in (*ours, *theirs)}
        self.match_of: dict[str, Match] = {
            name: match for match in matching.matches for name in (*match.ours, *match.theirs)
        }
        self.netted = tuple(
            tuple(self.items[name] for name in match.theirs)
            for match in sorted(matching.matches, key=lambda one: one.theirs)
            if match.stage is Stage.REVERSAL and match.theirs
        )
        """The bank's movements that it took back itself, each with its reversal."""
        asking = chain(matching.ours_left, matching.theirs_left, more, *self.netted)
        wanted = frozenset(name for item in asking for name in names(item))
        self.ours = Leftovers(ours, matching.ours_left, wanted)
        self.theirs = Leftovers(theirs, matching.theirs_left, wanted)

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


def _of_party(item: Item) -> _Party:
    return party(item), item.asset, item.amount > 0


def _once(found: Iterable[Iterable[Item]]) -> list[Item]:
    return sorted({item.id: item for some in found for item in some}.values(), key=order)
