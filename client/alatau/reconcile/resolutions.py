"""What a person's word becomes: a decision, and postings that can be taken back.

All of it is checked against the casebook and the policy before anything is written; nothing here
writes.  Above the policy's threshold a resolution is only proposed, until another actor approves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alatau.errors import (
    AlreadyDecided,
    AlreadyResolved,
    CaseMissing,
    InputError,
    OwnApproval,
    ProposalStale,
)
from alatau.ledger import Change, Decision, Reverse, canonical_json
from alatau.reconcile.bookings import SOURCE, PostedMatch, moved
from alatau.reconcile.cases import Case, Casebook, CaseState, Proposal, ProposalState
from alatau.reconcile.model import Item, Source
from alatau.reconcile.policy import Policy
from alatau.reconcile.records import Action, Kind, Resolution, resolution_plain


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


def match_by_hand(
    book: Casebook, policy: Policy, ours: Sequence[str], theirs: Sequence[str], who: Who
) -> Step:
    """Items of both sides are the same money: both sums must be equal.

    Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`, and `InputError` where assets or sums
    differ.
    """
    _check_who(policy, who)
    if len({*ours, *theirs}) != len(ours) + len(theirs):
        raise InputError("an item is named twice", field="items")
    here, there = [_item(book, id_) for id_ in ours], [_item(book, id_) for id_ in theirs]
    both = [*here, *there]
    if not both:
        raise InputError("nothing is to be matched", field="items")
    if len({one.asset for one in both}) > 1:
        assets = ", ".join(sorted({one.asset for one in both}))
        raise InputError(
            f"they are of several assets: {assets}", field="items", remedy="match one asset's"
        )
    _check_sides(here, there)
    sums = sum(one.amount for one in here), sum(one.amount for one in there)
    if sums[0] != sums[1]:
        raise InputError(
            f"ours add up to {sums[0]}, theirs to {sums[1]}",
            field="items",
            remedy="a match adds up; write off the break where a difference is to be borne",
        )
    taken = {one.id for one in both}
    breaks = [
        case for case in book.cases.values()
        if case.active and case.items and taken >= set(case.items)
    ]  # fmt: skip
    return _step(book, policy, who, Action.MATCH, here, there, breaks)


def write_off(book: Casebook, policy: Policy, break_id: str, who: Who) -> Step:
    """Bear the difference of a break: what is left of its items goes to the outside.

    Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`.
    """
    _check_who(policy, who)
    case = open_case(book, break_id)
    items = [_item(book, id_) for id_ in case.items]
    first = case.one.between[0]
    here = [one for one in items if one.source is first]
    there = [one for one in items if one.source is not first]
    return _step(book, policy, who, Action.WRITE_OFF, here, there, [case])


def undo(
    book: Casebook, policy: Policy, target: str, who: Who, posted: PostedMatch | None = None
) -> Step:
    """Take back a resolution, or an automatic match (`posted`: as it stands in the ledger).

    What it was about is open again; items of an automatic match are matched by hand only from
    then on.  Raises `CaseMissing`, `AlreadyResolved`, `ActorRefused`.
    """
    _check_who(policy, who)
    if target in book.undone:
        raise AlreadyResolved(
            f"{target} was undone by {book.undone[target]}", remedy="resolve it anew"
        )
    for one in book.waiting():
        if one.resolution.undoes == target:
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
    number = book.number + 1
    if before is not None:
        made = replace(before, posts=before.posts and f"undo:{number}", undoes=target)
    else:
        assert posted is not None  # noqa: S101 - one of the two is there
        sums = posted.ours_sum, posted.theirs_sum
        made = Resolution(
            "", Action.UNDO, posted.asset, posted.ours, posted.theirs, *sums,
            max(map(abs, sums)), (), f"undo:{number}", target, who.actor, who.reason, who.at,
        )  # fmt: skip
    made = replace(
        made, action=Action.UNDO, actor=who.actor, reason=who.reason, at=who.at, approver="",
        undone="",
    )  # fmt: skip
    return _decide(book, policy, made, who, reverses=_posts_of(before, target))


def approve(book: Casebook, policy: Policy, proposal_id: str, who: Who) -> Step:
    """Approve a proposal: it is posted.

    Raises `CaseMissing`, `OwnApproval`, `AlreadyDecided`, `ActorRefused`, and `ProposalStale`
    where its items or breaks are not as they were.
    """
    proposal = _proposal(book, proposal_id)
    policy.check_approver(who.actor)
    one = proposal.resolution
    if one.actor == who.actor:
        raise OwnApproval(
            f"{who.actor} proposed {proposal_id}", remedy="another person must approve it"
        )
    _check_fresh(book, one)
    number = book.number + 1
    decision = Decision(
        f"approval:{number}", Kind.APPROVE, who.at, (proposal_id,), who.actor, who.reason
    )
    approved = replace(one, approver=who.actor)
    return Step(decision, _changes(book, approved, who.at), book.number, approved)


def reject(book: Casebook, policy: Policy, proposal_id: str, who: Who) -> Step:
    """Reject a proposal, or withdraw one's own: its breaks are open again.

    Raises as `approve`; a proposal of one's own may be rejected.
    """
    proposal = _proposal(book, proposal_id)
    if proposal.resolution.actor != who.actor:
        policy.check_approver(who.actor)
    _check_reason(who)
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


def open_case(book: Casebook, break_id: str, *, proposed: bool = False) -> Case:
    """The case of a break that is still to be done; with `proposed`, also one that waits.

    Raises `CaseMissing`, `AlreadyResolved`.
    """
    case = book.cases.get(break_id)
    if case is None:
        raise CaseMissing(
            f"there is no break {break_id!r}", remedy="alatau reconcile list shows those there are"
        )
    if case.state is CaseState.PROPOSED and not proposed:
        raise AlreadyResolved(
            f"a resolution of {break_id} waits for approval: {case.proposal}",
            remedy=f"alatau reconcile approve {case.proposal}, or reject it first",
        )
    if case.state is CaseState.RESOLVED:
        raise AlreadyResolved(
            f"{break_id} is resolved by {case.resolution}",
            remedy=f"alatau reconcile unmatch {case.resolution} opens it again",
        )
    if case.state is CaseState.CLEARED:
        raise AlreadyResolved(
            f"{break_id} is no more: the newest run does not find it", remedy="nothing is to do"
        )
    return case


# -- how it is made --------------------------------------------------------------------


def _step(
    book: Casebook,
    policy: Policy,
    who: Who,
    action: Action,
    here: Iterable[Item],
    there: Iterable[Item],
    breaks: Sequence[Case],
) -> Step:
    here, there = sorted(here, key=lambda x: x.id), sorted(there, key=lambda x: x.id)
    sums = sum(one.amount for one in here), sum(one.amount for one in there)
    at_stake = [abs(sums[0]), abs(sums[1]), abs(sums[1] - sums[0])]
    if action is Action.WRITE_OFF:
        at_stake += [max(abs(case.one.amount), case.one.at_risk) for case in breaks]
    bank = any(one.source is Source.STATEMENT for one in there) or any(
        Source.STATEMENT in case.one.between for case in breaks
    )
    money = bank and any(sums)
    asset = next((one.asset for one in (*here, *there)), breaks[0].one.asset if breaks else "")
    made = Resolution(
        id="",
        action=action,
        asset=asset,
        ours=tuple(one.id for one in here),
        theirs=tuple(one.id for one in there),
        ours_sum=sums[0],
        theirs_sum=sums[1],
        amount=max(at_stake),
        breaks=tuple(case.one.id for case in breaks),
        posts=f"{action}:{book.number + 1}" if money else "",
        undoes="",
        actor=who.actor,
        reason=who.reason,
        at=who.at,
    )
    return _decide(book, policy, made, who)


def _decide(
    book: Casebook, policy: Policy, made: Resolution, who: Who, *, reverses: str = ""
) -> Step:
    two = policy.needs_two(made.asset, made.amount)
    kind, name = (Kind.PROPOSE, "proposal") if two else (Kind.RESOLVE, "resolution")
    made = replace(made, id=f"{name}:{book.number + 1}")
    if reverses:
        made = replace(made, posts=made.posts)
    decision = Decision(
        made.id, kind, who.at, made.breaks or made.items, who.actor, who.reason,
        canonical_json(resolution_plain(made)),
    )  # fmt: skip
    changes = () if two else _changes(book, made, who.at)
    return Step(decision, changes, book.number, made)


def _changes(book: Casebook, one: Resolution, at: int) -> tuple[Change, ...]:
    """What a resolution posts: into the open day, whatever day it is about."""
    if not one.posts:
        return ()
    time = max(at, book.closed_until)
    actor = " and ".join(filter(None, (one.actor, one.approver)))
    if one.action is not Action.UNDO:
        sums = one.ours_sum, one.theirs_sum
        made = moved(one.posts, one.asset, sums, time=time, actor=actor, reason=one.reason,
                     description=f"{one.action} of {len(one.items)} items",
                     metadata={"resolution": one.id})  # fmt: skip
        return (made,)
    reverses = _posts_of(book.resolutions.get(one.undoes), one.undoes)
    return (
        Reverse(one.posts, reverses, time, SOURCE, f"undo of {one.undoes}", actor, one.reason,
                metadata={"resolution": one.id}),
    )  # fmt: skip


def _posts_of(before: Resolution | None, target: str) -> str:
    return target if before is None else before.posts


# -- what is checked -------------------------------------------------------------------


def _check_who(policy: Policy, who: Who) -> None:
    policy.check_actor(who.actor)
    _check_reason(who)


def _check_reason(who: Who) -> None:
    if not who.reason.strip():
        raise InputError("a reason is missing", field="--reason", remedy="an auditor will read it")


def _check_sides(here: Sequence[Item], there: Sequence[Item]) -> None:
    sources = [{one.source for one in side} for side in (here, there)]
    if any(len(side) > 1 for side in sources) or sources[0] & sources[1]:
        raise InputError(
            "the items of a side are of one source, and those of the other of another",
            field="items",
            remedy="alatau reconcile show tells where each comes from",
        )


def _item(book: Casebook, id_: str) -> Item:
    if id_ in book.taken:
        raise AlreadyResolved(
            f"the item {id_} is in {book.taken[id_]}",
            remedy=f"alatau reconcile unmatch {book.taken[id_]} frees it",
        )
    if proposal := book.open_proposal(id_):
        raise AlreadyResolved(
            f"a resolution with the item {id_} waits for approval: {proposal}",
            remedy=f"alatau reconcile approve {proposal}, or reject it first",
        )
    if id_ not in book.items:
        raise CaseMissing(
            f"no open break has the item {id_!r}",
            remedy="alatau reconcile show tells a break's items; unmatch frees a matched one, "
            "and the next run lists it",
        )
    return book.items[id_]


def _proposal(book: Casebook, id_: str) -> Proposal:
    found = book.proposals.get(id_)
    if found is None:
        raise CaseMissing(
            f"there is no proposal {id_!r}",
            remedy="alatau reconcile list --state proposed shows those that wait",
        )
    if found.state is not ProposalState.OPEN:
        raise AlreadyDecided(
            f"{id_} was {found.state} by {found.decided_by}", remedy="nothing is left to decide"
        )
    return found


def _check_fresh(book: Casebook, one: Resolution) -> None:
    """That what a proposal is about is as it was when it was made."""
    if one.action is Action.UNDO:
        wrong = one.undoes in book.undone
    else:
        wrong = any(id_ not in book.items or id_ in book.taken for id_ in one.items)
        wrong |= any(book.cases[id_].proposal != one.id for id_ in one.breaks)
        here = sum(book.items[id_].amount for id_ in one.ours) if not wrong else 0
        there = sum(book.items[id_].amount for id_ in one.theirs) if not wrong else 0
        wrong |= (here, there) != (one.ours_sum, one.theirs_sum)
    if wrong:
        raise ProposalStale(
            f"what {one.id} is about has changed since it was proposed",
            remedy="reject it, and propose anew what is still open",
        )
