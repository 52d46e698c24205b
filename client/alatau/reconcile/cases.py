"""What became of each break: a pure fold of all decisions, in their order.

The same decisions give the same cases, whoever folds them and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from alatau.ledger import Decision, StoredDecision
from alatau.reconcile.model import Break, Item, Match, Stage
from alatau.reconcile.policy import Policy
from alatau.reconcile.records import (
    Action,
    Kind,
    Resolution,
    read_break,
    read_item,
    read_resolution,
)


class CaseState(StrEnum):
    """How far a break is."""

    OPEN = "open"
    ASSIGNED = "assigned"
    """Someone looks into it."""
    PROPOSED = "proposed"
    """A resolution waits for a second actor."""
    RESOLVED = "resolved"
    CLEARED = "cleared"
    """A later run does not find it any more: nobody had to do anything."""
    REOPENED = "reopened"
    """Its resolution was undone, or it came back after it was cleared."""


ACTIVE = frozenset(
    {CaseState.OPEN, CaseState.ASSIGNED, CaseState.PROPOSED, CaseState.REOPENED}
)
"""Still to be done."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a case: the decision's number and id, its kind, who, why, when."""

    number: int
    id: str
    kind: Kind
    actor: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class Case:
    """A break with its state.  `found` is since when somebody could have acted (unix seconds)."""

    one: Break
    state: CaseState
    found: int
    items: tuple[str, ...] = ()
    """Of the break's items those that no match has."""
    assigned: str = ""
    proposal: str = ""
    """The one that is open."""
    resolution: str = ""
    history: tuple[Event, ...] = ()

    @property
    def active(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ACTIVE

    def due(self, policy: Policy) -> int | None:
        """When it is to be resolved, in unix seconds; None: never."""
        return policy.due(self.one, self.found)

    def overdue(self, policy: Policy, now: int) -> bool:
        """Whether it should have been resolved by now."""
        due = self.due(policy)
        return self.active and due is not None and due < now


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resolution that needs a second actor."""

    resolution: Resolution
    state: ProposalState
    decided_by: str = ""


@dataclass(slots=True)
class Casebook:
    """All that the decisions up to `number` say.

    `items` are those of breaks that no match had in the newest run, by id; `taken` the
    resolution that has an item; `apart` items of automatic matches that were undone, which are
    matched by hand only.  `run` is the newest run's content.
    """

    number: int = 0
    cases: dict[str, Case] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    resolutions: dict[str, Resolution] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    undone: dict[str, str] = field(default_factory=dict)
    """What took back which match or resolution, by the id of what it took back."""
    run: Mapping[str, Any] = field(default_factory=dict)
    run_id: str = ""
    statements: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Contents of accepted files by the SHA-256 of the file."""
    closings: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def closed_until(self) -> int:
        """The second at which the newest closed day ends; 0: none is closed."""
        return int(self.closings[-1]["ends"]) if self.closings else 0

    def active(self) -> list[Case]:
        """Cases still to be done, the most at risk first, then the oldest."""
        found = [case for case in self.cases.values() if case.active]
        return sorted(found, key=lambda case: (-case.one.at_risk, case.one.since, case.one.id))

    def waiting(self) -> list[Proposal]:
        """Proposals that are open, in the order in which they were made."""
        return [one for one in self.proposals.values() if one.state is ProposalState.OPEN]

    def open_proposal(self, item: str) -> str:
        """The open proposal that has an item; empty: none."""
        for one in self.waiting():
            if item in one.resolution.items and one.resolution.action is not Action.UNDO:
                return one.resolution.id
        return ""

    def kept(self) -> tuple[Match, ...]:
        """What people resolved and nobody undid, as matches that every run keeps."""
        return tuple(
            Match(
                Stage.MANUAL,
                one.asset,
                one.ours,
                one.theirs,
                one.difference,
                f"{one.action} by {' and '.join(filter(None, (one.actor, one.approver)))}: "
                f"{one.reason}",
            )
            for one in self.resolutions.values()
            if one.action is not Action.UNDO and not one.undone and one.items
        )


def fold(decisions: Iterable[StoredDecision], book: Casebook | None = None) -> Casebook:
    """The casebook of decisions, or a casebook gone on with by those that follow it.

    Kinds that are not reconciliation's are passed over.
    """
    book = Casebook() if book is None else book
    for stored in decisions:
        book.number = stored.sequence
        decision = stored.decision
        if decision.kind in set(Kind):
            _STEPS[Kind(decision.kind)](book, decision, stored.sequence)
    return book


def _run(book: Casebook, decision: Decision, number: int) -> None:
    content = decision.values()
    book.run, book.run_id = content, decision.id
    book.items = {item.id: item for item in map(read_item, content["items"])}
    found = set()
    for values in content["breaks"]:
        one = read_break(values)
        found.add(one.id)
        items = tuple(each for each in one.items if each in book.items)
        case = book.cases.get(one.id)
        event = _event(decision, number)
        if case is None:
            book.cases[one.id] = Case(one, CaseState.OPEN, decision.at, items, history=(event,))
        elif case.state is CaseState.CLEARED:
            book.cases[one.id] = replace(
                case, one=one, items=items, state=CaseState.REOPENED, found=decision.at,
                history=(*case.history, event),
            )  # fmt: skip
        else:
            book.cases[one.id] = replace(case, one=one, items=items)
    for id_, case in book.cases.items():
        if case.active and id_ not in found:
            book.cases[id_] = replace(
                case, state=CaseState.CLEARED, proposal="",
                history=(*case.history, _event(decision, number)),
            )  # fmt: skip


def _assign(book: Casebook, decision: Decision, number: int) -> None:
    to = decision.values()["to"]
    for id_ in decision.subject:
        case = book.cases[id_]
        state = CaseState.PROPOSED if case.state is CaseState.PROPOSED else CaseState.ASSIGNED
        _change(book, id_, _event(decision, number), assigned=to, state=state)


def _propose(book: Casebook, decision: Decision, number: int) -> None:
    one = _resolution(decision)
    book.proposals[decision.id] = Proposal(one, ProposalState.OPEN)
    for id_ in one.breaks:
        case = book.cases[id_]
        state = CaseState.PROPOSED if case.active else case.state
        _change(book, id_, _event(decision, number), proposal=decision.id, state=state)


def _approve(book: Casebook, decision: Decision, number: int) -> None:
    (id_,) = decision.subject
    proposal = book.proposals[id_]
    approved = replace(proposal.resolution, approver=decision.actor)
    book.proposals[id_] = Proposal(approved, ProposalState.APPROVED, decision.actor)
    _apply(book, approved, decision, number)


def _reject(book: Casebook, decision: Decision, number: int) -> None:
    (id_,) = decision.subject
    proposal = book.proposals[id_]
    book.proposals[id_] = replace(
        proposal, state=ProposalState.REJECTED, decided_by=decision.actor
    )
    for each in proposal.resolution.breaks:
        case = book.cases[each]
        state = case.state
        if state is CaseState.PROPOSED:
            state = CaseState.ASSIGNED if case.assigned else CaseState.OPEN
        _change(book, each, _event(decision, number), proposal="", state=state)


def _resolve(book: Casebook, decision: Decision, number: int) -> None:
    _apply(book, _resolution(decision), decision, number)


def _apply(book: Casebook, one: Resolution, decision: Decision, number: int) -> None:
    book.resolutions[one.id] = one
    event = _event(decision, number)
    if one.action is Action.UNDO:
        book.undone[one.undoes] = one.id
        if one.undoes in book.resolutions:
            book.resolutions[one.undoes] = replace(book.resolutions[one.undoes], undone=one.id)
        else:
            book.apart.update(dict.fromkeys(one.items, one.id))
        for item in one.items:
            book.taken.pop(item, None)
        for id_ in one.breaks:
            _change(
                book, id_, event, state=CaseState.REOPENED, found=decision.at,
                proposal="", resolution="",
            )  # fmt: skip
        return
    for item in one.items:
        book.taken[item] = one.id
        book.apart.pop(item, None)
    for id_ in one.breaks:
        _change(book, id_, event, state=CaseState.RESOLVED, proposal="", resolution=one.id)


def _close(book: Casebook, decision: Decision, _number: int) -> None:
    book.closings.append(decision.values())


def _statement(book: Casebook, decision: Decision, _number: int) -> None:
    content = decision.values()
    book.statements[content["digest"]] = content


def _resolution(decision: Decision) -> Resolution:
    return read_resolution(
        decision.values(),
        id_=decision.id,
        actor=decision.actor,
        reason=decision.reason,
        at=decision.at,
    )


def _event(decision: Decision, number: int) -> Event:
    return Event(
        number, decision.id, Kind(decision.kind), decision.actor, decision.reason, decision.at
    )


def _change(book: Casebook, id_: str, event: Event, **values: Any) -> None:
    case = book.cases[id_]
    book.cases[id_] = replace(case, history=(*case.history, event), **values)


_STEPS = {
    Kind.STATEMENT: _statement,
    Kind.RUN: _run,
    Kind.ASSIGN: _assign,
    Kind.PROPOSE: _propose,
    Kind.APPROVE: _approve,
    Kind.REJECT: _reject,
    Kind.RESOLVE: _resolve,
    Kind.CLOSE: _close,
}
