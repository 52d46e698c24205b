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
class Share:
    """What a resolution does in one asset, in base units.

    `ours` and `theirs` are ids of items in order (none: it accepts a difference that no money
    of the bank's is in), the sums what they add up to; `at_stake`, 0 or more, decides whether
    two actors are needed.
    """

    asset: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    ours_sum: int
    theirs_sum: int
    at_stake: int

    @property
    def difference(self) -> int:
        """Theirs less ours: what comes from the outside, or goes there."""
        return self.theirs_sum - self.ours_sum


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was, or is to be, done.

    `id` is that of the decision which proposed or made it, `posts` the id of its ledger
    transaction (empty: it moves no money of the books), `undoes` what an undo takes back.
    `breaks` are those that it resolves, or opens again.
    """

    id: str
    action: Action
    shares: tuple[Share, ...]
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
    def items(self) -> tuple[str, ...]:
        """Its items, asset by asset, ours first."""
        return tuple(id_ for one in self.shares for id_ in (*one.ours, *one.theirs))

    @property
    def actors(self) -> str:
        """Who resolved it, and who approved."""
        return " and ".join(filter(None, (self.actor, self.approver)))


def resolution_plain(one: Resolution) -> dict[str, Any]:
    """What a decision's content keeps; who, why and when are the decision's own."""
    return {
        "action": str(one.action),
        "shares": [
            {
                "asset": share.asset,
                "ours": list(share.ours),
                "theirs": list(share.theirs),
                "ours_sum": share.ours_sum,
                "theirs_sum": share.theirs_sum,
                "at_stake": share.at_stake,
            }
            for share in one.shares
        ],
        "breaks": list(one.breaks),
        "posts": one.posts,
        "undoes": one.undoes,
    }


def read_resolution(
    values: Mapping[str, Any], *, id_: str, actor: str, reason: str, at: int
) -> Resolution:
    """The inverse of `resolution_plain`."""
    shares = tuple(
        Share(
            asset=one["asset"],
            ours=tuple(one["ours"]),
            theirs=tuple(one["theirs"]),
            ours_sum=one["ours_sum"],
            theirs_sum=one["theirs_sum"],
            at_stake=one["at_stake"],
        )
        for one in values["shares"]
    )
    return Resolution(
        id=id_,
        action=Action(values["action"]),
        shares=shares,
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
    needed = {"source": str(one.source), "asset": one.asset, "amount": one.amount, "time": one.time}
    return {**values, **needed}


def read_item(values: Mapping[str, Any]) -> Item:
    """The inverse of `item_plain`."""
    given = {name: values[name] for name in _PLAIN_ITEM if name in values}
    item = Item(source=Source(values["source"]), **given)
    return replace(item, references=tuple(values.get("references", ())))
