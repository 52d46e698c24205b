"""What a closed period leaves open: taken up by the next, with its true age; the rest not read."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.unit.desks import (
    HOUR,
    IBAN,
    KZTE,
    POLICY,
    RULES,
    Line,
    breaks_found,
    camt,
    chain,
    next_day,
    open_desk,
    reading,
    suspense,
    who,
)

from alatau.ledger import Finalize, Ledger
from alatau.reconcile.fourway import reconcile
from alatau.reconcile.model import DAY as A_DAY
from alatau.reconcile.model import BreakType, Item, Match, Source, Stage
from alatau.reconcile.reports.report import report_of
from alatau.reconcile.sources.facts import BankAsset, Expected, Inputs, JournalFact
from alatau.reconcile.workflow.casebook import CaseState
from alatau.reconcile.workflow.closing import ends_of
from alatau.reconcile.workflow.desk import Desk
from alatau.sender import State
from alatau.statements import Account, Balance, Statement
from alatau.statements import Kind as StatementKind

JANUARY = date(2026, 1, 31)
MIDNIGHT = ends_of(JANUARY, 0)
"""Of 31 January to 1 February."""
NOTHING = Inputs()


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = await open_desk(tmp_path / "ledger.sqlite")
    yield made
    assert (await made.ledger.verify()).wrong == ()
    await made.ledger.close()


async def closed(desk: Desk, day: date = JANUARY, given: Inputs = NOTHING) -> dict[str, Any]:
    at = ends_of(day, 0) + HOUR
    await desk.run(given, who(at=at))
    content: dict[str, Any] = json.loads(await desk.close(day, who(at=at)))
    return content


async def test_line_of_february_matches_a_payment_of_january(desk: Desk) -> None:
    await desk.ledger.post([chain("оплата-77", 5000, at=MIDNIGHT - 2 * HOUR)])
    await closed(desk)
    later = camt([Line("оплата-77", 5000)], day=date(2026, 2, 2))
    await desk.accept(reading(later), who(at=MIDNIGHT + 2 * A_DAY))
    run = await desk.run(NOTHING, who(at=MIDNIGHT + 2 * A_DAY))
    ((ours,),) = [one.ours for one in run.new]
    assert ours == "chain:оплата-77"
    assert "2 days apart" in run.new[0].explanation
    assert await suspense(desk.ledger) == 0
    (case,) = desk.book.cases.values()
    assert case.state is CaseState.CLEARED


async def test_payment_of_february_matches_a_line_of_january(desk: Desk) -> None:
    await desk.accept(reading(camt([Line("оплата-78", 700)], day=JANUARY)), who(at=MIDNIGHT))
    await closed(desk)
    await desk.ledger.post([chain("оплата-78", 700, at=MIDNIGHT + 2 * A_DAY)])
    await desk.run(NOTHING, who(at=MIDNIGHT + 2 * A_DAY))
    assert desk.book.active() == []
    assert await suspense(desk.ledger) == 0


async def test_carried_break_has_its_true_age_and_says_which_closing_left_it(desk: Desk) -> None:
    since = MIDNIGHT - 2 * HOUR
    await desk.ledger.post([chain("a", 5000, at=since)])
    await closed(desk)
    for days in range(1, 4):
        await closed(desk, next_day(JANUARY, days))
    await desk.ledger.post([chain("b", 10, at=MIDNIGHT + 5 * A_DAY)])
    now = MIDNIGHT + 5 * A_DAY
    await desk.run(NOTHING, who(at=now))
    lines = {one.case.items[0]: one for one in report_of(desk.book, POLICY, "Алатау", now).lines}
    assert (lines["chain:a"].carried, lines["chain:a"].age) == ("2026-01-31", now - since)
    assert (lines["chain:b"].carried, lines["chain:b"].age) == ("", 0)
    assert desk.book.run["from"] == "2026-02-03"


@pytest.mark.parametrize("days", [1, 60])
async def test_repetition_of_what_is_settled_is_a_duplicate_and_a_reversal_one(
    desk: Desk, days: int
) -> None:
    await desk.ledger.post([chain(name, 5000, at=MIDNIGHT - HOUR) for name in ("a", "b")])
    january = camt([Line("a", 5000), Line("b", 5000)], day=JANUARY)
    await desk.accept(reading(january), who(at=MIDNIGHT))
    await closed(desk)
    assert desk.book.active() == []
    lines = [Line("a", 5000), Line("b", -5000, reversal=True)]
    more = camt(lines, opening=1_010_000, day=next_day(JANUARY, days), number=2)
    at = MIDNIGHT + days * A_DAY
    await desk.accept(reading(more), who(at=at))
    run = await desk.run(NOTHING, who(at=at))
    assert {one.type for one in run.found.breaks} == {BreakType.DUPLICATE, BreakType.REVERSAL}
    assert run.found.breaks == tuple(await breaks_found(desk, NOTHING, at, whole=True))


async def test_books_of_the_day_before_need_not_be_given_again(desk: Desk) -> None:
    """The bank's reference of a deposit is known from them."""
    given = Inputs(
        journal=(JournalFact("D-9", State.FINALIZED, MIDNIGHT, ("s",), "s", 1),),
        expected=(Expected("D-9", KZTE, 5000, MIDNIGHT, "KZ2600009", "Әлия Серікқызы"),),
        slot=MIDNIGHT,
    )
    await desk.ledger.post([chain("s", 5000, at=MIDNIGHT - HOUR)])
    await closed(desk, given=given)
    later = camt([Line("KZ2600009", 5000, party="")], day=next_day(JANUARY, 2))
    await desk.accept(reading(later), who(at=MIDNIGHT + 2 * A_DAY))
    run = await desk.run(NOTHING, who(at=MIDNIGHT + 2 * A_DAY))
    assert [(one.ours, one.stage) for one in run.new] == [(("chain:s",), "reference")]


async def test_intents_that_were_compared_are_not_compared_again(desk: Desk) -> None:
    await desk.ledger.post([chain("s", 5000, at=MIDNIGHT - HOUR)])
    given = Inputs(
        journal=(
            JournalFact("D-9", State.FINALIZED, MIDNIGHT, ("s",), "s", MIDNIGHT - HOUR),
            JournalFact("D-10", State.FINALIZED, MIDNIGHT, ("t",), "t", MIDNIGHT - HOUR),
            JournalFact("D-11", State.SENT, MIDNIGHT, ("u",)),
        ),
        slot=MIDNIGHT,
    )
    await desk.accept(reading(camt([Line("s", 5000)], day=JANUARY)), who(at=MIDNIGHT))
    await closed(desk, given=given)
    settled = [fact.key for fact in given.journal if desk.book.carried.is_settled(fact)]
    assert settled == ["D-9"]  # the books do not have D-10, and D-11 may still land
    at = MIDNIGHT + HOUR
    assert await breaks_found(desk, given, at) == await breaks_found(desk, given, at, whole=True)


async def test_what_was_not_final_when_the_day_was_closed_is_posted_once_it_is(desk: Desk) -> None:
    await desk.ledger.post([chain("a", 5000, at=MIDNIGHT - HOUR, final=False)])
    await desk.accept(reading(camt([Line("a", 5000)], day=JANUARY)), who(at=MIDNIGHT))
    content = await closed(desk)
    assert content["books"]["waiting"] == {KZTE: 5000}
    await desk.run(NOTHING, who(at=MIDNIGHT + 2 * HOUR))
    assert await suspense(desk.ledger) == 5000
    await desk.ledger.post([Finalize("chain:a")])
    run = await desk.run(NOTHING, who(at=MIDNIGHT + 3 * HOUR))
    assert len(run.new) == 1
    assert await suspense(desk.ledger) == 0


async def test_entry_of_a_closed_day_told_again_is_the_same_entry(desk: Desk) -> None:
    line = Line("a", 5000)
    await desk.ledger.post([chain("a", 5000, at=MIDNIGHT - HOUR)])
    await desk.accept(reading(camt([line], day=JANUARY)), who(at=MIDNIGHT))
    await closed(desk)
    again = camt([line], day=JANUARY, number=2)
    await desk.accept(reading(again), who(at=MIDNIGHT + HOUR), partial=True)
    run = await desk.run(NOTHING, who(at=MIDNIGHT + HOUR))
    assert [one.type for one in run.found.breaks if one.between != ("statement", "statement")] == []
    assert (run.stale, await suspense(desk.ledger)) == ((), 0)


async def test_statement_that_was_not_read_whole_stays_unproven_in_later_periods(
    desk: Desk,
) -> None:
    whole = camt([Line("a", 5000), Line("b", 300)], day=JANUARY)
    broken = whole.replace(b'Ccy="KZT">3.00', b'Ccy="KZT">3.0x', 1)
    await desk.accept(reading(broken), who(at=MIDNIGHT), partial=True)
    for days in (0, 1):
        await closed(desk, next_day(JANUARY, days))
    at = MIDNIGHT + 2 * A_DAY
    left = await breaks_found(desk, NOTHING, at)
    (unread,) = (one for one in left if one.type is BreakType.UNPROVEN)
    assert unread.amount == 300
    assert left == await breaks_found(desk, NOTHING, at, whole=True)


def test_order_and_repetition_of_what_is_carried_change_nothing() -> None:
    def item(source: Source, name: str, amount: int) -> Item:
        side = "chain" if source is Source.CHAIN else f"statement:{IBAN}"
        return Item(f"{side}:{name}", source, KZTE, amount, MIDNIGHT, (name,))

    ours = [item(Source.CHAIN, name, 500) for name in "abc"]
    theirs = [item(Source.STATEMENT, name, 500) for name in "bcd"]
    settled = (ours[1], theirs[0])
    match = Match(Stage.REFERENCE, KZTE, (ours[1].id,), (theirs[0].id,), 0, "known")
    balance = Balance("CLBD", 100, "KZT", JANUARY)
    account = Account(IBAN, currency="KZT")
    earlier = tuple(
        Statement(f"S-{n}", StatementKind.STATEMENT, account, sequence=n, balances=(balance,))
        for n in (1, 2)
    )
    carried = (ours[0], ours[2], theirs[1], theirs[2], replace(theirs[0], id=f"{IBAN}:again"))
    inputs = Inputs(
        earlier=earlier, carried=carried, settled=settled, banks=(BankAsset("KZT", KZTE, 2),)
    )
    now = MIDNIGHT + 9 * A_DAY
    found = reconcile(inputs, RULES, now=now, kept=[match])
    assert [one.ours for one in found.matches] == [(ours[2].id,)]
    assert BreakType.DUPLICATE in {one.type for one in found.breaks}
    lists: dict[str, Any] = {"earlier": earlier, "carried": carried, "settled": settled}
    for seed in range(20):
        chance = random.Random(seed)
        mixed: dict[str, Any] = {
            name: tuple(chance.choices(values, k=3) + chance.sample(values, len(values)))
            for name, values in lists.items()
        }
        assert reconcile(replace(inputs, **mixed), RULES, now=now, kept=[match]) == found


async def test_undone_after_the_closing_is_open_again(desk: Desk) -> None:
    await desk.accept(reading(camt([Line("zzz", 900)], day=JANUARY)), who(at=MIDNIGHT))
    await desk.run(NOTHING, who(at=MIDNIGHT))
    (case,) = desk.book.active()
    step = await desk.write_off(case.one.id, who(at=MIDNIGHT))
    for days in (0, 1):
        await closed(desk, next_day(JANUARY, days))
    assert desk.book.carried.items == ()
    at = MIDNIGHT + 3 * A_DAY
    await desk.undo(step.decision.id, who(at=at))
    await desk.run(NOTHING, who(at=at))
    assert [one.one.id for one in desk.book.active()] == [case.one.id]
    assert desk.book.unresolved() == {KZTE: 900}
    assert await suspense(desk.ledger) == 900


async def test_closed_days_are_reproduced_whatever_came_later(desk: Desk) -> None:
    made = {}
    for days in range(3):
        day = next_day(JANUARY, days)
        at = ends_of(day, 0)
        await desk.ledger.post([chain(f"a{days}", 500 + days, at=at - HOUR)])
        line = Line(f"a{days - 1}", 499 + days)
        opening = 1_000_000 + (500 if days == 2 else 0)
        if days:
            statement = camt([line], day=day, opening=opening, number=days)
            await desk.accept(reading(statement), who(at=at))
        await closed(desk, day)
        made[day] = await desk.close(day, who(at=at + HOUR))
    again = await Desk.open(desk.ledger, POLICY, RULES)
    for day, content in made.items():
        assert await again.reproduce(day, NOTHING) == content


async def test_run_after_a_closing_reads_no_page_of_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"d{number}" for number in range(200)]
    await desk.ledger.post([chain(name, 100, at=MIDNIGHT - HOUR) for name in names])
    january = camt([Line(name, 100) for name in names], day=JANUARY)
    await desk.accept(reading(january), who(at=MIDNIGHT))
    await closed(desk)
    read: list[str] = []
    pages = Ledger.transactions

    async def counted(ledger: Ledger, **given: Any) -> Any:
        found = await pages(ledger, **given)
        read.extend(one.transaction.id for one in found)
        return found

    monkeypatch.setattr(Ledger, "transactions", counted)
    await desk.run(NOTHING, who(at=MIDNIGHT + 2 * HOUR))
    assert {one.partition(":")[0] for one in read} == {"match"}
