"""Closings: locked, chained, and made again byte for byte from their inputs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from tests.unit.desks import (
    BOLAT,
    DAY,
    EVENING,
    HOUR,
    KZTE,
    NOON,
    NOTHING,
    POLICY,
    RULES,
    START,
    Line,
    camt,
    chain,
    next_day,
    open_desk,
    reading,
    suspense,
    who,
)
from tests.unit.ledgers import sql

from alatau.errors import ActorRefused, ClosingDiffers, DayClosed, InputError
from alatau.ledger import LedgerAccount, Point, Purpose
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import DAY as A_DAY
from alatau.reconcile.sources.facts import (
    AccountProof,
    Expected,
    Gap,
    Inputs,
    JournalFact,
    Opening,
    VaultFact,
)
from alatau.reconcile.workflow.closing import compare, ends_of, hash_of
from alatau.reconcile.workflow.desk import Desk
from alatau.reconcile.workflow.given import given_digest, read_given, write_given
from alatau.sender import State

GIVEN = Inputs(
    journal=(
        JournalFact("pay-1", State.FINALIZED, NOON, ("a",), "a", NOON, "", 5000),
        JournalFact("платёж-2", State.UNKNOWN, NOON, ("x", "y")),
    ),
    expected=(Expected("pay-1", KZTE, 5000, NOON, "a", "Ару"),),
    vaults=(VaultFact(KZTE, 5007, 5000, 5000),),
    accounts=(AccountProof("acc", KZTE, 3, 4, 10, 12),),
    gaps=(Gap("other", 7, "pruned"),),
    openings=(Opening("KZ86125KZT5004100100", "KZT", 1_000_000),),
    signers=frozenset({"Ару"}),
    slot=NOON,
    read_at=NOON,
)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = await open_desk(tmp_path / "ledger.sqlite")
    await made.ledger.post([chain("a", 5000), chain("b", 800)])
    await made.accept(reading(camt([Line("a", 5000), Line("zzz", 1234)])), who())
    yield made
    await made.ledger.close()


async def closed(desk: Desk, day: date = DAY, at: int = EVENING, given: Inputs = GIVEN) -> str:
    await desk.run(given, who(at=at))
    return await desk.close(day, who(at=at))


async def test_closing_is_made_again_byte_for_byte(desk: Desk) -> None:
    content = await closed(desk)
    found = json.loads(content)
    assert found["books"]["suspense"] == found["books"]["unresolved"] == {KZTE: 1234}
    assert {one["type"] for one in found["breaks"]} >= {"unknown-deposit", "unproven", "timing"}
    assert all(one["due"] and one["state"] == "open" for one in found["breaks"])
    assert (found["previous"], found["day"]) == ("", "2026-11-02")
    # Whatever happens later: statements, runs, resolutions, days.
    id_ = next(c.one.id for c in desk.book.active() if c.one.type == "unknown-deposit")
    await desk.write_off(id_, who(at=EVENING))
    await desk.ledger.post([chain("late", 77)])
    more = camt([Line("c", 10)], opening=1_006_234, day=next_day(DAY), number=2)
    await desk.accept(reading(more), who(at=EVENING))
    await desk.run(NOTHING, who(at=EVENING + A_DAY))
    assert await desk.reproduce(DAY, GIVEN) == content
    again = await Desk.open(desk.ledger, POLICY, RULES)
    assert await again.reproduce(DAY, GIVEN) == content


async def test_closings_follow_each_other(desk: Desk) -> None:
    first = await closed(desk)
    await desk.run(GIVEN, who(at=EVENING + 2 * A_DAY))
    with pytest.raises(DayClosed, match="2026-11-03 is not closed yet"):
        await desk.close(next_day(DAY, 2), who(at=EVENING + 2 * A_DAY))
    with pytest.raises(DayClosed, match="2026-11-01 is closed"):
        await desk.close(next_day(DAY, -1), who(at=EVENING))
    await desk.ledger.post([chain("late", 77)])  # of the day that is closed
    second = json.loads(await closed(desk, next_day(DAY), EVENING + A_DAY))
    assert second["previous"] == hash_of(first)
    assert second["resolved"] == []
    late = {(one["asset"], one["purpose"]): one["change"] for one in second["books"]["late"]}
    assert late == {
        (KZTE, "vault"): 77, (KZTE, "available"): -77,
        ("SOL", "network-fees"): 5000, ("SOL", "outside"): -5000,
    }  # fmt: skip
    assert await desk.reproduce(next_day(DAY), GIVEN) == await desk.close(
        next_day(DAY), who(at=EVENING + A_DAY)
    )


async def test_closed_day_keeps_its_balances_whatever_is_resolved(desk: Desk) -> None:
    await closed(desk)
    ends = ends_of(DAY, 0)
    account = LedgerAccount("", KZTE, Purpose.SUSPENSE)
    before = await desk.ledger.balance(account, Point(time=ends - 1))
    id_ = next(c.one.id for c in desk.book.active() if c.one.type == "unknown-deposit")
    step = await desk.write_off(id_, who(at=NOON))  # by a clock that is behind
    (posted,) = await desk.ledger.find(step.changes[0].id)
    assert posted.transaction.time == ends
    await desk.undo(step.decision.id, who(at=NOON))
    # A statement that comes late, of the closed day.
    late = camt([Line("b", 800)], opening=1_006_234, number=2)
    await desk.accept(reading(late), who(at=NOON))
    await desk.run(GIVEN, who(at=EVENING))
    assert await suspense(desk.ledger) == 1234
    assert await desk.ledger.balance(account, Point(time=ends - 1)) == before


async def test_day_is_closed_once(desk: Desk) -> None:
    content = await closed(desk)
    head = await desk.ledger.decision_head()
    assert await desk.close(DAY, who(BOLAT, at=EVENING + HOUR)) == content
    assert await desk.ledger.decision_head() == head
    other = await Desk.open(desk.ledger, replace(POLICY, sla=()), RULES)
    with pytest.raises(DayClosed, match="another policy"):
        await other.close(DAY, who(at=EVENING))


async def test_day_that_is_not_over_or_not_compared_is_not_closed(desk: Desk) -> None:
    with pytest.raises(DayClosed, match="never compared"):
        await desk.close(DAY, who(at=EVENING))
    await desk.run(GIVEN, who(at=NOON))
    with pytest.raises(InputError, match="is not over"):
        await desk.close(DAY, who(at=ends_of(DAY, 0) - 1))
    with pytest.raises(DayClosed, match="not compared since its end"):
        await desk.close(DAY, who(at=EVENING))
    with pytest.raises(ActorRefused):
        await desk.close(DAY, who("Чужой", at=EVENING))
    other = await Desk.open(desk.ledger, POLICY, Rules(party_days=1))
    await desk.run(GIVEN, who(at=EVENING))
    await other.reload()
    with pytest.raises(DayClosed, match="by other rules"):
        await other.close(DAY, who(at=EVENING))


async def test_statement_accepted_since_the_run_must_be_compared_first(desk: Desk) -> None:
    await desk.run(GIVEN, who(at=EVENING))
    more = camt([Line("c", 10)], opening=1_006_234, number=2)
    await desk.accept(reading(more), who(at=EVENING))
    with pytest.raises(DayClosed, match=r"in suspense are 1244 .* explain 1234"):
        await desk.close(DAY, who(at=EVENING))
    await closed(desk)


async def test_closing_of_other_inputs_differs(desk: Desk) -> None:
    await closed(desk)
    with pytest.raises(ClosingDiffers, match="other given"):
        await desk.reproduce(DAY, NOTHING)
    for policy, rules, words in (
        (replace(POLICY, sla=()), RULES, "other policy"),
        (POLICY, Rules(group_days=1), "other rules"),
    ):
        with pytest.raises(ClosingDiffers, match=words):
            await (await Desk.open(desk.ledger, policy, rules)).reproduce(DAY, GIVEN)
    with pytest.raises(InputError, match="is not closed"):
        await desk.reproduce(next_day(DAY), GIVEN)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings SET low = low + 1 WHERE sequence = 1",
        "UPDATE entries SET description = 'x' WHERE sequence = 3",
        "UPDATE decisions SET reason = 'x' WHERE sequence = 1",
    ],
)
async def test_closing_of_a_changed_ledger_differs(
    desk: Desk, tmp_path: Path, statement: str
) -> None:
    await closed(desk)
    await sql(tmp_path / "ledger.sqlite", statement)
    again = await Desk.open(desk.ledger, POLICY, RULES)
    with pytest.raises(ClosingDiffers, match="its content is not"):
        await again.reproduce(DAY, GIVEN)


def test_compare_names_the_first_byte() -> None:
    with pytest.raises(ClosingDiffers, match="from byte 8 on") as caught:
        compare("2026-11-02", 'Ару "a"', 'Ару "b"')
    assert caught.value.day == "2026-11-02"
    with pytest.raises(ClosingDiffers):
        compare("2026-11-02", "ab", "abc")
    compare("2026-11-02", "ab", "ab")


def test_day_ends_by_the_clock_of_the_rules() -> None:
    assert ends_of(DAY, 0) == START + A_DAY
    assert ends_of(DAY, 5 * HOUR) == START + A_DAY - 5 * HOUR


# -- what a run was given --------------------------------------------------------------


def test_given_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    write_given(GIVEN, path)
    found = read_given(path)
    assert given_digest(found) == given_digest(GIVEN)
    assert replace(found, journal=(), accounts=()) == replace(GIVEN, journal=(), accounts=())
    assert set(found.journal) == set(GIVEN.journal)
    twice = replace(GIVEN, journal=tuple(reversed(GIVEN.journal * 2)))
    assert given_digest(twice) == given_digest(GIVEN)
    assert given_digest(replace(GIVEN, slot=1)) != given_digest(GIVEN)


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("{}\n", 1), ('{"signers":[],"slot":1,"read_at":1}\nx\n', 2),
     ('{"signers":[],"slot":1,"read_at":1}\n{"kind":"gaps"}\n', 2)],
)  # fmt: skip
def test_given_that_is_none_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no line of a run's inputs") as caught:
        read_given(path)
    assert caught.value.line == line
    with pytest.raises(InputError, match="cannot be read"):
        read_given(tmp_path / "none")
