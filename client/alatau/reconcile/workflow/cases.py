"""What became of each break: a pure fold of all decisions, in their order.

The same decisions give the same cases, whoever folds them and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from alatau.ledger import Decision, Head, StoredDecision
from alatau.reconcile.model import Break, BreakType, Item
from alatau.reconcile.workflow.carried import Carried, named_in
from alatau.reconcile.workflow.casebook import (
    BANK,
    Case,
    Casebook,
    CaseState,
    Event,
    Proposal,
    ProposalState,
    is_theirs,
)
from alatau.reconcile.workflow.records import (
    Action,
    Kind,
    Resolution,
    read_break,
    read_item,
    read_resolution,
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
    content, event = decision.values(), _event(decision, number)
    book.run, book.run_id = content, decision.id
    book.compared = len(book.statements)
    book.items = {item.id: item for item in map(read_item, content["items"])}
    book.items.update((item.id, item) for item in book.held())
    found = set()
    for values in content["breaks"]:
        one = read_break(values)
        found.add(one.id)
        items = tuple(each for each in one.items if each in book.items)
        case = book.cases.get(one.id)
        if case is None:
            book.cases[one.id] = Case(one, CaseState.OPEN, decision.at, items, history=(event,))
        elif case.state is CaseState.CLEARED or _is_another(case, one):
            # A difference that was accepted is not the one that there is now.
            book.cases[one.id] = replace(
                case, one=one, items=items, state=CaseState.REOPENED, found=decision.at,
                resolution="", history=(*case.history, event),
            )  # fmt: skip
        else:
            book.cases[one.id] = replace(case, one=one, items=items)
    held = {item.id for item in book.held()}
    for id_, case in book.cases.items():
        if case.active and id_ not in found and not held.intersection(case.one.items):
            _change(book, id_, event, state=CaseState.CLEARED, proposal="")


def _is_another(case: Case, now: Break) -> bool:
    before = case.one
    return case.state is CaseState.RESOLVED and (
        (before.type, before.amount, before.at_risk) != (now.type, now.amount, now.at_risk)
    )


def _assign(book: Casebook, decision: Decision, number: int) -> None:
    to = decision.values()["to"]
    for id_ in decision.subject:
        case = book.cases[id_]
        state = CaseState.PROPOSED if case.state is CaseState.PROPOSED else CaseState.ASSIGNED
        _change(book, id_, _event(decision, number), assigned=to, state=state)


def _propose(book: Casebook, decision: Decision, number: int) -> None:
    one = _resolution(decision)
    items = tuple(map(read_item, decision.values().get("items", ())))
    book.proposals[decision.id] = Proposal(one, ProposalState.OPEN, items)
    for id_ in one.breaks:
        case = book.cases[id_]
        state = CaseState.PROPOSED if case.active else case.state
        _change(book, id_, _event(decision, number), proposal=decision.id, state=state)


def _approve(book: Casebook, decision: Decision, number: int) -> None:
    (id_,) = decision.subject
    proposal = book.proposals[id_]
    approved = replace(proposal.resolution, approver=decision.actor)
    book.proposals[id_] = replace(
        proposal, resolution=approved, state=ProposalState.APPROVED, decided_by=decision.actor
    )
    _apply(book, approved, proposal.items, _event(decision, number))


def _reject(book: Casebook, decision: Decision, number: int) -> None:
    (id_,) = decision.subject
    proposal = book.proposals[id_]
    book.proposals[id_] = replace(proposal, state=ProposalState.REJECTED, decided_by=decision.actor)
    for each in proposal.resolution.breaks:
        case = book.cases[each]
        state = case.state
        if state is CaseState.PROPOSED:
            state = CaseState.ASSIGNED if case.assigned else CaseState.OPEN
        _change(book, each, _event(decision, number), proposal="", state=state)


def _resolve(book: Casebook, decision: Decision, number: int) -> None:
    items = tuple(map(read_item, decision.values().get("items", ())))
    _apply(book, _resolution(decision), items, _event(decision, number))


def _apply(book: Casebook, one: Resolution, items: Iterable[Item], event: Event) -> None:
    book.resolutions[one.id] = one
    book.decided_at[one.id] = event.number
    if one.action is Action.UNDO:
        book.undone[one.undoes] = one.id
        for item in one.items:
            book.taken.pop(item, None)
            if item in book.taken_items:
                book.items[item] = book.taken_items.pop(item)
        if one.undoes in book.resolutions:
            book.resolutions[one.undoes] = replace(book.resolutions[one.undoes], undone=one.id)
        else:
            _set_apart(book, items, event)
        for id_ in one.breaks:
            _change(
                book, id_, event, state=CaseState.REOPENED, found=event.at,
                proposal="", resolution="",
            )  # fmt: skip
        return
    for item in one.items:
        book.taken[item] = one.id
        book.taken_items[item] = book.items[item]
    for id_ in one.breaks:
        _change(book, id_, event, state=CaseState.RESOLVED, proposal="", resolution=one.id)


def _set_apart(book: Casebook, items: Iterable[Item], event: Event) -> None:
    """A break for each item of an automatic match that was undone, until it is matched."""
    for item in items:
        book.apart[item.id] = book.items[item.id] = item
        one = _apart_break(item, event)
        book.cases[one.id] = Case(one, CaseState.OPEN, event.at, (item.id,), history=(event,))


def _apart_break(item: Item, event: Event) -> Break:
    theirs = is_theirs(item)
    return Break(
        id=sha256(f"apart:{item.id}".encode()).hexdigest()[:16],
        type=BreakType.MISSING_HERE if theirs else BreakType.MISSING_THERE,
        between=BANK,
        asset=item.asset,
        amount=item.amount if theirs else -item.amount,
        at_risk=abs(item.amount),
        since=item.time,
        items=(item.id,),
        cause=f"its match was taken back by {event.actor}: {event.reason}",
    )


def _close(book: Casebook, decision: Decision, _number: int) -> None:
    book.closings.append(decision.values())
    if "carried" in book.run:
        book.carried = _left_open(book)


def _left_open(book: Casebook) -> Carried:
    """What the newest closing leaves, by the run that it was made of."""
    run, closing = book.run, book.closings[-1]
    cases = [case.one for case in book.cases.values() if case.active]
    keys, signatures = named_in(id_ for one in cases for id_ in one.items)
    open_ids = dict.fromkeys(id_ for one in cases if one.between == BANK for id_ in one.items)
    items = {item.id: item for item in map(read_item, run["carried"])}
    items |= {id_: book.items[id_] for id_ in open_ids if id_ in book.items}
    return Carried(
        day=closing["day"],
        ends=closing["ends"],
        run=run["decisions"] + 1,
        head=Head.parse(run["ledger"]).sequence,
        files=book.compared,
        slot=run["slot"] if run["journal"] else book.carried.slot,
        items=tuple(items[id_] for id_ in sorted(items)),
        keys=keys,
        signatures=signatures,
        beside=tuple(run["beside"]),
    )


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
