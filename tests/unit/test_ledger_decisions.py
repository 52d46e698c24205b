"""Decisions on both databases: one commit with their postings, what repeats, damage, kill -9."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from tests.unit.ledgers import (
    DANA,
    GENESIS,
    START,
    ZONE,
    Copies,
    deposit,
    open_at,
    sql,
)

from alatau.errors import (
    CursorMoved,
    DecisionConflict,
    DecisionInvalid,
    DecisionsMoved,
    EntryConflict,
    LedgerError,
)
from alatau.ledger import Cursor, Decision, Head, Ledger, canonical_json, migrate


def decision(number: int, **more: Any) -> Decision:
    values: dict[str, Any] = {
        "subject": (f"break-{number}", "строка 2"),
        "actor": "Айгерім Сапарова",
        "reason": "банк удержал комиссию",
        "content": canonical_json({"amount": 10**20 + number, "items": ["а", "b"]}),
    }
    values |= {"kind": "write-off", "at": START + number}
    return Decision(f"d{number}", **{**values, **more})


async def make(where: Path | str) -> None:
    await (await open_at(where)).close()


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("decided"))


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path, copies: Copies) -> Path | str:
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return copies.copy(tmp_path / "ledger.sqlite", cluster, make)[0]


async def test_decide_keeps_decisions_and_postings_together(made: Path | str) -> None:
    async with await open_at(made) as ledger:
        done = await ledger.decide(
            [decision(1), decision(2, kind="assign")], [deposit("t1", 5)],
            cursors=[Cursor("c", "1")],
        )  # fmt: skip
        assert (done.decided, done.known, done.posted.posted) == (2, 0, 1)
        first, second = await ledger.decisions()
        assert first.decision == decision(1)
        assert first.decision.values() == {"amount": 10**20 + 1, "items": ["а", "b"]}
        assert (first.sequence, first.entry, second.entry) == (1, 1, 1)
        assert await ledger.decisions(after=1) == [second]
        assert await ledger.decisions(kind="write-off") == [first]
        assert await ledger.decision("d2") == second
        assert await ledger.decision("d3") is None
        assert await ledger.decision_head() == done.head == Head(2, second.hash)
        assert (await ledger.verify()).wrong == ()
        assert (await ledger.verify()).decisions == 2


async def test_decide_again_changes_nothing(made: Path | str) -> None:
    async with await open_at(made) as ledger:
        first = await ledger.decide([decision(1)], [deposit("t1", 5)])
        again = await ledger.decide([decision(1), decision(1)], [deposit("t1", 5)], expected=0)
        assert (again.decided, again.known, again.head) == (0, 2, first.head)
        assert again.posted.known == 1
        assert again.posted.head == first.posted.head


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "x"}, {"at": 1}, {"subject": ("break-1",)}, {"actor": "Болат"}, {"reason": ""},
        {"content": ""},
    ],
)  # fmt: skip
async def test_decide_another_content_under_one_id_is_refused(
    made: Path | str, other: dict[str, Any]
) -> None:
    async with await open_at(made) as ledger:
        await ledger.decide([decision(1)])
        with pytest.raises(DecisionConflict, match="'d1' stands in the ledger"):
            await ledger.decide([replace(decision(1), **other)], [deposit("t9", 9)])
        assert await ledger.find("t9") == []


async def test_decide_fails_whole(made: Path | str) -> None:
    async with await open_at(made) as ledger:
        await ledger.post([deposit("t1", 5)], cursors=[Cursor("c", "1")])
        for wrong in (
            ledger.decide([decision(1)], [deposit("t2", 1), deposit("t1", 6)]),
            ledger.decide([decision(1)], [deposit("t2", 1)], cursors=[Cursor("c", "3", "2")]),
        ):
            with pytest.raises((EntryConflict, CursorMoved)):
                await wrong
        assert await ledger.decisions() == []
        assert await ledger.find("t2") == []
        assert (await ledger.verify()).wrong == ()


async def test_second_to_decide_at_once_is_refused(made: Path | str) -> None:
    async with await open_at(made) as one, await open_at(made) as two:
        await one.decide([decision(1)], expected=0)
        with pytest.raises(DecisionsMoved) as caught:
            await two.decide([decision(2)], [deposit("t1", 5)], expected=0)
        assert (caught.value.expected, caught.value.found) == (0, 1)
        assert await two.find("t1") == []
        await two.decide([decision(2)], [deposit("t1", 5)], expected=1)
        assert (await one.verify()).wrong == ()


async def test_many_at_once_are_all_there(made: Path | str) -> None:
    async with await open_at(made) as one, await open_at(made) as two:
        await asyncio.gather(
            *((one, two)[n % 2].decide([decision(n)], [deposit(f"t{n}", n)]) for n in range(1, 9))
        )
        assert {each.decision.id for each in await one.decisions()} == {
            f"d{n}" for n in range(1, 9)
        }
        assert (await one.verify()).wrong == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": ""}, "no kind"),
        ({"kind": "k" * 513}, "no kind"),
        ({"at": -1}, "no time"),
        ({"reason": "a\0"}, "zero byte"),
        ({"actor": "\ud800"}, "text that is none"),
        ({"content": '{"b":1, "a":2}'}, "not canonical"),
        ({"content": '{"a":1,"a":1}'}, "not canonical"),
        ({"content": '{"a":1.5}'}, "float"),
        ({"content": "[1]"}, "no object"),
        ({"content": "{"}, "no JSON"),
    ],
)
def test_decision_that_cannot_be_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(DecisionInvalid, match=words):
        decision(1, **values)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=50)
def test_content_comes_back_as_it_was_given(value: Any) -> None:
    assert decision(1, content=canonical_json({"v": value})).values() == {"v": value}


def test_content_of_other_types_is_refused() -> None:
    for value in (1.5, b"a", {1: 2}, object()):
        with pytest.raises(DecisionInvalid):
            canonical_json({"v": value})
    with pytest.raises(DecisionInvalid, match="text"):
        canonical_json({"v": "\ud800"})


# -- damage ----------------------------------------------------------------------------


async def fill(where: Path | str) -> Head:
    async with await open_at(where) as ledger:
        await ledger.decide([decision(0)])  # before any entry
        for n in range(1, 6):
            await ledger.decide([decision(n)], [deposit(f"t{n}", n)])
        assert (await ledger.verify()).wrong == ()
        return await ledger.decision_head()


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path: Path, full_copies: Copies
) -> tuple[Path | str, Head]:
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return full_copies.copy(tmp_path / "ledger.sqlite", cluster, fill)


@pytest.fixture(scope="module")
def full_copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("full"))


CHANGES = [
    ("UPDATE decisions SET actor = 'Bolat' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET reason = '' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET subject = '[]' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET content = '{}' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET id = 'd9' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET kind = 'x' WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET at = 1 WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET recorded = 1 WHERE sequence = 2", "decision 2: its hash"),
    ("UPDATE decisions SET entry = 2 WHERE sequence = 2", "decision 2: its hash"),
    ("UPDATE decisions SET entry = 99 WHERE sequence = 2", "entry 99 that it follows"),
    ("UPDATE decisions SET digest = zeroblob(32) WHERE sequence = 2", "decision 2: its content"),
    ("UPDATE decisions SET hash = zeroblob(32) WHERE sequence = 2", "decision 2: its hash"),
    ("DELETE FROM decisions WHERE sequence = 3", "decisions are missing before 4"),
    ("DELETE FROM decisions WHERE sequence = 6", "the head of its decisions is number 6"),
    ("DELETE FROM decisions", "the last is 0"),
    ("DELETE FROM decision_heads", "the head of its decisions is missing"),
    ("UPDATE decision_heads SET hash = zeroblob(32)", "the head of its decisions"),
    ("UPDATE facts SET value = 'x' WHERE name = 'genesis'", "decision 1: its hash"),
]


@pytest.mark.parametrize(("statement", "words"), CHANGES)
async def test_verify_finds_decisions_changed_by_other_means(
    filled: tuple[Path | str, Head], statement: str, words: str
) -> None:
    where, _ = filled
    await sql(where, statement)
    async with await Ledger.existing(where) as ledger:
        verified = await ledger.verify()
    assert any(words in one for one in verified.wrong), verified.wrong


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET actor = 'x'",
        "DELETE FROM decisions",
        "UPDATE decision_heads SET sequence = 1",
        "DELETE FROM decision_heads",
    ],
)
async def test_triggers_refuse_changes(filled: tuple[Path | str, Head], statement: str) -> None:
    where, _ = filled
    with pytest.raises(Exception, match="append-only"):
        await sql(where, statement, forced=False)


async def test_verify_finds_a_guard_of_decisions_removed(filled: tuple[Path | str, Head]) -> None:
    where, _ = filled
    of = "" if isinstance(where, Path) else " ON decisions"
    await sql(where, f"DROP TRIGGER decisions_never_deleted{of}", forced=False)
    async with await Ledger.existing(where) as ledger:
        wrong = (await ledger.verify()).wrong
    assert any("decisions_never_deleted" in one for one in wrong)


async def test_verify_with_a_head_of_decisions_proves_what_was_cut_off(
    filled: tuple[Path | str, Head],
) -> None:
    where, head = filled
    async with await Ledger.existing(where) as ledger:
        await ledger.decide([decision(7)])
        assert (await ledger.verify(decisions=head)).sound
        start = Head(0, b"")
        assert "written down" in (await ledger.verify(decisions=start)).wrong[0]
    await sql(
        where,
        "DELETE FROM decisions WHERE sequence > 4",
        "UPDATE decision_heads SET sequence = 4, hash = (SELECT hash FROM decisions WHERE"
        " sequence = 4)",
    )
    async with await Ledger.existing(where) as ledger:
        assert (await ledger.verify()).sound
        assert (await ledger.verify(decisions=head)).wrong == (
            "the head 6 of decisions that was written down is not in it",
        )


# -- a ledger of the version before ----------------------------------------------------


def make_first_version(path: Path) -> None:
    """The tables of migration 1, with a fact and a head in them."""
    engine = create_engine(f"sqlite:///{path}")
    script = migrate._script()
    with engine.begin() as connection:
        options = {"fn": lambda at, _context: script._upgrade_revs("0001", at)}
        context = MigrationContext.configure(connection, opts=options)
        with Operations.context(context):
            context.run_migrations()
        for name, value in (("zone", ZONE), ("genesis", GENESIS)):
            connection.execute(text("INSERT INTO facts VALUES (:n, :v)"), {"n": name, "v": value})
        from alatau.ledger.canonical import first

        connection.execute(
            text("INSERT INTO heads VALUES (1, 0, 0, 0, :h)"), {"h": first(ZONE, GENESIS)}
        )
    engine.dispose()


async def test_ledger_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    make_first_version(path)
    async with await Ledger.existing(path) as ledger:
        await ledger.decide([decision(1)], [deposit("t1", 5)])
        assert (await ledger.verify()).wrong == ()
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [(migrate.NEWEST,)]


# -- kill -9 ---------------------------------------------------------------------------

ROUNDS = 5
SCRIPT = """
import asyncio, sys
from tests.unit.test_ledger_decisions import run
asyncio.run(run(sys.argv[1]))
"""


async def run(where: str) -> None:
    async with await open_at(where) as ledger:
        number = (await ledger.decision_head()).sequence
        while True:
            number += 1
            await ledger.decide(
                [decision(number)], [deposit(f"t{number}", number)], expected=number - 1
            )
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_at_any_moment_leaves_decision_and_postings_or_neither(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "ledger.sqlite")
    if kind == "postgresql":
        where = asyncio.run(request.getfixturevalue("postgres").create())
    asyncio.run(make(where))
    chance = random.Random(11)
    root = Path(__file__).parents[2]
    for _ in range(ROUNDS):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, where],
            stdout=subprocess.PIPE, text=True, cwd=root,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *filter(None, sys.path)])},
        )  # fmt: skip
        assert process.stdout is not None
        told = process.stdout.readline()
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        told = (process.stdout.read().split() or [told])[-1]
        process.stdout.close()
        process.wait()
        asyncio.run(hold(where, int(told)))


async def hold(where: str, told: int) -> None:
    async with await open_at(where) as ledger:
        number = (await ledger.decision_head()).sequence
        assert number >= told
        assert await ledger.balance(DANA) == -number * (number + 1) // 2
        verified = await ledger.verify()
        assert (verified.wrong, verified.entries, verified.decisions) == ((), number, number)


def test_errors_are_of_the_ledgers_tree() -> None:
    for kind in (DecisionConflict, DecisionInvalid, DecisionsMoved):
        assert issubclass(kind, LedgerError)
