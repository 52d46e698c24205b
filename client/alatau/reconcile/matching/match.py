"""Matching two sides: which items are the same money, stage by stage.

    matching = match(ours, theirs, Rules())

A pure function of the set of items: their order, how often each is given and in how many
pieces change nothing.  No stage undoes what an earlier one has matched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alatau.reconcile.matching.by_party import match_parties
from alatau.reconcile.matching.by_reference import match_references
from alatau.reconcile.matching.groups import match_groups
from alatau.reconcile.matching.kept import keep
from alatau.reconcile.matching.many import match_many
from alatau.reconcile.matching.reversals import net_reversals
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.matching.sides import Side, Unsearched, Work, still
from alatau.reconcile.matching.suggest import best, suggest
from alatau.reconcile.matching.tolerance import match_within_bands
from alatau.reconcile.model import Item, Match, Stage, Suggestion


@dataclass(frozen=True, slots=True)
class Matching:
    """What two sides have in common, and what each has alone.

    Every item is in one match, or among those left.  `suggestions` are about what is left,
    the likeliest first; `unsearched` says what a limit of the rules kept from being looked
    for; `stale` are the matches to be kept that no longer hold, whose items were matched anew.
    """

    matches: tuple[Match, ...]
    ours_left: tuple[Item, ...]
    theirs_left: tuple[Item, ...]
    suggestions: tuple[Suggestion, ...]
    unsearched: tuple[Unsearched, ...] = ()
    stale: tuple[Match, ...] = ()


def match(
    ours: Iterable[Item], theirs: Iterable[Item], rules: Rules, *, kept: Iterable[Match] = ()
) -> Matching:
    """All matches of two sides, in order of stages.

    `kept` are matches that were decided before, which come first.  Equal items given twice
    count once.  Raises `InputError` where two different items have one id, or two kept matches
    an item in common.
    """
    work = Work(rules, Side.of("ours", ours), Side.of("theirs", theirs))
    stale = keep(work, kept)
    net_reversals(work)
    match_references(work)
    match_parties(work)
    mine, others = work.left(work.ours), work.left(work.theirs)
    match_groups(work, Stage.ONE_TO_MANY, mine, others)
    match_groups(work, Stage.MANY_TO_ONE, mine, others)
    match_many(work, mine, others)
    match_within_bands(work, mine, others)
    suggest(work, still(work.ours, mine), still(work.theirs, others))
    ours_left, theirs_left = work.ours.free(), work.theirs.free()
    return Matching(
        tuple(work.matches),
        ours_left,
        theirs_left,
        best(work),
        _unsearched(work, ours_left, theirs_left),
        stale,
    )


def _unsearched(work: Work, ours: Iterable[Item], theirs: Iterable[Item]) -> tuple[Unsearched, ...]:
    """Of what is left, each once, in order."""
    left = {item.id for side in (ours, theirs) for item in side}
    found = {one for one in work.unsearched if one.item in left}
    stages = list(Stage)
    return tuple(
        sorted(found, key=lambda one: (stages.index(one.stage), one.item, one.explanation))
    )
