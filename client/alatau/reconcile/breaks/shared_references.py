"""What is left of both sides under one reference: late, told twice, another amount or currency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.breaks.leftovers import Leftovers, Sides, order
from alatau.reconcile.breaks.words import misread, units
from alatau.reconcile.model import BreakType, Item, Source

BETWEEN: Final = (Source.CHAIN, Source.STATEMENT)
_Group: TypeAlias = tuple[list[Item], list[Item]]


def same_reference(sides: Sides, drafts: Drafts) -> None:
    """Breaks of what shares references; each item that is explained is taken from its side.

    Whole groups come first whose sums are equal: nothing is too much in them, they are only
    late.  Then what one side has more often; then amounts; then currencies.
    """
    for ours, theirs in _groups(sides):
        if _sum(ours) == _sum(theirs):
            _late(sides, ours, theirs, drafts)
    for side in (sides.ours, sides.theirs):
        for item in side.all():
            _duplicate(sides, side, item, drafts)
    for ours, theirs in _groups(sides):
        if _sum(ours) == _sum(theirs):
            _late(sides, ours, theirs, drafts)
        else:
            _amount(sides, ours, theirs, drafts)
    _currencies(sides, drafts)


def _groups(sides: Sides) -> Iterator[_Group]:
    """What is open on both sides and hangs together by references, of one asset and direction."""
    seen: set[str] = set()
    for first in sides.ours.all():
        if first.id in seen:
            continue
        mine: list[Item] = []
        others: list[Item] = []
        todo = [first]
        seen.add(first.id)
        while todo:
            item = todo.pop()
            (mine if item.source is Source.CHAIN else others).append(item)
            for side in (sides.ours, sides.theirs):
                for one in side.open_alike(item):
                    if one.id not in seen and _kind(one) == _kind(first):
                        seen.add(one.id)
                        todo.append(one)
        if others:
            yield sorted(mine, key=order), sorted(others, key=order)


def _late(sides: Sides, ours: list[Item], theirs: list[Item], drafts: Drafts) -> None:
    sides.ours.take(ours)
    sides.theirs.take(theirs)
    drafts.add(
        BreakType.TIMING,
        BETWEEN,
        ours,
        theirs,
        amount=0,
        cause="the reference and the amount are the same, and they are further apart than the "
        "rules allow",
    )


def _duplicate(sides: Sides, side: Leftovers, item: Item, drafts: Drafts) -> None:
    """The same reference and amount again, after one that is matched or that came before."""
    equal = [one for one in side.equal(item) if one.id != item.id]
    matched = [one for one in equal if sides.is_paired(one)]
    before = [one for one in equal if one in side and order(one) < order(item)]
    if not matched and not before:
        return
    side.take([item])
    first = (matched or before)[0]
    where = "the chain has" if item.source is Source.CHAIN else "the bank has"
    pair = [first, item]
    ours, theirs = (pair, []) if item.source is Source.CHAIN else ([], pair)
    drafts.add(
        BreakType.DUPLICATE,
        BETWEEN,
        ours,
        theirs,
        amount=item.amount if theirs else -item.amount,
        cause=f"{where} {units(item.amount)} under one reference again:"
        " it was done or booked twice",
    )


def _amount(sides: Sides, ours: list[Item], theirs: list[Item], drafts: Drafts) -> None:
    sides.ours.take(ours)
    sides.theirs.take(theirs)
    difference = _sum(theirs) - _sum(ours)
    told = sum(item.fee for item in theirs)
    if told and difference == told:
        kind = BreakType.FEE
        cause = f"the reference is the same, and the bank says that it charged {units(-told)}"
    else:
        kind = BreakType.AMOUNT
        here, there = units(_sum(ours)), units(_sum(theirs))
        cause = f"the reference is the same: {here} here, {there} at the bank"
        if written := misread(_sum(ours), _sum(theirs)):
            cause = f"the reference is the same, and {written}"
    drafts.add(kind, BETWEEN, ours, theirs, amount=difference, cause=cause)


def _currencies(sides: Sides, drafts: Drafts) -> None:
    for item in sides.ours.all():
        others = [
            one
            for one in sides.theirs.open_alike(item)
            if one.asset != item.asset and (one.amount > 0) == (item.amount > 0)
        ]
        if not others:
            continue
        other = others[0]
        sides.ours.take([item])
        sides.theirs.take([other])
        drafts.add(
            BreakType.CURRENCY,
            BETWEEN,
            [item],
            [other],
            amount=-item.amount,
            cause=f"the reference is the same: {item.amount} of {item.asset} here, "
            f"{other.amount} of {other.asset} at the bank",
        )


def _sum(items: list[Item]) -> int:
    return sum(item.amount for item in items)


def _kind(item: Item) -> tuple[str, bool]:
    return item.asset, item.amount > 0
