"""Ids of entries: the same movement has one id, wherever and however often it is told.

A movement is known by its account, amount and direction, and by a reference that only one can
have (the bank's own, or the UETR of its one payment); without such a reference by all else
that is said of it.  What is booked has its day in its id: banks use references again, and two
that are booked on two days are two.  Of equal ones of a day the second, third, … of a statement
count on, so that two equal movements stay two.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from alatau.statements.model import NOT_PROVIDED, Account, Entry, Status

_IN_MEMORY: Final = 50_000


class Occurrences:
    """Counts how often keys have come, in bounded memory: many of them on the disk."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._most = in_memory
        self._recent: dict[bytes, int] = {}
        self._file: sqlite3.Connection | None = None

    def count(self, key: bytes) -> int:
        """How often this key has come before."""
        before = self._recent.get(key)
        if before is None:
            before = self._stored(key)
        self._recent[key] = before + 1
        if len(self._recent) > self._most:
            self._store()
        return before

    def _stored(self, key: bytes) -> int:
        if self._file is None:
            return 0
        row = self._file.execute("SELECT times FROM seen WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def _store(self) -> None:
        if self._file is None:
            # Without a name: SQLite's own temporary file, gone when it is closed.
            self._file = sqlite3.connect("", isolation_level=None)
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute(
                "CREATE TABLE seen (key BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID"
            )
        self._file.execute("BEGIN")
        rows = sorted(self._recent.items())
        self._file.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)
        self._file.execute("COMMIT")
        self._recent.clear()

    def close(self) -> None:
        """Lets go of the disk."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._recent.clear()


def strong_reference(entry: Entry) -> str:
    """A reference that one movement only can have; empty where the file gives none."""
    if entry.servicer_reference not in NOT_PROVIDED:
        return f"servicer:{entry.servicer_reference}"
    if len(entry.details) == 1:
        (detail,) = entry.details
        if detail.servicer_reference not in NOT_PROVIDED:
            return f"servicer:{detail.servicer_reference}"
        if detail.uetr:
            return f"uetr:{detail.uetr}"
    return ""


def entry_key(account: Account, entry: Entry) -> bytes:
    """16 bytes of what makes this movement that movement, but for its day."""
    # Without the account's currency, which a notification may leave out: the entry has one.
    facts: list[object] = [account.iban or account.other, entry.amount, entry.currency]
    facts.append(entry.reversal)
    strong = strong_reference(entry)
    if strong:
        facts.append(strong)
    else:
        facts += [entry.code, entry.proprietary, entry.information]
        facts += [
            (one.amount, one.end_to_end, one.uetr, one.instruction, one.transaction,
             one.servicer_reference, one.remittance, one.references)
            for one in entry.details
        ]  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).digest()[:16]


def entry_id(account: Account, entry: Entry, seen: Occurrences) -> tuple[str, int]:
    """The id, and how many equal ones of the day there were before in the statement.

    ``KEY``, ``KEY-2``, and with the day once it is booked: ``KEY/2026-11-02``.
    """
    key = entry_key(account, entry)
    day = entry.booked or entry.value if entry.status is Status.BOOKED else None
    end = "" if day is None else f"/{day}"
    before = seen.count(key + end.encode())
    return f"{key.hex()}{f'-{before + 1}' if before else ''}{end}", before


def movement(entry_id: str) -> str:
    """The id without the day: of what is pending, and of what it becomes."""
    return entry_id.partition("/")[0]


def number_entries(account: Account, entries: Iterable[Entry]) -> list[Entry]:
    """Entries of one statement with their ids."""
    seen = Occurrences()
    numbered = [replace(one, id=entry_id(account, one, seen)[0]) for one in entries]
    seen.close()
    return numbered
