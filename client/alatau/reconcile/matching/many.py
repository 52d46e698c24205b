"""Many of ours with many of theirs: groups that hang together, and have the same sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from alatau.reconcile.matching.sides import Left, Unsearched, Work, count, still
from alatau.reconcile.model import Stage

_OURS, _THEIRS = 0, 1


def match_many(work: Work, ours: list[Left], theirs: list[Left]) -> None:
    """Whole groups only: first those that references hold together, then party and days.

    Of a party, those of one day are tried first, then those that are a day from one to the
    next, and so on: the nearest that fits is taken.  No group is longer than the rules' window.
    """
    # an amount of nothing fits into every group
    ours = [one for one in still(work.ours, ours) if one.size]
    theirs = [one for one in still(work.theirs, theirs) if one.size]
    _by_reference(work, ours, theirs)
    for gap in range(work.rules.group_days + 1):
        _by_party(work, still(work.ours, ours), still(work.theirs, theirs), gap)


def _by_reference(work: Work, ours: list[Left], theirs: list[Left]) -> None:
    nodes = [(_OURS, one) for one in ours] + [(_THEIRS, one) for one in theirs]
    roots = list(range(len(nodes)))

    def root(at: int) -> int:
        while roots[at] != at:
            roots[at] = roots[roots[at]]
            at = roots[at]
        return at

    holders: dict[tuple[object, str], int] = {}
    for at, (_, one) in enumerate(nodes):
        for name in one.references:
            first = root(holders.setdefault((one.kind, name), at))
            roots[max(first, root(at))] = min(first, root(at))
    groups: dict[int, list[tuple[int, Left]]] = defaultdict(list)
    for at, node in enumerate(nodes):
        groups[root(at)].append(node)
    for group in groups.values():
        _take(work, group, work.rules.reference_days, "references that they share")


def _by_party(work: Work, ours: list[Left], theirs: list[Left], gap: int) -> None:
    parties: dict[tuple[object, str], list[tuple[int, Left]]] = defaultdict(list)
    for side, items in ((_OURS, ours), (_THEIRS, theirs)):
        for one in items:
            if one.party and not one.bound:
                parties[one.kind, one.party].append((side, one))
    for (_, party), nodes in parties.items():
        nodes.sort(key=lambda node: (node[1].day, node[0], node[1].at))
        for group in _runs(nodes, gap):
            days = f"days that are at most {gap} apart from one to the next" if gap else "the day"
            words = f"the party {party} and {days}"
            _take(work, group, work.rules.group_days, words)


def _runs(items: list[tuple[int, Left]], gap: int) -> Iterator[list[tuple[int, Left]]]:
    run = [items[0]]
    for before, node in pairwise(items):
        if node[1].day - before[1].day > gap:
            yield run
            run = []
        run.append(node)
    yield run


def _take(work: Work, group: list[tuple[int, Left]], window: int, words: str) -> None:
    days = [one.day for _, one in group]
    if max(days) - min(days) > window:
        return
    mine = [one for side, one in group if side == _OURS]
    others = [one for side, one in group if side == _THEIRS]
    total = sum(one.size for one in mine)
    if len(mine) < 2 or len(others) < 2 or total != sum(one.size for one in others):
        return
    if len(group) > work.rules.group_items:
        why = (
            f"not searched: {len(group)} with the same sum hang together, and a match has at "
            f"most {work.rules.group_items}"
        )
        work.unsearched += [
            Unsearched(Stage.MANY_TO_MANY, one.item.id, why) for one in (*mine, *others)
        ]
        return
    text = (
        f"{count(len(mine), 'ours')} and {count(len(others), 'theirs')} have the same sum, "
        f"by {words}, and nothing else hangs together with them"
    )
    ours, theirs = [one.at for one in mine], [one.at for one in others]
    work.match(Stage.MANY_TO_MANY, ours, theirs, text)
