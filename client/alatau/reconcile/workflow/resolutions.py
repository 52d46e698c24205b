"""What a person's word becomes: a decision, and postings that can be taken back.

All of it is checked against the casebook and the policy before anything is written; nothing here
writes.  Above the policy's threshold a resolution is only proposed, until another actor approves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alatau.errors import AlreadyResolved, CaseMissing, InputError, OwnApproval
from alatau.ledger import Decision, canonical_json
from alatau.reconcile.workflow.bookings import PostedMatch
from alatau.reconcile.workflow.casebook import BANK, Casebook
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import Action, Kind, Resolution
from alatau.reconcile.workflow.resolution_checks import (
    check_fresh,
    check_matchable,
    check_reason,
    check_who,
    free_item,
    open_case,
    open_proposal,
)
from alatau.reconcile.workflow.resolution_making import (
    Step,
    Who,
    changes_of,
    decide,
    draft,
    share,
)


def match_by_hand(book: Casebook, policy: Policy, item_ids: Sequence[str], who: Who) -> Step:
    """Items of the chain and of the bank are the same money: both sums must be equal.

    Items of one side alone that add up to nothing (a movement and its reversal) may be matched
    too.  Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`, and `InputError` where assets
    or sums differ.
    """
    check_who(policy, who)
    if not item_ids or len(set(item_ids)) != len(item_ids):
        raise InputError("an item is named twice, or none is", field="items")
    items = [free_item(book, id_) for id_ in item_ids]
    check_matchable(book, items)
    made = share(items, items[0].asset)
    if made.difference:
        raise InputError(
            f"ours add up to {made.ours_sum}, theirs to {made.theirs_sum}",
            field="items",
            remedy="a match adds up; write off the break where a difference is to be borne",
        )
    taken = set(item_ids)
    breaks = tuple(
        case.one.id
        for case in book.cases.values()
        if case.active and case.items and taken >= set(case.items)
    )
    return decide(book, policy, draft(book, Action.MATCH, (made,), breaks, who), who)


def write_off(book: Casebook, policy: Policy, break_id: str, who: Who) -> Step:
    """Bear the difference of a break: what is left of its items goes to the outside.

    A break that has no money of the bank's in it is accepted as it is, until it changes; nothing
    is posted.  Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`.
    """
    check_who(policy, who)
    one = open_case(book, break_id)
    items = []
    if one.one.between == BANK:
        items = [item for id_ in one.items if not (item := free_item(book, id_)).pending]
    shares = [
        share([item for item in items if item.asset == asset], asset)
        for asset in sorted({item.asset for item in items} | {one.one.asset})
    ]
    risk = max(abs(one.one.amount), one.one.at_risk)
    shares = [
        replace(each, at_stake=max(each.at_stake, risk if each.asset == one.one.asset else 0))
        for each in shares
    ]
    return decide(book, policy, draft(book, Action.WRITE_OFF, tuple(shares), (break_id,), who), who)


def undo(
    book: Casebook, policy: Policy, target: str, who: Who, posted: PostedMatch | None = None
) -> Step:
    """Take back a resolution, or an automatic match (`posted`: as it stands in the ledger).

    What it was about is open again; items of an automatic match are matched by hand only from
    then on.  Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`.
    """
    check_who(policy, who)
    made = undoing(book, target, who, posted)
    return decide(book, policy, made, who, posted.items if posted is not None else ())


def undoing(
    book: Casebook, target: str, who: Who, posted: PostedMatch | None, *, forced: bool = False
) -> Resolution:
    """The undo of a resolution or automatic match; `forced`: whatever is proposed.

    Raises `CaseMissing`, `AlreadyResolved`.
    """
    if target in book.undone:
        raise AlreadyResolved(
            f"{target} was undone by {book.undone[target]}", remedy="resolve it anew"
        )
    for one in book.waiting():
        if one.resolution.undoes == target and not forced:
            raise AlreadyResolved(
                f"{one.resolution.id} proposes to undo {target} already",
                remedy=f"alatau reconcile approve {one.resolution.id}",
            )
    before = book.resolutions.get(target)
    if before is not None and before.action is Action.UNDO:
        raise AlreadyResolved(
            f"{target} is an undoing itself", remedy="resolve anew what it opened again"
        )
    if before is None and posted is None:
        raise CaseMissing(
            f"there is no match or resolution {target!r}",
            remedy="alatau reconcile show tells those of a break",
        )
    shares = before.shares if before is not None else (posted.share,) if posted else ()
    made = draft(book, Action.UNDO, shares, before.breaks if before is not None else (), who)
    moves = before is None or bool(before.posts)
    return replace(made, posts=made.posts if moves else "", undoes=target)


def approve(book: Casebook, policy: Policy, proposal_id: str, who: Who) -> Step:
    """Approve a proposal: it is posted.

    Raises `CaseMissing`, `OwnApproval`, `AlreadyDecided`, `ActorRefused`, and `ProposalStale`
    where its items or breaks are not as they were.
    """
    proposal = open_proposal(book, proposal_id)
    policy.check_approver(who.actor)
    one = proposal.resolution
    if one.actor == who.actor:
        raise OwnApproval(
            f"{who.actor} proposed {proposal_id}", remedy="another person must approve it"
        )
    check_fresh(book, one)
    number = book.number + 1
    decision = Decision(
        f"approval:{number}", Kind.APPROVE, who.at, (proposal_id,), who.actor, who.reason
    )
    approved = replace(one, approver=who.actor)
    return Step(decision, changes_of(book, approved, who.at), book.number, approved)


def reject(book: Casebook, policy: Policy, proposal_id: str, who: Who) -> Step:
    """Reject a proposal, or withdraw one's own: its breaks are open again.

    Raises as `approve`; a proposal of one's own may be rejected.
    """
    proposal = open_proposal(book, proposal_id)
    if proposal.resolution.actor != who.actor:
        policy.check_approver(who.actor)
    check_reason(who)
    number = book.number + 1
    decision = Decision(
        f"rejection:{number}", Kind.REJECT, who.at, (proposal_id,), who.actor, who.reason
    )
    return Step(decision, (), book.number)


def assign(book: Casebook, policy: Policy, break_ids: Sequence[str], to: str, who: Who) -> Step:
    """Someone is to look into breaks.  Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`."""
    policy.check_actor(who.actor)
    policy.check_actor(to)
    for id_ in break_ids:
        open_case(book, id_, proposed=True)
    number = book.number + 1
    decision = Decision(
        f"assignment:{number}", Kind.ASSIGN, who.at, tuple(break_ids), who.actor, who.reason,
        canonical_json({"to": to}),
    )  # fmt: skip
    return Step(decision, (), book.number)
