"""How a resolution becomes a decision, and postings that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alatau.ledger import Change, Decision, Reverse, canonical_json
from alatau.reconcile.model import Item, Source
from alatau.reconcile.workflow.bookings import SOURCE, moved
from alatau.reconcile.workflow.casebook import Casebook
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import (
    Action,
    Kind,
    Resolution,
    Share,
    item_plain,
    resolution_plain,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A decision and what it posts, to be kept in one commit right behind `expected`."""

    decision: Decision
    changes: tuple[Change, ...]
    expected: int
    resolution: Resolution | None = None

    @property
    def proposed(self) -> bool:
        """Whether it waits for a second actor."""
        return self.decision.kind == Kind.PROPOSE


@dataclass(frozen=True, slots=True)
class Who:
    """An actor with a reason, at a time (unix seconds)."""

    actor: str
    reason: str
    at: int


def share(items: Sequence[Item], asset: str) -> Share:
    """Items of one asset as what is resolved of it."""
    here = sorted(one.id for one in items if one.source is not Source.STATEMENT)
    there = sorted(one.id for one in items if one.source is Source.STATEMENT)
    theirs = sum(one.amount for one in items if one.source is Source.STATEMENT)
    ours = sum(one.amount for one in items) - theirs
    at_stake = max(abs(ours), abs(theirs), abs(theirs - ours))
    return Share(asset, tuple(here), tuple(there), ours, theirs, at_stake)


def draft(
    book: Casebook, action: Action, shares: tuple[Share, ...], breaks: tuple[str, ...], who: Who
) -> Resolution:
    """A resolution that has no id yet."""
    money = any(one.ours_sum or one.theirs_sum for one in shares)
    return Resolution(
        id="",
        action=action,
        shares=shares,
        breaks=breaks,
        posts=f"{action}:{book.number + 1}" if money else "",
        undoes="",
        actor=who.actor,
        reason=who.reason,
        at=who.at,
    )


def decide(
    book: Casebook, policy: Policy, made: Resolution, who: Who, items: Sequence[Item] = ()
) -> Step:
    """Proposed where the policy wants two, else done.  `items` are those that are set apart."""
    two = any(policy.needs_two(one.asset, one.at_stake) for one in made.shares)
    return decided(book, made, who, proposed=two, items=items)


def decided(
    book: Casebook,
    made: Resolution,
    who: Who,
    *,
    proposed: bool = False,
    items: Sequence[Item] = (),
) -> Step:
    """The decision and postings of a resolution, which gets its id here."""
    kind, name = (Kind.PROPOSE, "proposal") if proposed else (Kind.RESOLVE, "resolution")
    made = replace(made, id=f"{name}:{book.number + 1}")
    content = resolution_plain(made)
    if items:
        content["items"] = [item_plain(one) for one in items]
    decision = Decision(
        made.id, kind, who.at, made.breaks or made.items, who.actor, who.reason,
        canonical_json(content),
    )  # fmt: skip
    changes = () if proposed else changes_of(book, made, who.at)
    return Step(decision, changes, book.number, made)


def changes_of(book: Casebook, one: Resolution, at: int) -> tuple[Change, ...]:
    """What a resolution posts: into the open day, whatever day it is about."""
    if not one.posts:
        return ()
    time = max(at, book.closed_until)
    named = {"resolution": one.id}
    if one.action is Action.UNDO:
        before = book.resolutions.get(one.undoes)
        reverses = one.undoes if before is None else before.posts
        return (
            Reverse(
                id=one.posts, reverses=reverses, time=time, source=SOURCE,
                description=f"undo of {one.undoes}", actor=one.actors, reason=one.reason,
                metadata=named,
            ),
        )  # fmt: skip
    made = moved(
        one.posts,
        one.shares,
        time=time,
        description=f"{one.action} of {len(one.items)} items",
        actor=one.actors,
        reason=one.reason,
        metadata=named,
    )
    return () if made is None else (made,)
