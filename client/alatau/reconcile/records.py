"""Breaks, items and resolutions as plain values, as decisions and reports keep them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from alatau.reconcile.model import Break, BreakType, Item, Source


class Kind(StrEnum):
    """What a decision of reconciliation is, as the ledger keeps its kind."""

    STATEMENT = "statement"
    """A file of statements was accepted, and its booked entries posted."""
    RUN = "run"
    """Everything was compared: the breaks that there were, and what was matched."""
    ASSIGN = "assign"
    PROPOSE = "propose"
    """A resolution that waits for a second actor."""
    APPROVE = "approve"
    REJECT = "reject"
    RESOLVE = "resolve"
    """A resolution that needs no second actor."""
    CLOSE = "close"
    """A day is locked."""


class Action(StrEnum):
    """How a person resolves."""

    MATCH = "match"
    """Items of both sides are the same money."""
    WRITE_OFF = "write-off"
    """The difference is a loss or a gain."""
    UNDO = "undo"
    """Take back a match or a write-off, whoever made it: what it was about is open again."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was, or is to be, done.

    `id` is that of the decision which proposed or made it.  `ours` and `theirs` are ids of items
    in order, `ours_sum` and `theirs_sum` what they add up to, in base units of `asset`; `amount`
    is what is at stake, by which it is decided whether two actors are needed.  `posts` is the id
    of its ledger transaction (empty: it moves no money of the books), `undoes` what an undo takes
    back; `breaks` those that it resolves, or opens again.
    """

    id: str
    action: Action
    asset: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    ours_sum: int
    theirs_sum: int
    amount: int
    breaks: tuple[str, ...]
    posts: str
    undoes: str
    actor: str
    reason: str
    at: int
    approver: str = ""
    undone: str = ""
    """The resolution that took it back."""

    @property
    def difference(self) -> int:
        """Theirs less ours: what goes to, or comes from, the outside."""
        return self.theirs_sum - self.ours_sum

    @property
    def items(self) -> tuple[str, ...]:
        """All of them, ours first."""
        return self.ours + self.theirs


def resolution_plain(one: Resolution) -> dict[str, Any]:
    """What a decision's content keeps; who, why and when are the decision's own."""
    return {
        "action": str(one.action),
        "asset": one.asset,
        "ours": list(one.ours),
        "theirs": list(one.theirs),
        "ours_sum": one.ours_sum,
        "theirs_sum": one.theirs_sum,
        "amount": one.amount,
        "breaks": list(one.breaks),
        "posts": one.posts,
        "undoes": one.undoes,
    }


def read_resolution(
    values: Mapping[str, Any], *, id_: str, actor: str, reason: str, at: int
) -> Resolution:
    """The inverse of `resolution_plain`."""
    return Resolution(
        id=id_,
        action=Action(values["action"]),
        asset=values["asset"],
        ours=tuple(values["ours"]),
        theirs=tuple(values["theirs"]),
        ours_sum=values["ours_sum"],
        theirs_sum=values["theirs_sum"],
        amount=values["amount"],
        breaks=tuple(values["breaks"]),
        posts=values["posts"],
        undoes=values["undoes"],
        actor=actor,
        reason=reason,
        at=at,
    )


def break_plain(one: Break) -> dict[str, Any]:
    """A break as plain values, all of it."""
    return {
        "id": one.id,
        "type": str(one.type),
        "between": [str(each) for each in one.between],
        "asset": one.asset,
        "amount": one.amount,
        "at_risk": one.at_risk,
        "since": one.since,
        "items": list(one.items),
        "cause": one.cause,
    }


def read_break(values: Mapping[str, Any]) -> Break:
    """The inverse of `break_plain`."""
    first, second = values["between"]
    return Break(
        id=values["id"],
        type=BreakType(values["type"]),
        between=(Source(first), Source(second)),
        asset=values["asset"],
        amount=values["amount"],
        at_risk=values["at_risk"],
        since=values["since"],
        items=tuple(values["items"]),
        cause=values["cause"],
    )


_PLAIN_ITEM = ("id", "asset", "amount", "time", "party", "text", "fee", "reversal", "pending")


def item_plain(one: Item) -> dict[str, Any]:
    """An item as plain values; what is empty is left out."""
    values = {name: value for name in _PLAIN_ITEM if (value := getattr(one, name))}
    if one.references:
        values["references"] = list(one.references)
    return {**values, "source": str(one.source), "amount": one.amount, "time": one.time}


def read_item(values: Mapping[str, Any]) -> Item:
    """The inverse of `item_plain`."""
    given = {name: values[name] for name in _PLAIN_ITEM if name in values}
    item = Item(source=Source(values["source"]), **given)
    return replace(item, references=tuple(values.get("references", ())))
