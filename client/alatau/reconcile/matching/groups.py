"""One item with many of the other side that add up to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alatau.reconcile.matching.pools import Evidence, Key, Pool, evidences, pools
from alatau.reconcile.matching.sides import LIKELY, Left, Side, Unsearched, Work, count, still
from alatau.reconcile.matching.subsets import subsets_of
from alatau.reconcile.model import Stage

_SCANNED = 1_000
"""Of so many of a name and window those that are small enough are sought out, not of more."""


@dataclass(frozen=True, slots=True)
class _Sets:
    """The sets that add up to one item: one, or several that contradict each other."""

    one: Left
    sets: tuple[tuple[Left, ...], ...]
    words: str

    @property
    def claim(self) -> tuple[int, ...]:
        """The positions of the one set, in order; of several its own mark, which no other has."""
        if len(self.sets) > 1:
            return (-1 - self.one.at,)
        return tuple(sorted(part.at for part in self.sets[0]))


def match_groups(work: Work, stage: Stage, ours: list[Left], theirs: list[Left]) -> None:
    """`ONE_TO_MANY`: one of ours with many of theirs; `MANY_TO_ONE`: the other way round.

    A set is matched when it is the only one that adds up, among all items of its evidence and
    window; and when no other item lays claim to a part of it, unless that is its equal.
    """
    one_is_ours = stage is Stage.ONE_TO_MANY
    ones, many = (ours, theirs) if one_is_ours else (theirs, ours)
    side, other = (work.ours, work.theirs) if one_is_ours else (work.theirs, work.ours)
    for evidence in evidences(work.rules):
        ones, many = still(side, ones), still(other, many)
        found = _Search(work, stage, evidence, other.name).run(ones, many)
        _settle(work, stage, found, side)


class _Search:
    """The sets of every one, by one kind of evidence."""

    def __init__(self, work: Work, stage: Stage, evidence: Evidence, name: str) -> None:
        self._work, self._stage, self._evidence, self._name = work, stage, evidence, name

    def run(self, ones: Iterable[Left], many: Iterable[Left]) -> list[_Sets]:
        by_name = pools(many, self._evidence)
        found = []
        for one in ones:
            if one.size and (self._evidence.bound or not one.bound):
                sets = self._of(one, by_name)
                if sets is not None:
                    found.append(sets)
        return found

    def _of(self, one: Left, by_name: dict[tuple[object, Key], Pool]) -> _Sets | None:
        """The different sets of all its names; None where there is none."""
        sets: dict[frozenset[int], tuple[Left, ...]] = {}
        words = ""
        for name in self._evidence.of_one(one):
            pool = by_name.get((one.kind, name))
            for each in () if pool is None else self._in(one, pool):
                parts = frozenset(part.at for part in each)
                if parts not in sets:
                    sets[parts] = each
                    words = words or self._evidence.words.format(name)
        return _Sets(one, tuple(sets.values()), words) if sets else None

    def _in(self, one: Left, pool: Pool) -> Sequence[tuple[Left, ...]]:
        low, high = pool.span(one.day, self._evidence.days)
        total, most = pool.total(low, high), self._work.rules.group_items - 1
        if high - low < 2 or total < one.size:
            return ()
        if total == one.size:  # all of them: every other set is less
            if high - low <= most:
                return (tuple(pool.items[low:high]),)
            return self._not(one, f"{high - low} add up to it, and at most {most} may")
        if high - low > _SCANNED:
            return self._not(one, f"{high - low} come into question, which is too many")
        parts = [part for part in pool.items[low:high] if part.size < one.size]
        if len(parts) > self._evidence.candidates:
            limit = self._evidence.candidates
            return self._not(
                one, f"{len(parts)} come into question, and at most {limit} are searched"
            )
        sets = subsets_of([part.size for part in parts], one.size, most, wanted=2)
        return [tuple(parts[at] for at in each) for each in sets]

    def _not(self, one: Left, why: str) -> tuple[()]:
        words = f"not searched among {self._name} by {self._evidence.name}"
        self._work.unsearched.append(Unsearched(self._stage, one.item.id, f"{words}: {why}"))
        return ()


def _settle(work: Work, stage: Stage, found: list[_Sets], side: Side) -> None:
    """Matches what is sure, and suggests the rest."""
    claims: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    for each in found:
        for parts in each.sets:
            for part in parts:
                claims[part.at].add(each.claim)
    equals = Counter(each.claim for each in found)
    done: set[tuple[int, ...]] = set()
    for each in found:
        if len(each.sets) > 1:
            _suggest(work, each, side, "another set adds up to it too")
        elif any(claims[at] != {each.claim} for at in each.claim):
            _suggest(work, each, side, "another item lays claim to a part of them")
        elif each.claim not in done:
            done.add(each.claim)
            _match(work, stage, each, side, equals[each.claim] - 1)


def _match(work: Work, stage: Stage, each: _Sets, side: Side, equals: int) -> None:
    ours = side is work.ours
    parts = count(len(each.claim), "theirs" if ours else "ours")
    text = f"{parts} add up to {each.one.item.id}, by {each.words}; no other set does"
    if equals:
        text += f"; {equals} more of {side.name} are equal to it: the first by day and id has them"
    one = (each.one.at,)
    work.match(stage, one if ours else each.claim, each.claim if ours else one, text)


def _suggest(work: Work, each: _Sets, side: Side, why: str) -> None:
    parts = {part.at: part for parts in each.sets for part in parts}
    for at in sorted(parts):
        item, one = parts[at].item, each.one.item
        ours, theirs = (one, item) if side is work.ours else (item, one)
        text = f"one of several that add up to {one.id}, by {each.words}; {why}"
        work.suggest(ours, theirs, LIKELY, text)
