"""A reversal with what it reverses, within one side: together they are nothing, once."""

from __future__ import annotations

from collections import defaultdict

from alatau.reconcile.matching.normal import normal_party, normal_reference
from alatau.reconcile.matching.sides import Side, Unsearched, Work, apart
from alatau.reconcile.model import Item, Stage


def net_reversals(work: Work) -> None:
    """Matches each reversal of either side with an earlier movement of that side.

    By a reference of both and the amount turned round; else by party and amount, where one
    movement alone comes into question.  What is left is a reversal of something unknown.
    """
    for side in (work.ours, work.theirs):
        reversals = [
            at for at, item in enumerate(side.items) if item.reversal and not side.taken[at]
        ]
        if reversals:
            _Netting(work, side, reversals).run()


_MOST = 1_000
"""Movements of one amount and name: what more of them have says nothing."""


class _Netting:
    def __init__(self, work: Work, side: Side, reversals: list[int]) -> None:
        self._work, self._side = work, side
        self._reversals = sorted(reversals, key=self._order)
        self._movements = self._wanted()

    def run(self) -> None:
        by_reference = self._by("reference")
        for at in self._reversals:
            item = self._side.items[at]
            shared: dict[int, int] = defaultdict(int)
            for name in _names(item):
                for movement in self._few(at, by_reference.get((item.asset, -item.amount, name))):
                    if self._fits(at, movement):
                        shared[movement] += 1
            if shared:
                # who shares more of its references, then the earliest
                best = min(shared, key=lambda one: (-shared[one], *self._order(one)))
                self._net(at, best, "with a reference in common", len(shared))
        by_party = self._by("party")
        for at in self._reversals:
            item = self._side.items[at]
            key = item.asset, -item.amount, normal_party(item.party)
            if self._side.taken[at]:
                continue
            found = [one for one in self._few(at, by_party.get(key)) if self._fits(at, one)]
            if len(found) == 1:
                self._net(at, found[0], "of the same party, and no other could be meant", 1)

    def _wanted(self) -> list[int]:
        """The movements whose amount some reversal turns round."""
        items = self._side.items
        amounts = {(items[at].asset, -items[at].amount) for at in self._reversals}
        return [
            at
            for at, item in enumerate(items)
            if (item.asset, item.amount) in amounts
            and not item.reversal
            and not self._side.taken[at]
        ]

    def _by(self, what: str) -> dict[tuple[str, int, str], list[int]]:
        found: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for at in self._movements:
            item = self._side.items[at]
            names = _names(item) if what == "reference" else [normal_party(item.party)]
            for name in names:
                if name:
                    found[item.asset, item.amount, name].append(at)
        return found

    def _few(self, reversal: int, movements: list[int] | None) -> list[int]:
        """The movements, unless they are too many to look at each for each reversal."""
        if movements and len(movements) > _MOST:
            text = f"not searched: {len(movements)} movements could be meant, which is too many"
            item = self._side.items[reversal]
            self._work.unsearched.append(Unsearched(Stage.REVERSAL, item.id, text))
            return []
        return movements or []

    def _fits(self, reversal: int, movement: int) -> bool:
        days = self._day(reversal) - self._day(movement)
        return not self._side.taken[movement] and 0 <= days <= self._work.rules.reversal_days

    def _net(self, reversal: int, movement: int, why: str, among: int) -> None:
        items = self._side.items
        days = self._day(reversal) - self._day(movement)
        text = (
            f"{items[reversal].id} of {self._side.name} takes {items[movement].id} back, {why}, "
            f"{apart(days)}"
        )
        if among > 1:
            text += f"; {among} have it: most in common, then the earliest, then in order of ids"
        both = (movement, reversal)
        ours = self._side is self._work.ours
        self._work.match(Stage.REVERSAL, both if ours else (), () if ours else both, text)

    def _day(self, at: int) -> int:
        return self._work.rules.day(self._side.items[at].time)

    def _order(self, at: int) -> tuple[int, int]:
        return self._day(at), at


def _names(item: Item) -> list[str]:
    return [*dict.fromkeys(name for name in map(normal_reference, item.references) if name)]
