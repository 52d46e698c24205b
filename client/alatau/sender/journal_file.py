"""The journal's file: its tables, who has it open, and whether it is what was made here."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from alatau.errors import AlatauError, JournalError, StorageError, WrongChain
from alatau.sender.journal_rows import MetaRow, check, damaged, new_meta
from alatau.sender.journal_wal import PAGE, Log, read_log

VERSION = "2"

SCHEMA = (
    "CREATE TABLE meta (id INTEGER PRIMARY KEY, name TEXT, value TEXT, checksum INTEGER) STRICT",
    (
        "CREATE TABLE entries (id INTEGER PRIMARY KEY, key TEXT, account BLOB, sequence INTEGER,"
        " salt BLOB, content BLOB, made INTEGER, state INTEGER, attempts INTEGER, moves INTEGER,"
        " attempt INTEGER, slot INTEGER, error TEXT, logs TEXT, checksum INTEGER) STRICT"
    ),
    (
        "CREATE TABLE attempts (id INTEGER PRIMARY KEY, name INTEGER, signature BLOB, message BLOB,"
        " height INTEGER, blockhash BLOB, slot INTEGER, checksum INTEGER) STRICT"
    ),
    (
        "CREATE TABLE transitions (id INTEGER PRIMARY KEY, state INTEGER, at INTEGER, slot INTEGER,"
        " height INTEGER, detail TEXT, attempt INTEGER, checksum INTEGER) STRICT"
    ),
    # Each of these is there twice.  A row's checksum shows that it is the right one; that
    # there is none only an index can say, and that it is sound only another one.
    "CREATE UNIQUE INDEX entries_key ON entries (key)",
    "CREATE UNIQUE INDEX entries_key_again ON entries (key)",
    "CREATE UNIQUE INDEX attempts_name ON attempts (name)",
    "CREATE UNIQUE INDEX attempts_name_again ON attempts (name)",
    "CREATE INDEX entries_account ON entries (account, sequence) WHERE sequence > 0",
    "CREATE INDEX entries_account_again ON entries (account, sequence) WHERE sequence > 0",
    # Held against the count in `meta`.
    "CREATE INDEX entries_unresolved ON entries (id) WHERE state BETWEEN 2 AND 6",
)

META = ("version", "genesis", "zone", "log", "tally")
"""The rows of `meta`, in this order.

`log` is `open` in the file itself while commits may be in the write-ahead log only: a log
that is missing then is noticed.  `tally` counts entries, attempts, transitions, and entries
by state.
"""

OPEN, SHUT = "open", "shut"
EMPTY_TALLY = " ".join(["0"] * 12)

# Bytes 16 to 23 of a file of ours, 44 to 47 and 52 to 67: page size, a WAL, no reserved
# bytes, SQLite's fractions, format 4, no vacuum, UTF-8.  A wrong one misreads all pages.
_HEADER = {
    16: bytes([PAGE >> 8, PAGE & 255, 2, 2, 0, 64, 32, 32]),
    44: bytes([0, 0, 0, 4]),
    52: bytes(4) + bytes([0, 0, 0, 1]) + bytes(8),
}


FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises; the latter where a damaged name makes its message no text."""

# A commit's frames stay in order as long as none is written before it; see `journal_wal`.
_SETTINGS = (
    f"page_size = {PAGE}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_spill = OFF",
    "cache_size = -32768",
)


class Lock:
    """One process at a time: held from making it until `release`, or the process' death.

    On a file of its own beside the journal: closing any descriptor of the journal would
    undo SQLite's locks, so it could not be looked at from outside of SQLite.
    """

    def __init__(self, path: Path | None) -> None:
        self._fd = -1
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.with_name(f"{path.name}.lock")
            self._fd = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.release()
            raise _in_use(path) from error
        except OSError as error:
            self.release()
            raise translate(error, path) from error

    def release(self) -> None:
        """Let go.  Idempotent."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def connect(path: Path | None, wanted: Mapping[str, str] | None) -> sqlite3.Connection:
    """Open the database of a journal that is locked; with `wanted` of meta, make it.

    Raises `WrongChain`, `JournalDamaged`, `JournalError`, `StorageError`.
    """
    connection = None
    try:
        log = None if path is None else _sound_log(path)
        head = b"" if path is None or not path.exists() else _head(path)
        connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0.5)
        _prepare(connection, path, wanted, head, has_log=log is not None)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, (*FAULTS, OSError)):
            raise translate(error, path) from error
        raise
    return connection


def _sound_log(path: Path) -> Log | None:
    # Before SQLite sees it: what it does not believe of a log it lets go of.
    log = read_log(path)
    if log is not None and log.wrong:
        raise damaged(path, log.wrong)
    return log


def _prepare(
    connection: sqlite3.Connection,
    path: Path | None,
    wanted: Mapping[str, str] | None,
    head: bytes,
    *,
    has_log: bool,
) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    _check_kind(connection, path, new=wanted is not None)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    if wanted is not None:
        _make(connection, wanted)
    _check_shape(connection, path, head)
    meta = read_meta(connection, path)
    if meta["log"] == OPEN and not has_log:
        raise damaged(path, f"its write-ahead log {path and path.name}-wal is missing")
    _check_size(connection, path)
    if wanted is not None:
        _check_meta(path, meta, wanted)


def _make(connection: sqlite3.Connection, wanted: Mapping[str, str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
        for statement in SCHEMA:
            connection.execute(statement)
        values = {"version": VERSION, "log": SHUT, "tally": EMPTY_TALLY, **wanted}
        rows = [new_meta(number, name, values[name]) for number, name in enumerate(META, 1)]
        connection.executemany("INSERT INTO meta VALUES (?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _check_kind(connection: sqlite3.Connection, path: Path | None, *, new: bool) -> None:
    """Nothing is made in a database of something else, nor in a journal of another version."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not names and not new:
        raise _other(path)
    if not names:
        return
    if not names >= {"meta", "entries", "attempts"}:
        raise _other(path)
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
    except sqlite3.OperationalError as error:
        raise _other(path) from error
    version = None if row is None else row[0]
    if version == VERSION or "transitions" in names:
        return  # what else is wrong with it, its checksums tell
    raise JournalError(
        f"{path} is a journal of version {version}, not {VERSION}",
        remedy="use the release that wrote it, or another --home",
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def _check_shape(connection: sqlite3.Connection, path: Path | None, head: bytes) -> None:
    """The tables where they were made; the header that it had before, if it had one."""
    found = connection.execute("SELECT rootpage, sql FROM sqlite_master ORDER BY rowid").fetchall()
    # Made in this order in a new file, each has the next page.
    if found != list(enumerate(SCHEMA, 2)):
        raise damaged(path, "its list of tables")
    if head and any(head[at : at + len(rule)] != rule for at, rule in _HEADER.items()):
        raise damaged(path, "the header of its database")


def _check_size(connection: sqlite3.Connection, path: Path | None) -> None:
    """Empty the write-ahead log into the file, which then is as long as it says."""
    if path is None:
        return
    # First this, so that no empty log is taken for a lost one.
    mark(connection, SHUT)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if path.stat().st_size != pages * PAGE:
        raise damaged(path, f"it has {path.stat().st_size} bytes, not {pages} pages of {PAGE}")


def mark(connection: sqlite3.Connection, log: str) -> None:
    """Say whether commits may be in the write-ahead log only."""
    connection.execute("BEGIN IMMEDIATE")
    write_meta(connection, "log", log)
    connection.execute("COMMIT")


def read_meta(connection: sqlite3.Connection, path: Path | None) -> dict[str, str]:
    """What the journal knows of itself, by name.  Raises `JournalDamaged`."""
    rows = [MetaRow(*row) for row in connection.execute("SELECT * FROM meta ORDER BY id")]
    for row in rows:
        check(row, path, "meta")
    if tuple(row.name for row in rows) != META:
        raise damaged(path, "rows of meta are missing")
    return {row.name: row.value for row in rows}


def write_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Write what the journal knows of itself, in the transaction that is open."""
    row = new_meta(META.index(name) + 1, name, value)
    connection.execute(
        "UPDATE meta SET value = ?, checksum = ? WHERE id = ?", (value, row.checksum, row.id)
    )


def _check_meta(path: Path | None, found: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    for name, value in wanted.items():
        if found[name] != value:
            raise WrongChain(
                f"{path} is the journal of another {name}: {found[name]}, not {value}",
                remedy="use another --home",
            )


def _in_use(path: Path | None) -> JournalError:
    return JournalError(
        f"the journal {path} is in use by another process",
        remedy="wait for it to end, or use another --home",
    )


def _other(path: Path | None) -> JournalError:
    return JournalError(f"{path} is not a journal of this version", remedy="use another --home")


_STORAGE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM",
            "SQLITE_NOMEM")  # fmt: skip


def translate(error: BaseException, path: Path | None) -> AlatauError:
    """An error of SQLite or of the system as one of ours."""
    text, name = str(error), getattr(error, "sqlite_errorname", "")
    if isinstance(error, sqlite3.ProgrammingError):
        return JournalError(f"the journal {path} is closed")
    if isinstance(error, OSError) or name.startswith(_STORAGE):
        return StorageError(
            f"the journal {path} cannot be written: {text}",
            remedy="make room on the disk, or choose another --home; nothing unjournalled was sent",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _in_use(path)
    if name == "SQLITE_NOTADB":
        return _other(path)
    # Whatever SQLite cannot make sense of: pages, lengths, text that is no text.
    return damaged(path, text)


def tally_of(text: str) -> list[int]:
    """The counts of a tally."""
    return [int(each) for each in text.split(" ")]


def tally_text(counts: Sequence[int]) -> str:
    """A tally as it is kept."""
    return " ".join(map(str, counts))
