"""What people resolve, propose, approve and undo, and what it posts."""

from __future__ import annotations

import pytest
from tests.unit.desks import (
    AIGERIM,
    BOLAT,
    DANA,
    EVENING,
    FEE,
    HOUR,
    NOON,
    NOTHING,
    Line,
    balance,
    chain,
    compared,
    desk,
    holds,
    only,
    suspense,
    who,
)

from alatau.errors import (
    AlreadyDecided,
    AlreadyResolved,
    InputError,
    OwnApproval,
    ProposalStale,
)
from alatau.ledger import Purpose, Reverse
from alatau.reconcile.model import BreakType
from alatau.reconcile.workflow.casebook import CaseState, ProposalState
from alatau.reconcile.workflow.desk import Desk

__all__ = ["desk"]  # a fixture


async def test_write_off_of_a_deposit_that_nobody_knows(desk: Desk) -> None:
    await compared(desk, Line("zzz", 1234))
    step = await desk.write_off(only(desk, BreakType.UNKNOWN_DEPOSIT), who())
    assert not step.proposed
    assert await suspense(desk.ledger) == 0
    assert await balance(desk.ledger, Purpose.OUTSIDE) == -1234
    (posted,) = await desk.ledger.find(step.changes[0].id)
    assert (posted.transaction.actor, posted.transaction.reason) == (AIGERIM, "сверено")
    assert desk.book.active() == []
    await holds(desk)
    await desk.run(NOTHING, who(at=EVENING))
    assert desk.book.active() == []
    await holds(desk)


async def test_write_off_of_an_amount_issues_ours_and_bears_the_rest(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 7000)])
    await compared(desk, Line("a", 6990))
    await desk.write_off(only(desk, BreakType.AMOUNT), who())
    assert await balance(desk.ledger, Purpose.ISSUED) == -7000
    assert await balance(desk.ledger, Purpose.OUTSIDE) == 10
    await holds(desk)


async def test_fee_is_written_off_once_and_stays_so(desk: Desk) -> None:
    await compared(desk, Line("fee", -50, code=FEE))
    id_ = only(desk, BreakType.FEE)
    await desk.write_off(id_, who())
    run = await desk.run(NOTHING, who(at=EVENING))
    assert run.gone == ()
    assert desk.book.cases[id_].state is CaseState.RESOLVED
    assert await suspense(desk.ledger) == 0
    await holds(desk)


async def test_above_the_threshold_nothing_is_posted_before_another_approves(desk: Desk) -> None:
    await compared(desk, Line("zzz", 10_001))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    proposed = await desk.write_off(id_, who())
    assert proposed.proposed
    assert await suspense(desk.ledger) == 10_001
    assert desk.book.cases[id_].state is CaseState.PROPOSED
    with pytest.raises(OwnApproval, match=f"{AIGERIM} proposed proposal:3"):
        await desk.approve("proposal:3", who())
    with pytest.raises(AlreadyResolved, match="waits for approval: proposal:3"):
        await desk.write_off(id_, who(DANA))
    step = await desk.approve("proposal:3", who(BOLAT))
    assert await suspense(desk.ledger) == 0
    (posted,) = await desk.ledger.find(step.changes[0].id)
    assert posted.transaction.actor == f"{AIGERIM} and {BOLAT}"
    for again in (BOLAT, DANA):
        with pytest.raises(AlreadyDecided, match=f"approved by {BOLAT}"):
            await desk.approve("proposal:3", who(again))
    with pytest.raises(AlreadyResolved, match="resolved by proposal:3"):
        await desk.write_off(id_, who())
    await holds(desk)


async def test_exactly_the_threshold_takes_one(desk: Desk) -> None:
    await compared(desk, Line("zzz", 10_000))
    step = await desk.write_off(only(desk, BreakType.UNKNOWN_DEPOSIT), who())
    assert not step.proposed


async def test_rejected_proposal_opens_its_break_again(desk: Desk) -> None:
    await compared(desk, Line("zzz", 10_001))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    await desk.assign([id_], DANA, who())
    await desk.write_off(id_, who())
    await desk.reject("proposal:4", who(reason="нет, спросим банк"))  # one's own
    assert desk.book.cases[id_].state is CaseState.ASSIGNED
    assert desk.book.proposals["proposal:4"].state is ProposalState.REJECTED
    with pytest.raises(AlreadyDecided, match="rejected"):
        await desk.approve("proposal:4", who(BOLAT))
    await desk.write_off(id_, who(BOLAT))
    await holds(desk)


async def test_match_by_hand_of_two_and_one(desk: Desk) -> None:
    before = NOON - 20 * 24 * HOUR  # too long ago for any stage
    await desk.ledger.post([chain("a", 300, at=before), chain("b", 400, at=before)])
    await compared(desk, Line("иной", 700, party="ТОО «Нур»"))
    items = [id_ for case in desk.book.active() for id_ in case.items]
    assert len(items) == 3
    await desk.match(items, who())
    assert await suspense(desk.ledger) == 0
    assert desk.book.active() == []
    run = await desk.run(NOTHING, who(at=EVENING))
    assert (run.stale, run.gone, run.new) == ((), (), ())
    await holds(desk)
    with pytest.raises(AlreadyResolved, match="is in resolution:3"):
        await desk.match(items, who())


async def test_match_that_does_not_add_up_or_is_of_other_sources_is_refused(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 300), chain("p", 555, final=False)])
    await compared(desk, Line("иной", 700), Line("fee", -9, code=FEE))
    named = {case.one.type: case.items[0] for case in desk.book.active()}
    theirs = named[BreakType.UNKNOWN_DEPOSIT]
    for items, words in (
        (["chain:a", theirs], "ours add up to 300, theirs to 700"),
        ([theirs, theirs], "named twice"),
        ([], "named twice, or none"),
        ([named[BreakType.FEE]], "fee of the bank's"),
        (["chain:p"], "not final yet"),
    ):
        with pytest.raises(InputError, match=words):
            await desk.match(items, who())
    assert desk.book.resolutions == {}


async def test_undo_of_a_write_off_reverses_it_and_opens_the_break(desk: Desk) -> None:
    await compared(desk, Line("zzz", 1234))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    step = await desk.write_off(id_, who())
    undone = await desk.undo(step.decision.id, who(BOLAT, "нашёлся плательщик", EVENING))
    assert isinstance(undone.changes[0], Reverse)
    assert await suspense(desk.ledger) == 1234
    assert await balance(desk.ledger, Purpose.OUTSIDE) == 0
    case = desk.book.cases[id_]
    assert (case.state, case.found) == (CaseState.REOPENED, EVENING)
    assert [str(event.kind) for event in case.history] == ["run", "resolve", "resolve"]
    await holds(desk)
    with pytest.raises(AlreadyResolved, match="was undone by resolution:4"):
        await desk.undo(step.decision.id, who())
    with pytest.raises(AlreadyResolved, match="an undoing itself"):
        await desk.undo("resolution:4", who())
    await desk.write_off(id_, who())
    await holds(desk)


async def test_unmatched_by_hand_is_never_matched_by_a_run_again(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000)])
    await compared(desk, Line("a", 5000))
    (posted,) = [
        one.transaction.id
        for one in await desk.ledger.transactions()
        if one.transaction.id.startswith("match:")
    ]
    await desk.undo(posted, who(reason="это не он"))
    assert await suspense(desk.ledger) == 5000
    for at in (EVENING, EVENING + 1):
        run = await desk.run(NOTHING, who(at=at))
        assert (run.new, run.stale) == ((), ())
        assert await suspense(desk.ledger) == 5000
        assert {case.one.type for case in desk.book.active()} == {
            BreakType.MISSING_HERE, BreakType.MISSING_THERE,
        }  # fmt: skip
        await holds(desk)
    items = [id_ for case in desk.book.active() for id_ in case.items]
    await desk.match(items, who(reason="всё-таки он"))
    await desk.run(NOTHING, who(at=EVENING + 2))
    assert await suspense(desk.ledger) == 0
    assert desk.book.active() == []
    await holds(desk)
    with pytest.raises(AlreadyResolved, match="was undone"):
        await desk.undo(posted, who())


async def test_undo_above_the_threshold_takes_two(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 50_000)])
    await compared(desk, Line("a", 50_000))
    (posted,) = [
        one.transaction.id
        for one in await desk.ledger.transactions()
        if one.transaction.id.startswith("match:")
    ]
    step = await desk.undo(posted, who())
    assert step.proposed
    assert await suspense(desk.ledger) == 0
    with pytest.raises(AlreadyResolved, match="proposes to undo"):
        await desk.undo(posted, who(BOLAT))
    await desk.approve(step.decision.id, who(BOLAT))
    assert await suspense(desk.ledger) == 50_000
    assert len(desk.book.active()) == 2
    await holds(desk)


async def test_proposal_whose_items_have_been_matched_since_is_stale(desk: Desk) -> None:
    await compared(desk, Line("a", 20_000))
    step = await desk.write_off(only(desk, BreakType.UNKNOWN_DEPOSIT), who())
    await desk.ledger.post([chain("a", 20_000)])
    await desk.run(NOTHING, who(at=EVENING))
    assert await suspense(desk.ledger) == 0
    with pytest.raises(ProposalStale, match="changed since"):
        await desk.approve(step.decision.id, who(BOLAT))
    assert await suspense(desk.ledger) == 0
    await holds(desk)
