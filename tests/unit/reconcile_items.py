"""Items of both sides for the tests of matching, and ways to say what was matched."""

from __future__ import annotations

from alatau.reconcile.matching.match import Matching, match
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import DAY, Item, Match, Source, Stage

NOON = 20_758 * DAY + DAY // 2
"""1 November 2026."""


def item(
    name: str,
    amount: int,
    *references: str,
    day: int = 0,
    party: str = "",
    text: str = "",
    asset: str = "KZTE",
    fee: int = 0,
    reversal: bool = False,
    second: int = 0,
) -> Item:
    source = Source.STATEMENT if name.startswith("B") else Source.CHAIN
    time = NOON + day * DAY + second
    return Item(
        name, source, asset, amount, time, references, party, text, fee=fee, reversal=reversal
    )


def matched(matching: Matching) -> list[tuple[str, str, str]]:
    """Stage, ours, theirs."""
    return [(one.stage.value, " ".join(one.ours), " ".join(one.theirs)) for one in matching.matches]


def left(matching: Matching) -> tuple[str, str]:
    ours = " ".join(one.id for one in matching.ours_left)
    return ours, " ".join(one.id for one in matching.theirs_left)


def only(matching: Matching, stage: Stage) -> Match:
    """The one match there is."""
    (found,) = matching.matches
    assert found.stage is stage
    return found


def run(ours: list[Item], theirs: list[Item], rules: Rules | None = None) -> Matching:
    return match(ours, theirs, rules or Rules())
