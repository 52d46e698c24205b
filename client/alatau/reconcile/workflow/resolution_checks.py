"""What must hold before anything of reconciliation is resolved; each refusal is its own error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alatau.errors import (
    AlreadyDecided,
    AlreadyResolved,
    CaseMissing,
    InputError,
    ProposalStale,
)
from alatau.reconcile.model import BreakType, Item
from alatau.reconcile.workflow.casebook import (
    BANK,
    Case,
    Casebook,
    CaseState,
    Proposal,
    ProposalState,
)
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import Action, Resolution, Share
from alatau.reconcile.workflow.resolution_making import Who, share


def check_who(policy: Policy, who: Who) -> None:
    """Someone who may resolve, with a reason.  Raises `ActorRefused`, `InputError`."""
    policy.check_actor(who.actor)
    check_reason(who)


def check_reason(who: Who) -> None:
    """Raises `InputError` without a reason."""
    if not who.reason.strip():
        raise InputError("a reason is missing", field="--reason", remedy="an auditor will read it")


def check_matchable(book: Casebook, items: Sequence[Item]) -> None:
    """Final items of the chain and the bank, of one asset.  Raises `InputError`."""
    assets = sorted({one.asset for one in items})
    if len(assets) > 1:
        raise InputError(
            f"they are of several assets: {', '.join(assets)}",
            field="items",
            remedy="match items of one asset",
        )
    fees = {
        id_
        for case in book.cases.values()
        if case.active and case.one.type is BreakType.FEE
        for id_ in case.items
    }
    for one in items:
        if one.source not in BANK or one.pending:
            why = "not final yet" if one.pending else f"an item of the {one.source}"
            raise InputError(
                f"{one.id} is {why}",
                field="items",
                remedy="matched are final transactions of the chain and booked lines of the bank",
            )
        if one.id in fees:
            raise InputError(
                f"{one.id} is a fee of the bank's", field="items", remedy="write its break off"
            )


def free_item(book: Casebook, id_: str) -> Item:
    """An item of a break that nothing has.  Raises `CaseMissing`, `AlreadyResolved`."""
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


def open_proposal(book: Casebook, id_: str) -> Proposal:
    """A proposal that waits.  Raises `CaseMissing`, `AlreadyDecided`."""
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


def _least_stake(share: Share) -> int:
    return max(abs(share.ours_sum), abs(share.theirs_sum), abs(share.difference))


def check_fresh(book: Casebook, one: Resolution) -> None:
    """Raises `ProposalStale` where what a proposal is about is not as it was then."""
    if one.action is Action.UNDO:
        wrong = one.undoes in book.undone
    else:
        wrong = any(id_ not in book.items or id_ in book.taken for id_ in one.items)
        wrong |= any(book.cases[id_].proposal != one.id for id_ in one.breaks)
        wrong = wrong or any(
            share([book.items[id_] for id_ in (*each.ours, *each.theirs)], each.asset)
            != replace(each, at_stake=_least_stake(each))
            for each in one.shares
        )
    if wrong:
        raise ProposalStale(
            f"what {one.id} is about has changed since it was proposed",
            remedy="reject it, and propose anew what is still open",
        )


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
