"""The first stage: an exact reference and the same amount.

Nearly all of a day's items are matched here, so this is written for a million of them: indexes
are of positions, and the references that both sides have are in memory once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from alatau.reconcile.model import Item, Stage
from alatau.reconcile.normal import normal_party, normal_reference
from alatau.reconcile.pairing import Spot, pair_equals
from alatau.reconcile.sides import Side, Work, apart, count

_NONE = -1


@dataclass(slots=True)
class _Index:
    """Who has a reference: the first, and all where there are several."""

    first: dict[str, int] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, side: Side, known: dict[str, int] | None = None) -> _Index:
        """Of all the references of a side, or of those that the other is `known` to have."""
        index = cls()
        first, several = index.first, index.several
        for at, item in enumerate(side.items):
            for text in item.references:
                name = normal_reference(text)
                if not name or (known is not None and name not in known):
                    continue
                holder = first.setdefault(name, at)
                if holder != at:
                    holders = several.setdefault(name, [holder])
                    if holders[-1] != at:
                        holders.append(at)
        return index

    def holders(self, name: str) -> list[int]:
        return self.several.get(name) or [self.first[name]]


def match_references(work: Work) -> None:
    """Matches by reference, and marks as bound what is left though the other side names it."""
    theirs = _Index.of(work.theirs)
    ours = _Index.of(work.ours, theirs.first)
    partners = array("q", [_NONE]) * len(work.ours.items)
    found = array("q", [_NONE]) * len(work.theirs.items)
    contested = _pair_unique(work, ours, theirs, partners, found)
    notes = _decide(work, contested, partners, found)
    for mine, other in enumerate(partners):
        if other != _NONE:
            work.ours.taken[mine] = work.theirs.taken[other] = 1
    notes |= _pair_shared(work, ours, theirs, partners)
    _bind(work.ours, theirs)
    _bind(work.theirs, ours)
    del theirs, ours, found  # a quarter of the memory, before the matches take theirs
    for mine, other in enumerate(partners):
        if other != _NONE:
            work.pair(Stage.REFERENCE, mine, other, _explain(work, mine, other, notes.get(mine)))


def _pair_unique(
    work: Work, ours: _Index, theirs: _Index, partners: array[int], found: array[int]
) -> list[tuple[int, int]]:
    """Pairs by references that one of each side has; what contradicts them is given back."""
    contested: list[tuple[int, int]] = []
    for name, mine in ours.first.items():
        if name in ours.several or name in theirs.several:
            continue
        other = theirs.first[name]
        if not _fits(work, mine, other):
            continue
        if partners[mine] == found[other] == _NONE:
            partners[mine], found[other] = other, mine
        elif partners[mine] != other:
            contested.append((mine, other))
    return contested


def _decide(
    work: Work, contested: list[tuple[int, int]], partners: array[int], found: array[int]
) -> dict[int, str]:
    """Where an item's references name several: who shares more of them, then the nearer day."""
    edges = set(contested)
    for mine, other in contested:
        if partners[mine] != _NONE:
            edges.add((mine, partners[mine]))
        if found[other] != _NONE:
            edges.add((found[other], other))
    for mine, other in edges:
        partners[mine] = found[other] = _NONE

    def order(edge: tuple[int, int]) -> tuple[int, int, int, int]:
        mine, other = (
            side.items[at] for side, at in zip((work.ours, work.theirs), edge, strict=True)
        )
        shared = len(_names(mine) & _names(other))
        return -shared, _days(work, mine, other), *edge

    notes: dict[int, str] = {}
    for mine, other in sorted(edges, key=order):
        if partners[mine] == found[other] == _NONE:
            partners[mine], found[other] = other, mine
            notes[mine] = (
                "; their references name others too: most in common, then the nearer day, "
                "then in order of ids"
            )
    return notes


def _pair_shared(work: Work, ours: _Index, theirs: _Index, partners: array[int]) -> dict[int, str]:
    """Pairs of equal amounts by references that several have; unequal ones are not guessed at."""
    notes: dict[int, str] = {}
    shared = {name for name in ours.several if name in theirs.first}
    shared |= {name for name in theirs.several if name in ours.first}
    # rarer references first: they say more
    order = sorted(shared, key=lambda name: (_holders(ours, theirs, name), name))
    for name in order:
        mine = [at for at in ours.holders(name) if not work.ours.taken[at]]
        others = [at for at in theirs.holders(name) if not work.theirs.taken[at]]
        if not mine or not others:
            continue
        note = (
            f"; {count(len(mine), 'ours')} and {count(len(others), 'theirs')} have it: "
            "equal amounts paired by party, day and id"
        )
        for one, other in _pair_alike(work, mine, others):
            partners[one] = other
            work.ours.taken[one] = work.theirs.taken[other] = 1
            if len(mine) + len(others) > 2:
                notes[one] = note
    return notes


def _holders(ours: _Index, theirs: _Index, name: str) -> int:
    return len(ours.holders(name)) + len(theirs.holders(name))


def _pair_alike(work: Work, ours: list[int], theirs: list[int]) -> Iterable[tuple[int, int]]:
    """Pairs of equal amounts: of one party first, then of any."""
    window = work.rules.reference_days
    for by_party in (True, False):
        mine = _spots(work, work.ours, ours, by_party=by_party)
        others = _spots(work, work.theirs, theirs, by_party=by_party)
        for key in sorted(mine.keys() & others.keys()):
            for one, other in pair_equals(mine[key], others[key], window):
                yield one[1], other[1]


def _spots(
    work: Work, side: Side, positions: list[int], *, by_party: bool
) -> dict[tuple[str, int, str], list[Spot]]:
    """The items that are in no match, by what must be equal, in order."""
    spots: dict[tuple[str, int, str], list[Spot]] = defaultdict(list)
    for at in positions:
        item = side.items[at]
        party = normal_party(item.party) if by_party else ""
        if not side.taken[at] and (party or not by_party):
            spots[item.asset, item.amount, party].append((work.rules.day(item.time), at))
    for each in spots.values():
        each.sort()
    return spots


def _bind(side: Side, other: _Index) -> None:
    """Marks what is left of a side and has a reference that the other side has."""
    known, bound = other.first, side.bound
    for at, taken in enumerate(side.taken):
        if not taken:
            references = side.items[at].references
            bound[at] = any(normal_reference(text) in known for text in references)


def _fits(work: Work, mine: int, other: int) -> bool:
    one, two = work.ours.items[mine], work.theirs.items[other]
    return (
        one.amount == two.amount
        and one.asset == two.asset
        and not work.ours.taken[mine]
        and not work.theirs.taken[other]
        and _days(work, one, two) <= work.rules.reference_days
    )


def _days(work: Work, one: Item, two: Item) -> int:
    return abs(work.rules.day(one.time) - work.rules.day(two.time))


def _names(item: Item) -> set[str]:
    return {name for name in map(normal_reference, item.references) if name}


def _explain(work: Work, mine: int, other: int, note: str | None) -> str:
    one, two = work.ours.items[mine], work.theirs.items[other]
    days = _days(work, one, two)
    when = "" if days == 0 else f", {apart(days)}"
    return f"the reference {_common(one, two)} and the amount are the same{when}{note or ''}"


def _common(one: Item, two: Item) -> str:
    """The first reference of ours that theirs has too, as we write it."""
    for text in one.references:
        if text in two.references and normal_reference(text):
            return text
    names = _names(two)
    return next(text for text in one.references if normal_reference(text) in names)
