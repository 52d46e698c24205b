"""A damaged ledger: verify finds what was changed, removed, put in or cut off."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ledgers import GUARDED, START, Copies, deposit, moved, open_at, payment, sql

from alatau.errors import LedgerDamaged, LedgerError
from alatau.ledger import Cursor, Finalize, Head, Ledger, Reverse, Status

PROVISIONAL = Status.PROVISIONAL
TABLES = GUARDED


async def fill(where: Path | str) -> Head:
    async with await open_at(where) as ledger:
        await ledger.post([deposit("d", 10_000), payment("p", 1_000, references={"uetr": "u-1"})])
        await ledger.post(
            [payment(f"q{n}", 100 + n, at=n, status=PROVISIONAL, actor="Aliya") for n in range(20)],
            cursors=[Cursor("index", "slot 7")],
        )
        await ledger.post([Finalize("q3"), Reverse("r4", "q4"), payment("q4", 7, at=30)])
        await ledger.post([Reverse("r3", "q3", time=START + 60, reason="mistaken")])
        done = await ledger.post([moved("last", 5)], cursors=[Cursor("index", "slot 8")])
        assert (await ledger.verify()).wrong == ()
        return done.head


def checkpoint(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("filled"))


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path: Path, copies: Copies
) -> tuple[Path | str, Head]:
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return copies.copy(tmp_path / "ledger.sqlite", cluster, fill)


LAST = "(SELECT max(sequence) FROM entries)"
COPY = "INSERT INTO postings SELECT 999, account, high, low, balance_high, balance_low"
CHANGES = [
    ("UPDATE entries SET description = 'x' WHERE sequence = 2", "entry 2: its content"),
    ("UPDATE entries SET id = 'q99' WHERE sequence = 5", "entry 5: its content"),
    ("UPDATE entries SET actor = 'Bolat' WHERE sequence = 5", "entry 5: its content"),
    ("UPDATE entries SET refs = '' WHERE sequence = 2", "entry 2: its content"),
    ("UPDATE entries SET time = time + 1 WHERE sequence = 3", "entry 3: its content"),
    ("UPDATE entries SET recorded = 1 WHERE sequence = 3", "entry 3: its hash"),
    ("UPDATE entries SET kind = 2 WHERE sequence = 5", "entry 5: its hash"),
    ("UPDATE entries SET target = 7 WHERE kind = 4", "entry 23: its hash"),
    ("UPDATE entries SET hash = zeroblob(32) WHERE sequence = 9", "entry 9: its hash"),
    ("UPDATE entries SET content = zeroblob(32) WHERE sequence = 9", "entry 9: its content"),
    ("UPDATE entries SET latest_time = latest_time + 9 WHERE sequence = 9", "entry 9: its running"),
    ("UPDATE entries SET oldest_open = 1 WHERE sequence = 9", "entry 9: its running"),
    ("UPDATE postings SET low = low + 1 WHERE sequence = 1 AND account = 1", "entry 1: its con"),
    ("UPDATE postings SET low = low + 1 WHERE sequence = 2 AND account = 2", "does not balance"),
    ("UPDATE postings SET balance_low = 7 WHERE sequence = 9 AND account = 2", "entry 9: the bal"),
    ("DELETE FROM postings WHERE sequence = 6", "entry 6: its content"),
    (f"{COPY} FROM postings WHERE sequence = 6", "4 postings are of no entry"),
    ("DELETE FROM entries WHERE sequence = 6", "entries are missing before 7"),
    (f"DELETE FROM entries WHERE sequence = {LAST}", "its head is of entry"),
    ("UPDATE accounts SET participant = 'evil' WHERE participant = 'dana'", "entry 1: its content"),
    ("INSERT INTO accounts VALUES (9, 'a', 'b', 'fee')", "its accounts are not"),
    ("UPDATE heads SET postings = 7", "its head counts"),
    ("DELETE FROM heads", "its head is missing"),
    ("UPDATE facts SET value = 'x' WHERE name = 'zone'", "entry 1: its hash"),
    ("INSERT INTO facts VALUES ('x', 'y')", "the facts"),
    ("UPDATE cursors SET value = 'slot 9'", "the cursor 'index': its seal"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), CHANGES)
async def test_verify_finds_rows_changed_by_other_means(
    filled: tuple[Path | str, Head], statement: str, words: str
) -> None:
    where, _ = filled
    await sql(where, statement)
    async with await Ledger.existing(where) as ledger:
        verified = await ledger.verify()
    assert any(words in one for one in verified.wrong), verified.wrong


async def test_verify_finds_entries_swapped(filled: tuple[Path | str, Head]) -> None:
    where, _ = filled
    both = ("entries", "postings")
    for old, new in ((5, 1000), (6, 5), (1000, 6)):
        await sql(where, *(f"UPDATE {one} SET sequence = {new} WHERE sequence = {old}"
                           for one in both))  # fmt: skip
    async with await Ledger.existing(where) as ledger:
        assert "entry 5: its hash does not follow" in (await ledger.verify()).wrong


async def test_verify_finds_a_guard_removed(filled: tuple[Path | str, Head]) -> None:
    where, _ = filled
    of = "" if isinstance(where, Path) else " ON postings"
    await sql(where, f"DROP TRIGGER postings_never_changed{of}", forced=False)
    async with await Ledger.existing(where) as ledger:
        wrong = (await ledger.verify()).wrong
    assert any("postings_never_changed" in one for one in wrong)


async def test_verify_with_a_head_proves_what_was_cut_off(filled: tuple[Path | str, Head]) -> None:
    where, head = filled
    async with await Ledger.existing(where) as ledger:
        await ledger.post([moved("later")])
        assert (await ledger.verify(head)).sound
        # Whoever cuts and writes a head that fits is found by the one kept elsewhere only.
        before = (await ledger.transactions(after=head.sequence - 3))[0]
    cut = before.sequence
    await sql(
        where,
        f"DELETE FROM postings WHERE sequence > {cut}",
        f"DELETE FROM entries WHERE sequence > {cut}",
        f"UPDATE heads SET sequence = {cut}, hash = (SELECT hash FROM entries WHERE sequence ="
        f" {cut}), postings = (SELECT count(*) FROM postings)",
        "DELETE FROM cursors",
    )
    async with await Ledger.existing(where) as ledger:
        assert (await ledger.verify()).sound
        assert (await ledger.verify(head)).wrong == (
            f"the head {head.sequence} that was written down is not in it",
        )


# -- bytes -----------------------------------------------------------------------------


class Made:
    """No dataclass, as Hypothesis shows their fields, and warns where they are long."""

    def __init__(self, content: bytes, dump: Any, path: Path) -> None:
        self.content = content
        self.dump = dump
        self.path = path

    def __repr__(self) -> str:
        return "a ledger"

    def put(self, content: bytes) -> None:
        for name in ("-wal", "-shm"):
            self.path.with_name(self.path.name + name).unlink(missing_ok=True)
        self.path.write_bytes(content)


def dump(path: Path) -> Any:
    with closing(sqlite3.connect(path)) as connection:
        rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]
        return rows, connection.execute("SELECT name, sql FROM sqlite_master").fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("damaged") / "ledger.sqlite"
    asyncio.run(fill(path))
    content = checkpoint(path)
    return Made(content, dump(path), path)


async def verified(path: Path) -> list[str]:
    try:
        async with await Ledger.existing(path) as ledger:
            return list((await ledger.verify()).wrong)
    except LedgerError as error:
        return [str(error)]


@settings(max_examples=60)
@given(
    flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=4)
)
def test_verify_finds_bytes_flipped_wherever_they_are_read(
    made: Made, flips: list[tuple[int, int]]
) -> None:
    changed = bytearray(made.content)
    for position, change in flips:
        changed[position % len(changed)] ^= change
    made.put(bytes(changed))
    if not asyncio.run(verified(made.path)):
        assert dump(made.path) == made.dump  # in a place that nobody reads


def test_verify_tells_of_a_schema_that_is_no_text(made: Made) -> None:
    made.put(made.content.replace(b"CREATE TRIGGER", b"CREATE TR\xc9GGER"))
    (wrong,) = asyncio.run(verified(made.path))
    assert "is damaged: a text in it is none" in wrong


def test_file_of_something_else_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("not a database, but long enough to be taken for one" * 100)
    with pytest.raises(LedgerError, match="is no ledger"):
        asyncio.run(open_at(path))


def test_damage_names_the_ledger_and_a_remedy() -> None:
    error = LedgerDamaged("l.sqlite", "page 3")
    assert "l.sqlite is damaged: page 3" in error.message
    assert "alatau ledger verify" in error.remedy
