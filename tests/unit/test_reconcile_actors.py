"""Who may decide, what is refused, and two who decide at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.desks import (
    BOLAT,
    DANA,
    HOUR,
    IBAN,
    NOON,
    NOTHING,
    POLICY,
    RULES,
    Line,
    compared,
    desk,
    holds,
    only,
    open_desk,
    suspense,
    who,
)
from tests.unit.ledgers import open_at

from alatau.errors import (
    ActorRefused,
    AlreadyResolved,
    CaseMissing,
    DecisionsMoved,
    InputError,
    WorkflowError,
)
from alatau.reconcile.model import BreakType
from alatau.reconcile.workflow.desk import Desk
from alatau.reconcile.workflow.policy import Policy

__all__ = ["desk"]  # a fixture


async def test_who_is_not_allowed_or_says_no_reason_is_refused(desk: Desk) -> None:
    await compared(desk, Line("zzz", 1234))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    for actor, words in (("Чужой", "may not resolve"), ("", "nobody"), ("a\n", "no name")):
        with pytest.raises(ActorRefused, match=words):
            await desk.write_off(id_, who(actor))
        with pytest.raises(ActorRefused):
            await desk.run(NOTHING, who(actor))
        with pytest.raises(ActorRefused):
            await desk.assign([id_], actor, who())
    with pytest.raises(InputError, match="reason"):
        await desk.write_off(id_, who(reason=" "))
    assert desk.book.number == 2


async def test_only_approvers_approve(desk: Desk) -> None:
    strict = await Desk.open(desk.ledger, replace(POLICY, approvers=(DANA,)), RULES)
    await compared(strict, Line("zzz", 99_999))
    step = await strict.write_off(only(strict, BreakType.UNKNOWN_DEPOSIT), who())
    with pytest.raises(ActorRefused, match=f"{BOLAT} may not approve.*{DANA}"):
        await strict.approve(step.decision.id, who(BOLAT))
    with pytest.raises(ActorRefused):
        await strict.reject(step.decision.id, who(BOLAT))
    await strict.approve(step.decision.id, who(DANA))
    assert await suspense(desk.ledger) == 0


async def test_without_a_policy_everything_takes_two(tmp_path: Path) -> None:
    loose = Policy(backs=POLICY.backs)
    desk = await open_desk(tmp_path / "l.sqlite", loose)
    await compared(desk, Line("zzz", 1))
    step = await desk.write_off(only(desk, BreakType.UNKNOWN_DEPOSIT), who("Кто угодно"))
    assert step.proposed
    await desk.ledger.close()


async def test_unknown_ids_are_refused_with_a_remedy(desk: Desk) -> None:
    await compared(desk, Line("zzz", 1234))
    for refused in (
        desk.write_off("nothing", who()),
        desk.assign(["nothing"], DANA, who()),
        desk.match(["nothing"], who()),
        desk.undo("match:nothing", who()),
        desk.undo("resolution:9", who()),
        desk.approve("proposal:9", who()),
        desk.reject("proposal:9", who()),
    ):
        with pytest.raises(CaseMissing) as caught:
            await refused
        assert "alatau reconcile" in caught.value.remedy or "break" in caught.value.remedy
        assert isinstance(caught.value, WorkflowError)


async def test_two_who_decide_at_once_do_not_both(desk: Desk, tmp_path: Path) -> None:
    await compared(desk, Line("zzz", 1234))
    id_ = only(desk, BreakType.UNKNOWN_DEPOSIT)
    async with await open_at(tmp_path / "ledger.sqlite") as second:
        other = await Desk.open(second, POLICY, RULES)
        await other.write_off(id_, who(BOLAT))
        with pytest.raises(DecisionsMoved):
            await desk.write_off(id_, who())
        with pytest.raises(DecisionsMoved):
            await desk.run(NOTHING, who())
        await desk.reload()
        with pytest.raises(AlreadyResolved):
            await desk.write_off(id_, who())
        assert desk.book == other.book
    await holds(desk)


async def test_sla_runs_from_when_it_was_found_and_by_what_is_at_risk(desk: Desk) -> None:
    await compared(desk, Line("a", 100_000), Line("b", 99))
    small, large = sorted(desk.book.active(), key=lambda case: case.one.at_risk)
    assert (small.due(POLICY), large.due(POLICY)) == (NOON + 72 * HOUR, NOON + HOUR)
    assert not large.overdue(POLICY, NOON + HOUR)
    assert large.overdue(POLICY, NOON + HOUR + 1)
    assert not small.overdue(POLICY, NOON + HOUR + 1)
    assert small.due(replace(POLICY, sla=())) is None
    assert IBAN in small.items[0]
