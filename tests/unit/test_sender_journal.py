"""The journal: on disk before anything is sent, of one chain and zone, of one process."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from alatau.errors import JournalError, StorageError, WrongChain
from alatau.sender import Attempt, Entry, Journal, State

GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ZONE = "Алатау"


def entry(key: str, sequence: int = 7) -> Entry:
    return Entry(key, "Айгүл", sequence, b"salt", State.PREPARED)


def attempt(key: str, number: int = 1, message: bytes = b"bytes") -> Attempt:
    return Attempt(f"{key}:{number}", key, message, 150)


def open_at(path: Path | None, *, genesis: str = GENESIS, zone: str = ZONE) -> Journal:
    return Journal.open(path, genesis=genesis, zone=zone)


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )


PRELUDE = f"""
import asyncio, os, resource, sys
from pathlib import Path
from alatau.errors import AlatauError
from alatau.sender import Attempt, Entry, Journal, State

def entry(key): return Entry(key, "account", 1, b"salt", State.PREPARED)
def attempt(key, size=100): return Attempt("signature " + key, key, bytes(size), 150)
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
        journal.land("order:1", "order:1:2")
        journal.fail("order:2", "order:2:1", '{"InstructionError":[0,"X"]}', ["one", "two"])
    with open_at(path) as journal:
        assert [each.key for each in journal.entries()] == ["order:1", "order:2", "order:3"]
        assert journal.entry("order:1") == Entry(
            "order:1", "Айгүл", 1, b"salt", State.LANDED, "order:1:2"
        )
        assert journal.entry("order:2") == Entry(
            "order:2", "Айгүл", 2, b"salt", State.FAILED, "order:2:1",
            '{"InstructionError":[0,"X"]}', ("one", "two"),
        )  # fmt: skip
        signed = journal.entry("order:3")
        assert signed is not None
        assert signed.state is State.SIGNED
        assert journal.attempts("order:1") == [
            attempt("order:1"),
            attempt("order:1", 2, b"signed again"),
        ]
        assert journal.has_attempt("order:3:1")
        assert not journal.has_attempt("order:3:2")
        assert journal.entry("order:4") is None
        assert journal.highest_sequence("Айгүл") == 3
        assert journal.highest_sequence("Ерлан") == 0


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
        assert [each.signature for each in journal.attempts("a")] == ["signature a"]
        assert journal.entry("b") is None


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


def test_open_of_other_version_is_refused(path: Path) -> None:
    open_at(path).close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'version'")
    connection.close()
    with pytest.raises(JournalError, match="of version 0, not 1"):
        open_at(path)


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
        assert [each.signature for each in journal.attempts("a")] == ["signature a"]
        assert journal.attempts("b") == journal.attempts("c") == []


async def test_close_commits_and_may_be_repeated(path: Path) -> None:
    journal = open_at(path)
    journal.prepare(entry("a"))
    await journal.sign(attempt("a"))
    journal.land("a", "a:1")
    journal.close()
    journal.close()
    with open_at(path) as again:
        found = again.entry("a")
        assert found is not None
        assert found.state is State.LANDED
