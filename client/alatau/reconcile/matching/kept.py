"""Matches that were decided before: by people, or in a day that is closed."""

from __future__ import annotations

from collections.abc import Iterable

from alatau.errors import InputError
from alatau.reconcile.matching.sides import Side, Work
from alatau.reconcile.model import Item, Match


def keep(work: Work, kept: Iterable[Match]) -> tuple[Match, ...]:
    """Puts them first, as they are; gives those that no longer hold.

    A match does not hold when an item of it is not there (its block has vanished), or when
    the amounts have another difference than was decided on.  Raises `InputError` where two
    have an item in common, or one is of several assets: whoever keeps them must decide.
    """
    decided = sorted(set(kept), key=_order)
    if not decided:
        return ()
    ours = {item.id: at for at, item in enumerate(work.ours.items)}
    theirs = {item.id: at for at, item in enumerate(work.theirs.items)}
    stale: list[Match] = []
    used: dict[tuple[str, str], Match] = {}
    for match in decided:
        _once(match, used)
        mine = [ours[one] for one in match.ours if one in ours]
        others = [theirs[one] for one in match.theirs if one in theirs]
        items = [*_items(work.ours, mine), *_items(work.theirs, others)]
        _one_asset(match, items)
        whole = len(mine) == len(match.ours) and len(others) == len(match.theirs)
        if whole and match.difference == _difference(work, mine, others):
            work.match(match.stage, mine, others, match.explanation)
        else:
            stale.append(match)
    return tuple(stale)


def _order(match: Match) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    return match.ours, match.theirs, match.stage, match.explanation


def _items(side: Side, positions: list[int]) -> list[Item]:
    return [side.items[at] for at in positions]


def _difference(work: Work, mine: list[int], others: list[int]) -> int:
    theirs = sum(item.amount for item in _items(work.theirs, others))
    return theirs - sum(item.amount for item in _items(work.ours, mine))


def _once(match: Match, used: dict[tuple[str, str], Match]) -> None:
    if not match.ours and not match.theirs:
        raise InputError("a match that was kept has no items", field="kept")
    for side, ids in (("ours", match.ours), ("theirs", match.theirs)):
        for one in ids:
            if used.setdefault((side, one), match) is not match or ids.count(one) > 1:
                raise InputError(
                    f"{one!r} of {side} is in two matches that were kept",
                    field="kept",
                    remedy="take one of them back: alatau reconcile unmatch",
                )


def _one_asset(match: Match, items: list[Item]) -> None:
    for item in items:
        if item.asset != match.asset:
            raise InputError(
                f"{item.id!r} is of {item.asset}, and the match that was kept of {match.asset}",
                field="kept",
                remedy="take it back: alatau reconcile unmatch",
            )
