"""The second stage: the same amount and party, and days that are near enough."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

from alatau.reconcile.matching.normal import normal_party
from alatau.reconcile.matching.pairing import Spot, pair_equals
from alatau.reconcile.matching.sides import Side, Work, apart, count
from alatau.reconcile.model import Stage

_Key: TypeAlias = tuple[str, int, str, bool]


def match_parties(work: Work) -> None:
    """Pairs what is left and not bound; where several are equal, in order of day and id."""
    theirs = _spots(work, work.theirs)
    ours = _spots(work, work.ours)
    for key, mine in ours.items():
        others = theirs.get(key)
        if others is None:
            continue
        mine.sort()
        others.sort()
        several = len(mine) + len(others) > 2
        for one, other in pair_equals(mine, others, work.rules.party_days):
            text = (
                f"the amount and the party {work.ours.items[one[1]].party} are the same, "
                f"{apart(other[0] - one[0])}"
            )
            if several:
                text += (
                    f"; {count(len(mine), 'ours')} and {count(len(others), 'theirs')} are equal "
                    "in this: paired in order of day and id"
                )
            work.pair(Stage.AMOUNT_DATE_PARTY, one[1], other[1], text)


def _spots(work: Work, side: Side) -> dict[_Key, list[Spot]]:
    spots: dict[_Key, list[Spot]] = defaultdict(list)
    for at, taken in enumerate(side.taken):
        if taken or side.bound[at]:
            continue
        item = side.items[at]
        if party := normal_party(item.party):
            key = item.asset, item.amount, party, item.reversal
            spots[key].append((work.rules.day(item.time), at))
    return spots
