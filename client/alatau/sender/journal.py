"""The journal: what was signed and sent, on disk before any byte leaves.

One SQLite file per chain and zone.  An *entry* is an intent under its idempotency key,
with the sequence and the salt chosen for it; an *attempt* is one signed transaction
of it.  Writes of one turn of the event loop share one commit (and one fsync).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from alatau.errors import JournalError, StorageError, WrongChain

VERSION = "1"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    salt BLOB NOT NULL,
    content BLOB NOT NULL,
    state TEXT NOT NULL,
    signature TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    logs TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS entries_account ON entries (account, sequence);
CREATE TABLE IF NOT EXISTS attempts (
    signature TEXT PRIMARY KEY,
    key TEXT NOT NULL REFERENCES entries (key),
    message BLOB NOT NULL,
    last_valid_block_height INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS attempts_key ON attempts (key);
"""


class State(StrEnum):
    """What is known of an entry."""

    PREPARED = "prepared"  # sequence and salt chosen, nothing signed
    SIGNED = "signed"  # signed, perhaps sent; the outcome is open
    LANDED = "landed"  # executed with success
    FAILED = "failed"  # executed, and refused


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent: its key, the sequence of `account` it uses (0: none), its salt, its state.

    A failed one keeps `error` and `logs`, so that asking again gives the same refusal
    even where the node has forgotten the transaction.  `content` is a digest of what is
    intended: the same key with another one is a mistake.
    """

    key: str
    account: str
    sequence: int
    salt: bytes
    state: State
    signature: str = ""
    error: str = ""
    logs: tuple[str, ...] = ()
    content: bytes = b""

    @property
    def is_over(self) -> bool:
        """Whether its outcome is known."""
        return self.state in {State.LANDED, State.FAILED}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A signed transaction of an entry."""

    signature: str
    key: str
    message: bytes
    last_valid_block_height: int


class Journal:
    """The journal of one zone on one chain.  Open with `Journal.open`, close when done."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        self._waiters: list[asyncio.Future[None]] = []
        self._flush: asyncio.Handle | None = None

    @classmethod
    def open(cls, path: Path | None, *, genesis: str, zone: str) -> Journal:
        """Open or create the journal (`None`: in memory, for chains that are too).

        Raises `WrongChain` when the file belongs to another chain or zone, and
        `JournalError` when it is in use or is no journal of this version.
        """
        connection = None
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0.5)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            _check_tables(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            connection.execute("BEGIN IMMEDIATE")
            _check_meta(connection, path, {"version": VERSION, "genesis": genesis, "zone": zone})
            connection.execute("COMMIT")
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error | OSError):
                raise _translate(error, path) from error
            raise
        return cls(connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Commit what is pending and let go of the file.  Idempotent."""
        if self._flush is not None:
            self._flush.cancel()
        try:
            self._commit()
            self._connection.close()
        except sqlite3.ProgrammingError:
            pass  # closed already

    def entry(self, key: str) -> Entry | None:
        """The entry of a key."""
        row = self._connection.execute(_SELECT + " WHERE key = ?", (key,)).fetchone()
        return None if row is None else _entry(row)

    def entry_of(self, account: str, sequence: int) -> Entry | None:
        """The entry that a sequence of an account was chosen for."""
        row = self._connection.execute(
            _SELECT + " WHERE account = ? AND sequence = ?", (account, sequence)
        ).fetchone()
        return None if row is None else _entry(row)

    def entries(self) -> list[Entry]:
        """All entries, in the order of their making."""
        rows = self._connection.execute(_SELECT + " ORDER BY rowid")
        return [_entry(row) for row in rows]

    def attempts(self, key: str) -> list[Attempt]:
        """The signed transactions of an entry, oldest first."""
        rows = self._connection.execute(
            "SELECT signature, key, message, last_valid_block_height FROM attempts"
            " WHERE key = ? ORDER BY rowid",
            (key,),
        )
        return [Attempt(*row) for row in rows]

    def has_attempt(self, signature: str) -> bool:
        """Whether a transaction with this signature was signed before, of any entry."""
        row = self._connection.execute(
            "SELECT 1 FROM attempts WHERE signature = ?", (signature,)
        ).fetchone()
        return row is not None

    def knows(self, signature: str) -> bool:
        """Whether an attempt has this signature."""
        found = self._connection.execute(
            "SELECT 1 FROM attempts WHERE signature = ?", (signature,)
        ).fetchone()
        return found is not None

    def highest_sequence(self, account: str) -> int:
        """The highest sequence ever chosen for an account; 0: none."""
        row = self._connection.execute(
            "SELECT max(sequence) FROM entries WHERE account = ?", (account,)
        ).fetchone()
        return int(row[0] or 0)

    def prepare(self, entry: Entry) -> None:
        """Remember a new entry; it is on disk with the first attempt at the latest."""
        self._write(
            "INSERT INTO entries (key, account, sequence, salt, state, content)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry.key,
                entry.account,
                entry.sequence,
                entry.salt,
                State.PREPARED,
                entry.content,
            ),
        )

    async def sign(self, attempt: Attempt) -> None:
        """Remember a signed transaction and return once it is on disk."""
        self._write("INSERT INTO attempts VALUES (?, ?, ?, ?)", _attempt_row(attempt))
        self._write("UPDATE entries SET state = ? WHERE key = ?", (State.SIGNED, attempt.key))
        await self._committed()

    def land(self, key: str, signature: str) -> None:
        """The entry was executed by this transaction."""
        self._finish(key, State.LANDED, signature)

    def fail(self, key: str, signature: str, error: str, logs: Sequence[str]) -> None:
        """The entry was executed by this transaction, and refused."""
        self._finish(key, State.FAILED, signature, error, "\n".join(logs))

    def _finish(
        self, key: str, state: State, signature: str, error: str = "", logs: str = ""
    ) -> None:
        # Not waited for: after a crash the attempt is asked for again.
        self._write(
            "UPDATE entries SET state = ?, signature = ?, error = ?, logs = ? WHERE key = ?",
            (state, signature, error, logs, key),
        )
        self._schedule()

    def _write(self, statement: str, values: Sequence[object]) -> None:
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            failure = _translate(error, self._path)
            if not self._connection.in_transaction:
                # SQLite has rolled back, with it what others wait for in this commit.
                self._answer(failure)
            raise failure from error

    async def _committed(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._schedule()
        await waiter

    def _schedule(self) -> None:
        if self._flush is None:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                self._commit()
                return
            self._flush = loop.call_soon(self._commit)

    def _commit(self) -> None:
        self._flush = None
        failure: Exception | None = None
        try:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.Error as error:
            failure = _translate(error, self._path)
        self._answer(failure)

    def _answer(self, failure: Exception | None) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if waiter.done():
                continue
            if failure is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(failure)


_SELECT = "SELECT key, account, sequence, salt, state, signature, error, logs, content FROM entries"


def _entry(row: tuple[str, str, int, bytes, str, str, str, str, bytes]) -> Entry:
    key, account, sequence, salt, state, signature, error, logs, content = row
    lines = tuple(logs.split("\n")) if logs else ()
    return Entry(key, account, sequence, salt, State(state), signature, error, lines, content)


def _attempt_row(attempt: Attempt) -> tuple[str, str, bytes, int]:
    return attempt.signature, attempt.key, attempt.message, attempt.last_valid_block_height


def _check_tables(connection: sqlite3.Connection, path: Path | None) -> None:
    """Nothing is made in a database of something else."""
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if found and not found >= {"meta", "entries", "attempts"}:
        raise JournalError(f"{path} is not a journal of this version", remedy="use another --home")


def _check_meta(connection: sqlite3.Connection, path: Path | None, wanted: dict[str, str]) -> None:
    found = dict(connection.execute("SELECT name, value FROM meta"))
    if not found:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", wanted.items())
        return
    if found.get("version") != wanted["version"]:
        raise JournalError(
            f"{path} is a journal of version {found.get('version')}, not {wanted['version']}",
            remedy="use the release that wrote it, or another --home",
        )
    for name in ("genesis", "zone"):
        if found.get(name) != wanted[name]:
            raise WrongChain(
                f"{path} is the journal of another {name}: {found.get(name)}, not {wanted[name]}",
                remedy="use another --home",
            )


def _translate(error: Exception, path: Path | None) -> JournalError | StorageError:
    text = str(error)
    if "locked" in text:
        return JournalError(
            f"the journal {path} is in use by another process",
            remedy="wait for it to end, or use another --home",
        )
    if "not a database" in text or "no such column" in text:
        return JournalError(f"{path} is not a journal of this version", remedy="use another --home")
    return StorageError(
        f"the journal {path} cannot be written: {text}",
        remedy="make room on the disk, or choose another --home; nothing unjournalled was sent",
    )
