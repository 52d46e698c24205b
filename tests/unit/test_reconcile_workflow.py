"""The workflow: statements into the books, resolutions by one or two people, what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.unit.desks import (
    AIGERIM,
    BOLAT,
    DANA,
    DAY,
    EVENING,
    HOUR,
    IBAN,
    KZTE,
    NOON,
    NOTHING,
    POLICY,
    RULES,
    Line,
    balance,
    camt,
    chain,
    next_day,
    open_desk,
    reading,
    suspense,
    who,
)
from tests.unit.ledgers import open_at

from alatau.errors import (
    ActorRefused,
    AlreadyDecided,
    AlreadyResolved,
    CaseMissing,
    DecisionsMoved,
    InputError,
    OwnApproval,
    ProposalStale,
    StatementInvalid,
    WorkflowError,
)
from alatau.ledger import Finalize, Purpose, Reverse
from alatau.reconcile.model import BreakType
from alatau.reconcile.sources.facts import BankAsset
from alatau.reconcile.workflow.casebook import CaseState, ProposalState
from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.desk import Desk
from alatau.reconcile.workflow.policy import Policy
from alatau.statements import Status

FEE = "PMNT/MDOP/CHRG"


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = await open_desk(tmp_path / "ledger.sqlite")
    yield made
    assert (await made.ledger.verify()).wrong == ()
    await made.ledger.close()


async def compared(desk: Desk, *lines: Line, at: int = NOON) -> None:
    await desk.accept(reading(camt(lines)), who())
    await desk.run(NOTHING, who(at=at))


def only(desk: Desk, kind: BreakType) -> str:
    (found,) = (case.one.id for case in desk.book.active() if case.one.type is kind)
    return found


async def holds(desk: Desk) -> None:
    """Suspense is what is not resolved, and everybody who folds sees the same."""
    assert await suspense(desk.ledger) == desk.book.unresolved().get(KZTE, 0)
    assert fold(await desk.ledger.decisions()) == desk.book


# -- statements ------------------------------------------------------------------------


async def test_booked_entries_go_to_suspense_and_matches_out_of_it(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000)])
    found = await desk.accept(reading(camt([Line("a", 5000), Line("b", -700)])), who())
    assert [len(one.changes) for one in found.files] == [2]
    assert await suspense(desk.ledger) == 4300
    assert await balance(desk.ledger, Purpose.BANK) == 4300
    run = await desk.run(NOTHING, who())
    assert [one.ours for one in run.new] == [("chain:a",)]
    assert await suspense(desk.ledger) == -700
    assert await balance(desk.ledger, Purpose.ISSUED) == -5000
    await holds(desk)
    again = await desk.run(NOTHING, who(at=NOON + 1))
    assert again.new == ()
    assert again.found.matches == run.found.matches


async def test_same_file_twice_changes_nothing(desk: Desk) -> None:
    content = camt([Line("a", 5000)])
    await desk.accept(reading(content), who())
    heads = await desk.ledger.head(), await desk.ledger.decision_head()
    again = await desk.accept(reading(content, content), who(BOLAT))
    assert (again.files, again.problems) == ((), ())
    assert (await desk.ledger.head(), await desk.ledger.decision_head()) == heads


async def test_same_statement_in_another_file_posts_nothing(desk: Desk) -> None:
    content = camt([Line("a", 5000)])
    await desk.accept(reading(content), who())
    other = content.replace(b"\n</Stmt>", b"\n\n</Stmt>").replace(b"<Stmt>", b"<Stmt >")
    assert other != content
    found = await desk.accept(reading(other), who())
    assert [(one.statements, one.changes) for one in found.files] == [(0, ())]
    assert await suspense(desk.ledger) == 5000


async def test_statement_that_does_not_follow_the_accepted_one_is_refused_whole(
    desk: Desk,
) -> None:
    await desk.accept(reading(camt([Line("a", 5000)], opening=1000)), who())
    later = reading(camt([Line("b", 10)], opening=6001, day=next_day(DAY), number=2))
    with pytest.raises(StatementInvalid, match=r"bank-1.xml.*opens with 60.01.*closed with 60.00"):
        await desk.accept(later, who())
    assert await suspense(desk.ledger) == 5000
    found = await desk.accept(later, who(), partial=True)
    assert [one.message for one in found.problems if "opens" in one.message]
    assert await suspense(desk.ledger) == 5010


async def test_malformed_file_posts_nothing_unless_partial(desk: Desk) -> None:
    whole = camt([Line("a", 5000), Line("b", 300)])
    broken = whole.replace(b'Ccy="KZT">3.00', b'Ccy="KZT">3.0x', 1)
    assert broken != whole
    with pytest.raises(StatementInvalid) as caught:
        await desk.accept(reading(camt([Line("c", 9)], number=7), broken), who())
    assert (caught.value.file, caught.value.part) == ("bank-2.xml", "Amt")
    assert caught.value.line > 0
    assert await desk.ledger.decisions() == []
    await desk.accept(reading(broken), who(), partial=True)
    assert await suspense(desk.ledger) == 5000
    (content,) = desk.book.statements.values()
    assert content["partial"] is True
    await desk.run(NOTHING, who())
    assert BreakType.UNPROVEN in {case.one.type for case in desk.book.active()}
    await holds(desk)


async def test_interrupted_acceptance_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.reconcile.workflow.desk.TOGETHER", 2)
    files = reading(camt([Line(f"r{n}", 10 + n) for n in range(5)]))
    decide = desk.ledger.decide

    async def killed(*given: object, **more: object) -> None:
        raise KeyboardInterrupt

    post, calls = desk.ledger.post, []

    async def second_fails(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return await post(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.ledger, "post", second_fails)
    with pytest.raises(KeyboardInterrupt):
        await desk.accept(files, who())
    assert await suspense(desk.ledger) == 21
    assert desk.book.statements == {}
    monkeypatch.setattr(desk.ledger, "post", post)
    monkeypatch.setattr(desk.ledger, "decide", decide)
    await desk.accept(files, who())
    assert await suspense(desk.ledger) == 60
    (content,) = desk.book.statements.values()
    assert content["statements"][0]["more"] == []


async def test_entries_that_are_not_booked_post_nothing_and_are_kept(desk: Desk) -> None:
    await compared(desk, Line("a", 500), Line("p", 900, status=Status.PENDING))
    assert await suspense(desk.ledger) == 500
    (content,) = desk.book.statements.values()
    assert [one["amount"] for one in content["statements"][0]["more"]] == [900]
    await holds(desk)


async def test_currency_that_backs_another_asset_than_before_is_refused(desk: Desk) -> None:
    await desk.accept(reading(camt([Line("a", 5000)])), who())
    other = replace(POLICY, backs=(BankAsset("KZT", "KZTX", 2),))
    changed = await Desk.open(desk.ledger, other, RULES)
    with pytest.raises(InputError, match=r"KZT backs another asset .*: KZTE with 2 decimals"):
        await changed.run(NOTHING, who())


# -- resolutions -----------------------------------------------------------------------


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


# -- the chain goes on -----------------------------------------------------------------


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


# -- who, and who else -----------------------------------------------------------------


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
