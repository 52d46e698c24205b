"""The ledger on both databases: posting, what repeats, finality, reversal, points in time."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from tests.postgres import Cluster
from tests.unit.ledgers import (
    BANK,
    CAFE,
    DANA,
    FEE,
    GENESIS,
    START,
    TAX,
    VAULT,
    ZONE,
    Copies,
    account,
    deposit,
    moved,
    open_at,
    payment,
    sql,
    summed,
)

from alatau.amounts import U64_MAX
from alatau.errors import (
    CursorMoved,
    EntryConflict,
    EntryInvalid,
    EntryMissing,
    LedgerError,
    LedgerSchema,
    LedgerUnavailable,
    WrongChain,
)
from alatau.ledger import (
    Cursor,
    Finalize,
    Head,
    Ledger,
    LedgerTransaction,
    Period,
    Point,
    Posting,
    Purpose,
    Reverse,
    Status,
)

PROVISIONAL = Status.PROVISIONAL


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "sqlite":
        return tmp_path / "ledger.sqlite"
    cluster: Cluster = request.getfixturevalue("postgres")
    return asyncio.run(cluster.create())


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("made"))


async def make(where: Path | str) -> None:
    await (await open_at(where)).close()


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path, copies: Copies) -> Path | str:
    """Where a new ledger is."""
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return copies.copy(tmp_path / "ledger.sqlite", cluster, make)[0]


@pytest_asyncio.fixture
async def ledger(made: Path | str) -> AsyncIterator[Ledger]:
    async with await open_at(made) as ledger:
        yield ledger
        verified = await ledger.verify()
        assert verified.wrong == ()


# -- posting ---------------------------------------------------------------------------


async def test_post_gives_balances_and_a_trial_of_nothing(ledger: Ledger) -> None:
    done = await ledger.post([deposit("d", 5000), payment("p", 1000)])
    assert (done.posted, done.finalized, done.reversed, done.known) == (2, 0, 0, 0)
    assert await ledger.balances() == {VAULT: 5000, CAFE: -870, FEE: -10, TAX: -120, DANA: -4000}
    assert await ledger.balance(DANA) == -4000
    assert await ledger.balance(BANK) == 0
    assert await ledger.balances(participant="dana") == {DANA: -4000}
    assert await ledger.balances(purpose=Purpose.TAX, asset="KZTE") == {TAX: -120}
    trial = await ledger.trial()
    assert trial.balanced
    assert trial.totals == {"KZTE": (5000, 5000)}
    assert [(line.purpose, line.accounts) for line in trial.lines] == [
        (Purpose.AVAILABLE, 2), (Purpose.FEE, 1), (Purpose.TAX, 1), (Purpose.VAULT, 1),
    ]  # fmt: skip


async def test_post_nothing_changes_nothing(ledger: Ledger) -> None:
    before = await ledger.head()
    assert before.sequence == 0
    done = await ledger.post([])
    assert (done.posted, done.head) == (0, before)


async def test_post_again_does_nothing(ledger: Ledger) -> None:
    one = payment("p", 1000, references={"uetr": "u", "signature": "s"})
    head = (await ledger.post([one, one])).head
    other = LedgerTransaction(
        "p", tuple(reversed(one.postings)), one.time, slot=one.slot,
        references={"signature": "s", "uetr": "u"},
    )  # fmt: skip
    done = await ledger.post([other, one])
    assert (done.posted, done.known, done.head) == (0, 2, head)


@pytest.mark.parametrize(
    "other",
    [
        moved("m", 101), moved("m", at=1), moved("m", slot=3), moved("m", debit=FEE),
        moved("m", actor="Aliya"), moved("m", references={"uetr": "u"}),
        moved("m", metadata={"uetr": "u"}), moved("m", description=" "),
    ],
)  # fmt: skip
async def test_post_other_content_under_an_id_is_a_conflict_and_posts_nothing(
    ledger: Ledger, other: LedgerTransaction
) -> None:
    head = (await ledger.post([moved("m")])).head
    with pytest.raises(EntryConflict, match="'m' stands in the ledger with another content"):
        await ledger.post([moved("new"), other], cursors=[Cursor("index", "1")])
    assert await ledger.head() == head
    assert await ledger.cursor("index") is None
    assert await ledger.find("new") == []


async def test_find_gives_what_was_posted(ledger: Ledger) -> None:
    one = payment(
        "chain:5xß:0", 777, source="chain", description='Кофе\n"☕"', actor="Aliya", reason="\\",
        references={"signature": "5x", "end_to_end_id": "E-1"}, metadata={"service": "7"},
        status=PROVISIONAL,
    )  # fmt: skip
    done = await ledger.post([one])
    (found,) = await ledger.find(one.id)
    assert found.transaction.references == one.references
    assert set(found.transaction.postings) == set(one.postings)
    assert found.pending
    assert (found.sequence, found.hash, found.recorded) == (1, done.head.hash, START + 10**6)
    assert [each.sequence for each in await ledger.transactions()] == [1]
    assert await ledger.transactions(after=1) == []


@pytest.mark.parametrize("decimals", [0, 18])
async def test_amounts_of_64_bits_and_their_sums_are_exact(ledger: Ledger, decimals: int) -> None:
    asset = f"T{decimals}"
    vault, owner = account(f"/{asset}/vault"), account(f"o/{asset}/available")
    amounts = [U64_MAX, U64_MAX, 2**63, 2**63 - 1, 2**32, 2**32 - 1, 10**decimals, 1, U64_MAX - 1]
    await ledger.post(
        moved(f"t{number}", amount, debit=vault, credit=owner, at=number)
        for number, amount in enumerate(amounts)
    )
    assert await ledger.balance(owner) == -sum(amounts)
    assert await ledger.balance(vault) == sum(amounts) > 3 * U64_MAX
    for number in range(len(amounts)):
        assert await ledger.balance(owner, Point(time=START + number)) == -sum(
            amounts[: number + 1]
        )
    # Late ones, whose sums the database makes.
    await ledger.post(moved(f"l{n}", U64_MAX, debit=vault, credit=owner, at=0) for n in range(5))
    assert await ledger.balance(owner, Point(time=START)) == -6 * U64_MAX
    lines = [line async for line in ledger.extract(owner)]
    assert lines[-1].balance == -sum(amounts) - 5 * U64_MAX
    assert (await ledger.trial()).balanced


# -- finality and reversal -------------------------------------------------------------


async def test_provisional_becomes_final_by_finalize_or_by_arriving_final(ledger: Ledger) -> None:
    await ledger.post([deposit("a", 10, status=PROVISIONAL), deposit("b", 20, status=PROVISIONAL)])
    assert await ledger.balance(DANA) == -30
    assert await ledger.balances(final=True) == {}
    done = await ledger.post([Finalize("a"), Finalize("a"), deposit("b", 20)])
    assert (done.posted, done.finalized, done.known) == (0, 2, 1)
    assert await ledger.balance(DANA, final=True) == -30
    # In the other order: what is final stays so.
    done = await ledger.post([deposit("a", 10, status=PROVISIONAL), Finalize("b")])
    assert (done.finalized, done.known) == (0, 2)
    assert await ledger.balance(DANA, Point(sequence=2), final=True) == 0
    assert await ledger.balance(DANA, Point(sequence=3), final=True) == -10
    (found,) = await ledger.find("b")
    assert (found.finalized, found.pending) == (4, False)


async def test_rollback_reverses_and_frees_the_id(ledger: Ledger) -> None:
    await ledger.post([deposit("d", 500), deposit("x", 70, at=5, status=PROVISIONAL)])
    rollback = Reverse("rollback:x:1005", "x", reason="slot 1005 vanished")
    again = deposit("x", 71, at=6, status=PROVISIONAL)
    done = await ledger.post([rollback, again, Finalize("x")])
    assert (done.posted, done.finalized, done.reversed) == (1, 1, 1)
    assert await ledger.balance(DANA) == -571
    assert await ledger.balance(DANA, Point(slot=1005)) == -500
    assert await ledger.balance(DANA, Point(sequence=2, slot=1005)) == -570
    assert await ledger.balance(DANA, Point(sequence=2, slot=1005), final=True) == -500
    assert await ledger.balance(DANA, Point(slot=1006), final=True) == -571
    first, second = await ledger.find("x")
    assert (first.reversed_by, second.reversed_by) == (3, 0)
    assert (await ledger.post([rollback, again])).known == 2
    (reversal,) = await ledger.find("rollback:x:1005")
    assert reversal.transaction.status is Status.REVERSAL
    assert (reversal.transaction.slot, reversal.transaction.reverses) == (1005, "x")


async def test_final_reversed_by_an_actor_leaves_its_id_taken(ledger: Ledger) -> None:
    manual = moved("manual:1", 40, actor="Aliya", reason="found its owner", slot=0)
    undo = Reverse("manual:2", "manual:1", time=START + 50, actor="Bolat", reason="it was not his")
    await ledger.post([manual, undo])
    assert await ledger.balances() == {}
    assert await ledger.balance(DANA, Point(time=START + 49)) == 40
    done = await ledger.post([manual, undo])
    assert (done.posted, done.reversed, done.known) == (0, 0, 2)


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (Finalize("none"), EntryMissing, "no transaction 'none'"),
        (Reverse("r", "none"), EntryMissing, "no transaction 'none'"),
        (Finalize("gone"), EntryConflict, "was reversed"),
        (Reverse("r", "gone"), EntryConflict, "is reversed already"),
        (Reverse("r", "undo"), EntryConflict, "is a reversal"),
        (Reverse("r", "final"), EntryInvalid, "time of its own"),
        (Reverse("r", "open", time=START + 7), EntryInvalid, "so it has its time"),
        (Reverse("undo", "gone", reason="another"), EntryConflict, "another content"),
        (Reverse("final", "open"), EntryConflict, "another content"),
        (moved("undo"), EntryConflict, "another content"),
    ],
)
async def test_change_that_is_not_possible_says_why(
    ledger: Ledger, change: Finalize | Reverse, kind: type[LedgerError], words: str
) -> None:
    await ledger.post(
        [moved("final"), moved("open", status=PROVISIONAL), moved("gone", status=PROVISIONAL),
         Reverse("undo", "gone")]
    )  # fmt: skip
    with pytest.raises(kind, match=words):
        await ledger.post([change])
    assert (await ledger.head()).sequence == 4


async def test_post_a_reversal_as_a_transaction_is_refused(ledger: Ledger) -> None:
    with pytest.raises(EntryInvalid, match="post a `Reverse`"):
        await ledger.post([moved("r", status=Status.REVERSAL, reverses="x")])


# -- cursors ---------------------------------------------------------------------------


async def test_cursor_moves_with_what_was_posted(ledger: Ledger) -> None:
    await ledger.post([moved("a")], cursors=[Cursor("index", "slot 1", expected="")])
    await ledger.post([], cursors=[Cursor("index", "slot 2", expected="slot 1")])
    with pytest.raises(CursorMoved) as caught:
        await ledger.post([moved("b")], cursors=[Cursor("index", "slot 2", expected="slot 1")])
    assert (caught.value.expected, caught.value.found) == ("slot 1", "slot 2")
    assert await ledger.find("b") == []
    await ledger.post([], cursors=[Cursor("statements", "é")])
    assert [await ledger.cursor(name) for name in ("index", "statements")] == ["slot 2", "é"]


async def test_cursors_by_the_thousand_are_added_and_replaced(ledger: Ledger) -> None:
    await ledger.post([], cursors=[Cursor(f"счёт {n}", "1") for n in range(1_500)])
    moved_on = [Cursor(f"счёт {n}", "2") for n in range(1_000, 2_500)]
    await ledger.post([moved("a")], cursors=[*moved_on, Cursor("счёт 2499", "3")])
    expected = {f"счёт {n}": "1" if n < 1_000 else "2" for n in range(2_500)}
    assert await ledger.cursors("счёт ") == expected | {"счёт 2499": "3"}
    assert (await ledger.verify()).sound


async def test_post_thousands_in_one_commit(ledger: Ledger) -> None:
    await ledger.post(
        [moved(f"p{n}", credit=account(f"u{n}/KZTE/available")) for n in range(2_100)]
    )
    found = await ledger.transactions(after=2_050, limit=100)
    assert [one.transaction.id for one in found] == [f"p{n}" for n in range(2_050, 2_100)]
    assert await ledger.balance(account("u2099/KZTE/available")) == -100
    verified = await ledger.verify()
    assert (verified.sound, verified.postings) == (True, 4_200)


def test_account_of_another_process_is_the_same_key() -> None:
    # Hashes of texts differ from process to process, so none may travel with an account.
    code = (
        "import pickle, sys; from tests.unit.ledgers import CAFE;"
        "sys.stdout.buffer.write(pickle.dumps(CAFE))"
    )
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "1"},
    )
    assert {CAFE: 1}[pickle.loads(done.stdout)] == 1  # noqa: S301 - our own bytes


# -- points in time and extracts -------------------------------------------------------


async def test_balances_at_every_point_are_sums_whatever_arrives_late(ledger: Ledger) -> None:
    times = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    made = [moved(f"t{n}", 10**n, at=at, slot=0 if n == 4 else 1000 + at)
            for n, at in enumerate(times)]  # fmt: skip
    for start in range(0, len(made), 5):
        await ledger.post(made[start : start + 5])
    for known in range(len(made) + 1):
        for at in range(11):
            now = [one for one in made[:known] if one.time <= START + at]
            assert await ledger.balances(Point(known, time=START + at)) == summed(now)
            now = [one for one in made[:known] if one.slot <= 1000 + at]
            assert await ledger.balances(Point(known, slot=1000 + at)) == summed(now)
            now = [one for one in now if one.time <= START + 4]
            assert await ledger.balances(Point(known, START + 4, 1000 + at)) == summed(now)


async def test_extract_runs_in_order_of_time_and_ends_at_the_balance(ledger: Ledger) -> None:
    await ledger.post([deposit("d", 5000), payment("b", 100, at=9), payment("a", 200, at=4)])
    await ledger.post([payment("late", 300, at=2), payment("x", 50, at=9, status=PROVISIONAL)])
    lines = [line async for line in ledger.extract(DANA)]
    assert [line.id for line in lines] == ["d", "late", "a", "b", "x"]
    assert [line.balance for line in lines] == [-5000, -4700, -4500, -4400, -4350]
    assert all(two.balance - one.balance == two.amount for one, two in pairwise(lines))
    period = Period(START + 2, START + 9)
    assert await ledger.opening(DANA, period) == -5000
    assert [line.id async for line in ledger.extract(DANA, period)] == ["late", "a"]
    assert [line.id async for line in ledger.extract(DANA, Period(START + 9), final=True)] == ["b"]
    assert [line async for line in ledger.extract(DANA, Period(START + 10))] == []
    assert [line async for line in ledger.extract(BANK)] == []


async def test_extract_of_what_is_final_leaves_rolled_back_pairs_out(ledger: Ledger) -> None:
    await ledger.post([moved("p", status=PROVISIONAL), Reverse("r", "p"), moved("f")])
    await ledger.post([Reverse("u", "f", time=START + 9), moved("q", status=PROVISIONAL)])
    await ledger.post([Finalize("q"), Reverse("v", "q", time=START + 9), moved("o")])
    assert [line.id async for line in ledger.extract(DANA, final=True)] == ["f", "o", "q", "u", "v"]
    assert len([line async for line in ledger.extract(DANA)]) == 7


# -- the file or database --------------------------------------------------------------


async def test_open_again_goes_on(where: Path | str) -> None:
    async with await open_at(where) as ledger:
        await ledger.post([deposit("a", 10, status=PROVISIONAL)])
    async with await open_at(where) as ledger:
        await ledger.post([Finalize("a"), payment("p", 10)])
    async with await Ledger.existing(where) as ledger:
        assert (ledger.zone, ledger.genesis) == (ZONE, GENESIS)
        assert (await ledger.verify()).wrong == ()


@pytest.mark.parametrize("other", [{"zone": "Другая"}, {"genesis": "4uhc"}])
async def test_open_of_another_zone_or_chain_is_refused(
    where: Path | str, other: dict[str, str]
) -> None:
    await (await open_at(where)).close()
    with pytest.raises(WrongChain, match=f"another {next(iter(other))}"):
        await open_at(where, **other)


async def test_open_of_a_newer_version_says_to_upgrade(where: Path | str) -> None:
    await (await open_at(where)).close()
    await sql(where, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(LedgerSchema, match="newer version") as caught:
        await open_at(where)
    assert "pip install --upgrade" in caught.value.remedy


async def test_open_of_something_else_is_refused(where: Path | str) -> None:
    await sql(where, "CREATE TABLE cats (name TEXT)", forced=False)
    with pytest.raises(LedgerSchema, match="something else"):
        await open_at(where)


async def test_open_by_many_at_once_makes_one(where: Path | str) -> None:
    opened = await asyncio.gather(*(open_at(where) for _ in range(4)))
    for number, ledger in enumerate(opened):
        await ledger.post([moved(f"m{number}")])
    assert len({(await ledger.head()).hash for ledger in opened}) == 1
    for ledger in opened:
        await ledger.close()


async def test_existing_where_there_is_none_is_refused(where: Path | str) -> None:
    with pytest.raises(LedgerSchema, match="no ledger"):
        await Ledger.existing(where)


async def test_two_writers_take_turns(where: Path | str) -> None:
    async with await open_at(where) as one, await open_at(where) as two:
        await asyncio.gather(
            *(writer.post([deposit(f"{name}{n}", 1 + n), deposit(f"both{n}", 7)])
              for n in range(15) for name, writer in (("one", one), ("two", two)))
        )  # fmt: skip
        assert await one.balance(VAULT) == 2 * sum(range(1, 16)) + 15 * 7
        assert (await two.verify()).entries == 45


async def test_reader_is_not_blocked_by_a_writer(where: Path | str) -> None:
    async with await open_at(where) as ledger:
        await ledger.post([deposit("d", 9)])
        async with ledger._backend.writing():
            async with asyncio.timeout(10):
                assert await ledger.balance(VAULT) == 9


@pytest.mark.parametrize("table", ["facts", "accounts", "entries", "postings", "heads"])
async def test_books_refuse_changes_by_other_means(where: Path | str, table: str) -> None:
    async with await open_at(where) as ledger:
        await ledger.post([moved("m"), moved("n")], cursors=[Cursor("index", "1")])
    column = {"facts": "value", "accounts": "asset"}.get(table, "sequence")
    value = "'x'" if column != "sequence" else "0"
    for statement in (f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="append-only"):
            await sql(where, statement, forced=False)


def test_head_reads_what_it_writes() -> None:
    head = Head(42, bytes(range(32)))
    assert Head.parse(f" {head}\n") == head


async def test_open_where_nothing_answers_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnavailable, match="no database answers") as caught:
        await open_at(f"postgresql://someone:secret@/none?host={tmp_path}")
    assert "secret" not in str(caught.value)


async def test_postings_in_reverse_are_the_same_transaction(ledger: Ledger) -> None:
    lines = (Posting(DANA, 5), Posting(CAFE, -5))
    await ledger.post([LedgerTransaction("t", lines, START)])
    assert (await ledger.post([LedgerTransaction("t", lines[::-1], START)])).known == 1
