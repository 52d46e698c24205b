"""One and one whose amounts differ by no more than a rule's band allows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass

from alatau.reconcile.matching.rules import Band
from alatau.reconcile.matching.sides import Left, Unsearched, Work, apart, still
from alatau.reconcile.model import Stage


@dataclass(frozen=True, slots=True)
class _Edge:
    """Two that could be one, and the band that allows it."""

    ours: Left
    theirs: Left
    band: Band
    reference: str = ""

    @property
    def difference(self) -> int:
        return self.theirs.item.amount - self.ours.item.amount

    @property
    def order(self) -> tuple[int, int, tuple[int, int], tuple[int, int]]:
        """The least difference first, then the nearest day."""
        days = abs(self.theirs.day - self.ours.day)
        return abs(self.difference), days, self.ours.order, self.theirs.order


def match_within_bands(work: Work, ours: list[Left], theirs: list[Left]) -> None:
    """By a common reference; else by party and day, and then only if no other is meant."""
    if not work.rules.bands:
        return
    edges = _by_reference(work, still(work.ours, ours), still(work.theirs, theirs))
    several = _degrees(edges)
    for edge in sorted(edges, key=lambda one: one.order):
        if not work.ours.taken[edge.ours.at] and not work.theirs.taken[edge.theirs.at]:
            among = max(several["ours", edge.ours.at], several["theirs", edge.theirs.at])
            note = "; of several within it the least difference, then the nearest day and id"
            _pair(work, edge, f"the reference {edge.reference}", note if among > 1 else "")
    edges = _by_party(work, still(work.ours, ours), still(work.theirs, theirs))
    several = _degrees(edges)
    for edge in edges:
        if several["ours", edge.ours.at] == several["theirs", edge.theirs.at] == 1:
            _pair(work, edge, f"the party {edge.ours.item.party}", "; no other is within it")


def _pair(work: Work, edge: _Edge, why: str, note: str) -> None:
    days = apart(edge.theirs.day - edge.ours.day)
    allowed = edge.band.allowed(edge.ours.item.amount)
    text = (
        f"by {why}, {days}, and the rule {edge.band.name!r}: the amounts differ by "
        f"{edge.difference} base units of {allowed} allowed{note}"
    )
    work.pair(Stage.TOLERANCE, edge.ours.at, edge.theirs.at, text)


def _degrees(edges: list[_Edge]) -> Counter[tuple[str, int]]:
    degrees: Counter[tuple[str, int]] = Counter()
    for edge in edges:
        degrees["ours", edge.ours.at] += 1
        degrees["theirs", edge.theirs.at] += 1
    return degrees


def _by_reference(work: Work, ours: list[Left], theirs: list[Left]) -> list[_Edge]:
    window, most = work.rules.reference_days, work.rules.candidates
    holders: dict[tuple[object, str], list[Left]] = defaultdict(list)
    for other in theirs:
        for name in other.references:
            holders[other.kind, name].append(other)
    edges: dict[tuple[int, int], _Edge] = {}
    for mine in ours:
        for name in mine.references:
            others = holders.get((mine.kind, name), [])
            if len(others) > most:
                _not(work, mine, f"{len(others)} have the reference {name}", most)
                continue
            for other in others:
                if (mine.at, other.at) not in edges and abs(mine.day - other.day) <= window:
                    band = _band(work, mine, other)
                    if band is not None:
                        edges[mine.at, other.at] = _Edge(mine, other, band, name)
    return list(edges.values())


def _by_party(work: Work, ours: list[Left], theirs: list[Left]) -> list[_Edge]:
    window, most = work.rules.tolerance_days, work.rules.candidates
    parties: dict[tuple[object, str], list[Left]] = defaultdict(list)
    for other in theirs:
        if other.party and not other.bound:
            parties[other.kind, other.party].append(other)
    for others in parties.values():
        others.sort(key=lambda one: (one.size, one.order))
    edges: list[_Edge] = []
    crowded: set[tuple[object, str]] = set()
    for mine in ours:
        key = mine.kind, mine.party
        others = parties.get(key, [])
        if not mine.party or mine.bound or not others:
            continue
        band = work.rules.band(mine.item, others[0].item)
        if band is None:
            continue
        allowed = band.allowed(mine.size)
        low = bisect_left(others, mine.size - allowed, key=lambda one: one.size)
        high = bisect_right(others, mine.size + allowed, key=lambda one: one.size)
        if high - low > most:
            # Nobody of this party is then known to be the only one.
            crowded.add(key)
            _not(work, mine, f"{high - low} of the party are within the rule {band.name!r}", most)
            continue
        edges += [
            _Edge(mine, other, band)
            for other in others[low:high]
            if abs(mine.day - other.day) <= window
        ]
    return [edge for edge in edges if (edge.ours.kind, edge.ours.party) not in crowded]


def _band(work: Work, mine: Left, other: Left) -> Band | None:
    """The band, if the two are within it."""
    band = work.rules.band(mine.item, other.item)
    if band is None or abs(mine.size - other.size) > band.allowed(mine.size):
        return None
    return band


def _not(work: Work, mine: Left, why: str, most: int) -> None:
    text = f"not searched: {why}, and at most {most} are"
    work.unsearched.append(Unsearched(Stage.TOLERANCE, mine.item.id, text))
