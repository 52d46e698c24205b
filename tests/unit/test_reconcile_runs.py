"""Runs as the chain goes on: what is not final, what is no more, what is cleared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.desks import (
    EVENING,
    HOUR,
    KZTE,
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

from alatau.errors import AlreadyResolved
from alatau.ledger import Finalize, Purpose, Reverse
from alatau.reconcile.model import BreakType
from alatau.reconcile.workflow.casebook import CaseState
from alatau.reconcile.workflow.desk import Desk

__all__ = ["desk"]  # a fixture


async def test_what_is_not_final_is_matched_but_posted_only_once_it_is(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000, final=False)])
    await compared(desk, Line("a", 5000))
    assert await suspense(desk.ledger) == 5000
    assert desk.book.run["waiting"] == {KZTE: 5000}
    await desk.ledger.post([Finalize("chain:a")])
    await desk.run(NOTHING, who(at=EVENING))
    assert await suspense(desk.ledger) == 0
    await holds(desk)


async def test_match_of_what_is_no_more_is_taken_back_by_the_run(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000)])
    await compared(desk, Line("a", 5000))
    assert await suspense(desk.ledger) == 0
    await desk.ledger.post([Reverse("r", "chain:a", time=NOON)])
    run = await desk.run(NOTHING, who(at=EVENING))
    assert len(run.stale) == 1
    assert await suspense(desk.ledger) == 5000
    await holds(desk)
    await desk.ledger.post([chain("b", 5000)])
    other = replace(chain("c", 5000), references={"signature": "a"})
    await desk.ledger.post([other])
    await desk.run(NOTHING, who(at=EVENING + 1))
    assert await suspense(desk.ledger) == 0
    await holds(desk)


async def test_resolution_of_what_is_no_more_is_taken_back_by_the_run(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 7000)])
    await compared(desk, Line("a", 6990))
    step = await desk.write_off(only(desk, BreakType.AMOUNT), who())
    await desk.ledger.post([Reverse("r", "chain:a", time=NOON)])
    run = await desk.run(NOTHING, who(at=EVENING))
    assert [one.id for one in run.gone] == [step.decision.id]
    assert await suspense(desk.ledger) == 6990
    assert await balance(desk.ledger, Purpose.ISSUED) == 0
    await holds(desk)


async def test_break_that_a_run_does_not_find_any_more_is_cleared(desk: Desk) -> None:
    await compared(desk, Line("a", 500))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    await desk.ledger.post([chain("a", 500)])
    await desk.run(NOTHING, who(at=EVENING))
    assert desk.book.cases[id_].state is CaseState.CLEARED
    with pytest.raises(AlreadyResolved, match="is no more"):
        await desk.write_off(id_, who())
    await desk.ledger.post([Reverse("r", "chain:a", time=NOON)])
    await desk.run(NOTHING, who(at=EVENING + HOUR))
    case = desk.book.cases[id_]
    assert (case.state, case.found) == (CaseState.REOPENED, EVENING + HOUR)
    await holds(desk)
