"""The first stage: an exact reference and the same amount.

Nearly all of a day's items are matched here, so this is written for a million of them: pairs are
positions in arrays until all are found, and then become matches in order of ours.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable

from alatau.reconcile.matching.normal import normal_party, normal_reference
from alatau.reconcile.matching.pairing import Spot, pair_equals
from alatau.reconcile.matching.references import NOBODY, ReferenceIndex
from alatau.reconcile.matching.sides import Side, Work, apart, count
from alatau.reconcile.model import DAY, Item, Match, Stage


def match_references(work: Work) -> None:
    """Matches by reference, and marks as bound what is left though the other side names it."""
    index = _index(work)
    partners = array("q", [NOBODY]) * len(work.ours.items)
    found = array("q", [NOBODY]) * len(work.theirs.items)
    contested = _pair_unique(work, index, partners, found)
    notes = _decide(work, contested, partners, found)
    for mine, other in enumerate(partners):
        if other != NOBODY:
            work.ours.taken[mine] = work.theirs.taken[other] = 1
    notes |= _pair_shared(work, index, partners)
    index.bind(work.ours)
    index.bind(work.theirs)
    del index, found  # the memory is for the matches now
    _add(work, partners, notes)


def _add(work: Work, partners: array[int], notes: dict[int, str]) -> None:
    stage, ours, theirs, add = (
        Stage.REFERENCE, work.ours.items, work.theirs.items, work.matches.append,
    )  # fmt: skip
    offset = work.rules.utc_offset
    for mine, other in enumerate(partners):
        if other != NOBODY:
            one, two = ours[mine], theirs[other]
            days = (one.time + offset) // DAY - (two.time + offset) // DAY
            text = _explain(one, two, days, notes.get(mine, ""))
            add(Match(stage, one.asset, (one.id,), (two.id,), 0, text))


def _index(work: Work) -> ReferenceIndex:
    """Of the side with fewer references, which decides nothing but the memory that it takes."""
    ours = sum(len(item.references) for item in work.ours.items)
    theirs = sum(len(item.references) for item in work.theirs.items)
    sides = (work.ours, work.theirs) if ours <= theirs else (work.theirs, work.ours)
    return ReferenceIndex(*sides)


def _pair_unique(
    work: Work, index: ReferenceIndex, partners: array[int], found: array[int]
) -> list[tuple[int, int]]:
    """Pairs by references that one of each side has; what contradicts them is given back."""
    contested: list[tuple[int, int]] = []
    near = work.rules.reference_days * DAY
    ours, theirs = index.holders(work.ours).first, index.holders(work.theirs).first
    for number in index.unique():
        mine, other = ours[number], theirs[number]
        one, two = work.ours.items[mine], work.theirs.items[other]
        if one.amount != two.amount or one.asset != two.asset:
            continue
        if work.ours.taken[mine] or work.theirs.taken[other]:
            continue
        # less than the window apart in seconds is within it in days, and quicker to see
        if abs(one.time - two.time) >= near and _days(work, one, two) > work.rules.reference_days:
            continue
        if partners[mine] == found[other] == NOBODY:
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
        if partners[mine] != NOBODY:
            edges.add((mine, partners[mine]))
        if found[other] != NOBODY:
            edges.add((found[other], other))
    for mine, other in edges:
        partners[mine] = found[other] = NOBODY

    def order(edge: tuple[int, int]) -> tuple[int, int, int, int]:
        mine, other = (
            side.items[at] for side, at in zip((work.ours, work.theirs), edge, strict=True)
        )
        shared = len(_names(mine) & _names(other))
        return -shared, _days(work, mine, other), *edge

    notes: dict[int, str] = {}
    for mine, other in sorted(edges, key=order):
        if partners[mine] == found[other] == NOBODY:
            partners[mine], found[other] = other, mine
            notes[mine] = (
                "; their references name others too: most in common, then the nearer day, "
                "then in order of ids"
            )
    return notes


def _pair_shared(work: Work, index: ReferenceIndex, partners: array[int]) -> dict[int, str]:
    """Pairs of equal amounts by references that several have; unequal ones are not guessed at."""
    notes: dict[int, str] = {}
    ours, theirs = index.holders(work.ours), index.holders(work.theirs)
    for number in index.shared():
        mine = [at for at in ours.of(number) if not work.ours.taken[at]]
        others = [at for at in theirs.of(number) if not work.theirs.taken[at]]
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


def _days(work: Work, one: Item, two: Item) -> int:
    return abs(work.rules.day(one.time) - work.rules.day(two.time))


def _names(item: Item) -> set[str]:
    return {name for name in map(normal_reference, item.references) if name}


def _explain(one: Item, two: Item, days: int, note: str) -> str:
    when = f", {apart(days)}" if days else ""
    return f"the reference {_common(one, two)} and the amount are the same{when}{note}"


def _common(one: Item, two: Item) -> str:
    """The first reference of ours that theirs has too, as we write it."""
    if len(one.references) == 1:
        return one.references[0]
    for text in one.references:
        if text in two.references and normal_reference(text):
            return text
    names = _names(two)
    return next(text for text in one.references if normal_reference(text) in names)
