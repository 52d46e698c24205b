"""What both sides add up to, and that matches and breaks explain all of the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from alatau.reconcile.model import Break, BreakType, Item, Match, Source


@dataclass(frozen=True, slots=True)
class Sums:
    """An asset's sums in base units: the chain's (`ours`), and what the bank booked (`theirs`).

    `matched` is what amounts differ by within matches, `broken` by breaks of chain and bank,
    `elsewhere` what breaks count in another asset.  `opening` and `closing` are what the
    bank's accounts held, where statements say so.
    """

    asset: str
    ours: int
    theirs: int
    matched: int
    broken: int
    elsewhere: int
    opening: int
    closing: int

    @property
    def unexplained(self) -> int:
        """What neither matches nor breaks explain: 0, or reconciliation is wrong."""
        return self.theirs - self.ours - self.matched - self.broken - self.elsewhere


def sums_of(
    ours: Iterable[Item],
    theirs: Iterable[Item],
    matches: Iterable[Match],
    breaks: Iterable[Break],
    held: Iterable[tuple[str, int, int]],
) -> tuple[Sums, ...]:
    """The sums of each asset, in order; `held` are an asset's openings and closings."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    other: dict[str, Item] = {}
    for item in ours:
        found[item.asset]["ours"] += item.amount
    for item in theirs:
        found[item.asset]["theirs"] += item.amount
        other[item.id] = item
    for match in matches:
        found[match.asset]["matched"] += match.difference
    for one in breaks:
        if one.between == (Source.CHAIN, Source.STATEMENT):
            found[one.asset]["broken"] += one.amount
            if one.type is BreakType.CURRENCY:
                for item in (other[name] for name in one.items if name in other):
                    found[item.asset]["elsewhere"] += item.amount
    for asset, opening, closing in held:
        found[asset]["opening"] += opening
        found[asset]["closing"] += closing
    names = [one for one in Sums.__dataclass_fields__ if one != "asset"]
    return tuple(
        Sums(asset, **{name: found[asset][name] for name in names}) for asset in sorted(found)
    )
