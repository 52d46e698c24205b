"""The journal: on disk before anything is sent, of one chain and zone, of one process."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256, sha512
from pathlib import Path

import pytest
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.errors import JournalError, StorageError, WrongChain
from alatau.sender import Attempt, Entry, Evidence, Journal, State, Transition

GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ZONE = "Алатау"


AIGUL, ERLAN = (str(Pubkey(sha256(name.encode()).digest())) for name in ("Айгүл", "Ерлан"))
BLOCKHASH = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM"
NOW = 1_790_000_000.25


def entry(key: str, sequence: int = 7, account: str = AIGUL) -> Entry:
    return Entry(key, account, sequence, b"salt", State.PREPARED, content=b"digest")


def signature(text: str) -> str:
    return str(Signature.from_bytes(sha512(text.encode()).digest()))


def attempt(key: str, number: int = 1, message: bytes = b"bytes") -> Attempt:
    return Attempt(signature(f"{key}:{number}"), key, message, 150, BLOCKHASH, 120)


def open_at(path: Path | None, *, genesis: str = GENESIS, zone: str = ZONE) -> Journal:
    return Journal.open(path, genesis=genesis, zone=zone, now=lambda: NOW)


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )


PRELUDE = f"""
import asyncio, hashlib, os, resource, sys
from pathlib import Path
from solders.signature import Signature
from alatau.errors import AlatauError
from alatau.sender import Attempt, Entry, Evidence, Journal, State

def entry(key): return Entry(key, "", 0, b"salt", State.PREPARED)
def signature(text): return str(Signature.from_bytes(hashlib.sha512(text.encode()).digest()))
def attempt(key, size=100): return Attempt(signature(key), key, bytes(size), 150)
journal = Journal.open(Path(sys.argv[1]), genesis={GENESIS!r}, zone={ZONE!r})
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "үй" / "journal.sqlite"


async def test_reopen_gives_back_entries_and_attempts(path: Path) -> None:
    with open_at(path) as journal:
        for number in (1, 2, 3):
            journal.prepare(entry(f"order:{number}", number))
            await journal.sign(attempt(f"order:{number}"))
        await journal.sign(attempt("order:1", 2, b"signed again"))
        journal.move(
            "order:1", State.FINALIZED, Evidence(130, 120), signature=signature("order:1:2"),
            slot=128,
        )  # fmt: skip
        journal.move(
            "order:2", State.FAILED, Evidence(131, 121), signature=signature("order:2:1"),
            slot=129, error='{"InstructionError":[0,"X"]}', logs=["one", "two\nlines", "\ud800"],
        )  # fmt: skip
    with open_at(path) as journal:
        assert [each.key for each in journal.entries()] == ["order:1", "order:2", "order:3"]
        assert journal.entry("order:1") == Entry(
            "order:1", AIGUL, 1, b"salt", State.FINALIZED, signature("order:1:2"), 128,
            content=b"digest",
        )  # fmt: skip
        assert journal.entry("order:2") == Entry(
            "order:2", AIGUL, 2, b"salt", State.FAILED, signature("order:2:1"), 129,
            '{"InstructionError":[0,"X"]}', ("one", "two\nlines", "\ud800"), b"digest",
        )  # fmt: skip
        signed = journal.entry("order:3")
        assert signed is not None
        assert (signed.state, signed.number) == (State.SIGNED, 3)
        assert journal.attempts("order:1") == [
            attempt("order:1"),
            attempt("order:1", 2, b"signed again"),
        ]
        assert journal.knows(signature("order:3:1"))
        assert not journal.knows(signature("order:3:2"))
        assert journal.entry("order:4") is None
        assert journal.verify() == []


async def test_reopen_gives_back_transitions_with_their_evidence(path: Path) -> None:
    with open_at(path) as journal:
        journal.prepare(entry("visit"))
        journal.renumber("visit", 9)
        await journal.sign(attempt("visit"))
        journal.move("visit", State.EXPIRED, Evidence(400, 300, "150 блок өтті, қолтаңба жоқ"))
        await journal.sign(attempt("visit", 2))
        journal.move("visit", State.CONFIRMED, Evidence(410), signature=signature("visit:2"))
        at = int(NOW * 1000)
        told = [
            Transition("visit", State.PREPARED, at, Evidence()),
            Transition("visit", State.PREPARED, at, Evidence(detail="sequence 7 became 9")),
            Transition("visit", State.SIGNED, at, Evidence(120), signature("visit:1")),
            Transition(
                "visit", State.EXPIRED, at, Evidence(400, 300, "150 блок өтті, қолтаңба жоқ")
            ),
            Transition("visit", State.SIGNED, at, Evidence(120), signature("visit:2")),
            Transition("visit", State.CONFIRMED, at, Evidence(410), signature("visit:2")),
        ]
        assert journal.transitions("visit") == told
    with open_at(path) as journal:
        assert journal.transitions("visit") == told
        assert journal.transitions("another") == []
        (record,) = journal.records()
        assert record.transitions == tuple(told)
        assert record.attempts == tuple(journal.attempts("visit"))
        assert record.entry == journal.entry("visit")
        assert record.entry.sequence == 9


async def test_renumber_of_signed_is_refused(path: Path) -> None:
    with open_at(path) as journal:
        journal.prepare(entry("visit"))
        await journal.sign(attempt("visit"))
        with pytest.raises(JournalError, match="visit: it was signed with the sequence 7"):
            journal.renumber("visit", 8)
        with pytest.raises(JournalError, match="no such entry"):
            journal.renumber("another", 8)
        assert journal.entry_of(AIGUL, 7) == journal.entry("visit")
        journal.move("visit", State.EXPIRED, Evidence())
        journal.renumber("visit", 9)  # what is proven dead cannot land any more
        assert journal.entry_of(AIGUL, 9) == journal.entry("visit")


async def test_highest_sequence_leaves_out_what_failed(path: Path) -> None:
    with open_at(path) as journal:
        for number in (1, 2, 3):
            journal.prepare(entry(f"order:{number}", number))
        await journal.sign(attempt("order:3"))
        assert journal.highest_sequence(AIGUL) == 3
        journal.move("order:3", State.FAILED, Evidence(), error="X")
        assert journal.highest_sequence(AIGUL) == 2
        assert journal.highest_sequence(ERLAN) == 0
        journal.prepare(entry("order:4", 3))
        assert journal.highest_sequence(AIGUL) == 3
        # Whoever reuses it is who has it.
        assert journal.entry_of(AIGUL, 3) == journal.entry("order:4")
        assert journal.entry_of(AIGUL, 4) is None
        assert journal.entry_of(ERLAN, 3) is None


async def test_unresolved_gives_what_was_signed_and_is_open(path: Path) -> None:
    with open_at(path) as journal:
        for state in State:
            journal.prepare(entry(state, account=ERLAN if state is State.SENT else AIGUL))
            if state is not State.PREPARED:
                await journal.sign(attempt(state))
                journal.move(state, state, Evidence())
        wanted = [
            State.SIGNED, State.SENT, State.PROCESSED, State.CONFIRMED, State.UNKNOWN,
        ]  # fmt: skip
        assert [each.state for each in journal.unresolved()] == wanted
        assert journal.counts() == dict.fromkeys(State, 1)
        # What is resolved while it is asked for is left out.
        open_ones = journal.unresolved()
        assert next(open_ones).state is State.SIGNED
        journal.move("sent", State.FAILED, Evidence(), error="X")
        assert [each.state for each in open_ones] == wanted[2:]
    with open_at(path) as journal:
        assert [each.state for each in journal.unresolved()] == [wanted[0], *wanted[2:]]
        assert journal.counts()[State.FAILED] == 2
        assert [each.key for each in journal.entries(account=ERLAN)] == ["sent"]
        failed = journal.entries(states=[State.FAILED])
        assert [each.key for each in failed] == ["sent", "failed"]
        first = journal.entries(limit=2)
        assert [each.key for each in first] == ["prepared", "signed"]
        after = journal.entries(after=first[-1].number, limit=1, states=[State.PROCESSED])
        assert [each.key for each in after] == ["processed"]


async def test_write_that_makes_no_sense_is_refused_and_changes_nothing(path: Path) -> None:
    with open_at(path) as journal:
        journal.prepare(entry("a"))
        await journal.sign(attempt("a"))
        journal.prepare(entry("b", 8))
        await journal.sign(attempt("b"))
        journal.move("b", State.FINALIZED, Evidence(), signature=signature("b:1"))
        before = list(journal.records())
        refused: list[tuple[Callable[[], object], str]] = [
            (lambda: journal.prepare(entry("a")), "a: the journal has it already"),
            (lambda: journal.prepare(entry("\ud800")), "this key cannot be written"),
            (lambda: journal.prepare(entry("c", account="Айгүл")), "'Айгүл' is no address"),
            (lambda: journal.move("c", State.SENT, Evidence()), "c: .* no such entry"),
            (lambda: journal.move("b", State.SENT, Evidence()), "b: it is finalized, .* for good"),
            (
                lambda: journal.move("a", State.SENT, Evidence(), signature=signature("b:1")),
                "a: no transaction of it has the signature",
            ),
        ]
        for work, words in refused:
            with pytest.raises(JournalError, match=words):
                work()
        for wrong, words in (
            (attempt("c"), "c: .* no such entry"),
            (attempt("b", 2), "b: it is over"),
            (replace(attempt("a"), signature="qol"), "'qol' is no signature"),
            (replace(attempt("a", 2), blockhash="0"), "'0' is no blockhash"),
        ):
            with pytest.raises(JournalError, match=words):
                await journal.sign(wrong)
        assert not await journal.sign(replace(attempt("a"), message=b"more"))
        assert list(journal.records()) == before
    with open_at(path) as journal:
        assert list(journal.records()) == before
        assert journal.verify() == []


def test_open_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_at(None) as journal:
        journal.prepare(entry("a"))
        asyncio.run(journal.sign(attempt("a")))
    assert list(tmp_path.iterdir()) == []


def test_sign_is_on_disk_when_the_process_dies_after_it(path: Path) -> None:
    code = """
async def main():
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    journal.prepare(entry("b"))
    os._exit(9)
asyncio.run(main())
"""
    assert python(code, path).returncode == 9
    with open_at(path) as journal:
        assert [each.signature for each in journal.attempts("a")] == [signature("a")]
        assert journal.entry("b") is None


def test_move_is_on_disk_when_the_process_dies_after_settled(path: Path) -> None:
    code = """
async def main():
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    journal.move("a", State.SENT, Evidence(slot=5))
    await journal.settled()
    journal.move("a", State.CONFIRMED, Evidence(slot=6))
    os._exit(9)
asyncio.run(main())
"""
    assert python(code, path).returncode == 9
    with open_at(path) as journal:
        states = [each.state for each in journal.transitions("a")]
        assert states == [State.PREPARED, State.SIGNED, State.SENT]
        assert journal.verify() == []


async def test_sign_many_at_once_shares_a_commit(path: Path) -> None:
    commits: list[str] = []
    with open_at(path) as journal:
        for number in range(50):
            journal.prepare(entry(f"{number}"))
        journal._connection.set_trace_callback(
            lambda sql: commits.append(sql) if sql == "COMMIT" else None
        )
        await asyncio.gather(*(journal.sign(attempt(f"{number}")) for number in range(50)))
        assert len(commits) == 1
        for number in range(50):
            journal.move(f"{number}", State.SENT, Evidence())
        await journal.settled()
        assert len(commits) == 2


def test_open_in_second_process_is_refused(path: Path) -> None:
    with open_at(path):
        done = python("", path)
    assert "JournalError" in done.stderr
    assert "is in use by another process (wait for it to end" in done.stderr
    assert python("", path).returncode == 0


def test_open_twice_in_one_process_is_refused(path: Path) -> None:
    with open_at(path), pytest.raises(JournalError, match="in use"):
        open_at(path)


def test_open_of_other_chain_or_zone_is_refused(path: Path) -> None:
    open_at(path).close()
    with pytest.raises(WrongChain, match=r"of another genesis: 5eykt4.*, not other"):
        open_at(path, genesis="other")
    with pytest.raises(WrongChain, match="of another zone: Алатау, not Шымбұлақ"):
        open_at(path, zone="Шымбұлақ")
    open_at(path).close()


def test_open_of_the_first_version_is_refused_and_keeps_it(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript("""
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE entries (key TEXT PRIMARY KEY, account TEXT NOT NULL) STRICT;
        CREATE TABLE attempts (signature TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT;
        INSERT INTO meta VALUES ('version', '1');
    """)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="of version 1, not 2"):
        open_at(path)
    assert path.read_bytes() == before


def test_open_of_no_database_is_refused_and_keeps_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Дневник, но не журнал.\n" * 100, encoding="utf-8")
    with pytest.raises(JournalError, match="is not a journal of this version"):
        open_at(path)
    assert path.read_text(encoding="utf-8").startswith("Дневник")


@pytest.mark.parametrize(
    "schema",
    ["CREATE TABLE meta (a, b)", "CREATE TABLE books (id)", "CREATE VIEW attempts AS SELECT 1"],
)
def test_open_of_other_database_is_refused(path: Path, schema: str) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(schema)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="is not a journal of this version"):
        open_at(path)
    assert path.read_bytes() == before


def test_open_where_no_folder_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        open_at(tmp_path / "file" / "journal.sqlite")


FULL = """
async def main():
    for key in "abc":
        journal.prepare(entry(key))
    await journal.sign(attempt("a"))
    size = max(each.stat().st_size for each in Path(sys.argv[1]).parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    found = await asyncio.gather(
        journal.sign(attempt("b")),
        journal.sign(attempt("c", int(sys.argv[2]))),
        return_exceptions=True,
    )
    print(*(type(each).__name__ for each in found))
    os._exit(0)
asyncio.run(main())
"""


@pytest.mark.parametrize("size", [50_000, 50_000_000])
def test_sign_on_full_disk_fails_all_of_its_commit(path: Path, size: int) -> None:
    """Whether the commit fails or, with much to write, SQLite gives up before it."""
    done = python(FULL, path, size)
    assert done.stdout.split() == ["StorageError", "StorageError"], done.stderr
    with open_at(path) as journal:
        assert [each.signature for each in journal.attempts("a")] == [signature("a")]
        assert journal.attempts("b") == journal.attempts("c") == []
        assert [each.key for each in journal.unresolved()] == ["a"]
        assert journal.verify() == []


FULL_MOVES = """
async def main():
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    size = max(each.stat().st_size for each in Path(sys.argv[1]).parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    journal.move("a", State.SENT, Evidence(detail="z" * 100_000))
    try:
        await journal.settled()
    except AlatauError as error:
        print(type(error).__name__)
    print(journal.entry("a").state, len(journal.transitions("a")))
    await journal.settled()
    journal.move("a", State.UNKNOWN, Evidence())
    await journal.settled()
    print(journal.entry("a").state)
    os._exit(0)
asyncio.run(main())
"""


def test_move_on_full_disk_is_not_believed_and_said_once(path: Path) -> None:
    done = python(FULL_MOVES, path)
    assert done.stdout.split() == ["StorageError", "signed", "2", "unknown"], done.stderr
    with open_at(path) as journal:
        assert journal.verify() == []
        states = [each.state for each in journal.transitions("a")]
        assert states == [State.PREPARED, State.SIGNED, State.UNKNOWN]


FULL_BETWEEN = """
async def main():
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    size = max(each.stat().st_size for each in Path(sys.argv[1]).parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    journal.prepare(entry("b"))
    journal.move("a", State.SENT, Evidence(detail="z" * 100_000))
    await asyncio.sleep(0)
    for key in "bb":
        try:
            await journal.sign(attempt(key))
        except AlatauError as error:
            print(type(error).__name__)
        else:
            print("signed")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if journal.entry(key) is None:
            journal.prepare(entry(key))
    os._exit(0)
asyncio.run(main())
"""


def test_sign_what_a_full_disk_has_taken_along_says_so(path: Path) -> None:
    """Prepared in one turn, lost with another's commit, signed in a third."""
    done = python(FULL_BETWEEN, path)
    assert done.stdout.split() == ["StorageError", "signed"], done.stderr


def test_open_in_a_folder_that_cannot_be_written_is_refused(path: Path) -> None:
    open_at(path).close()
    path.with_name(f"{path.name}.lock").unlink()
    path.parent.chmod(0o500)
    try:
        if os.access(path.parent, os.W_OK):
            pytest.skip("root writes everywhere")
        with pytest.raises(StorageError, match="cannot be written"):
            open_at(path)
    finally:
        path.parent.chmod(0o700)


async def test_sign_where_the_file_cannot_be_written_is_refused(path: Path) -> None:
    with open_at(path) as journal:
        journal.prepare(entry("a"))
        await journal.sign(attempt("a"))
        journal._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StorageError, match="cannot be written"):
            journal.move("a", State.SENT, Evidence())
        with pytest.raises(StorageError, match="cannot be written"):
            await journal.sign(attempt("a", 2))
        assert [each.state for each in journal.transitions("a")] == [State.PREPARED, State.SIGNED]


async def test_use_after_close_is_refused(path: Path) -> None:
    with open_at(path) as journal:
        journal.prepare(entry("a"))
    with pytest.raises(JournalError, match="is closed"):
        journal.entry("b")


async def test_close_commits_and_may_be_repeated(path: Path) -> None:
    journal = open_at(path)
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    journal.move("a", State.FINALIZED, Evidence(), signature=signature("a:1"))
    journal.close()
    journal.close()
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "journal.sqlite",
        "journal.sqlite.lock",
    ]
    with open_at(path) as again:
        found = again.entry("a")
        assert found is not None
        assert found.state is State.FINALIZED


def test_existing_opens_whatever_there_is_and_makes_nothing(path: Path) -> None:
    with pytest.raises(JournalError, match="there is no journal"):
        Journal.existing(path)
    assert not path.parent.exists()
    open_at(path).close()
    with Journal.existing(path) as journal:
        assert (journal.genesis, journal.zone, journal.path) == (GENESIS, ZONE, path)


def test_succeeded_and_is_over_of_each_state() -> None:
    seen = {State.PROCESSED, State.CONFIRMED, State.FINALIZED}
    for state in State:
        one = replace(entry("a"), state=state)
        assert one.succeeded == (state in seen)
        assert one.is_over == (state in {State.FINALIZED, State.FAILED})
        assert not replace(one, error="X").succeeded
