"""Ids of entries: the same movement has one id, wherever and however often it is told.

A movement with a reference that only one can have (the bank's own, or the UETR of its one
payment) is known by it, its amount and its direction: pending today and booked tomorrow, in
a notification and in a statement, it has one id.  Any other is known by all that is said of
it, the day included.  Of equal ones within a statement the second, third, … have ids of their
own, so that two equal movements stay two.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from alatau.statements.model import NOT_PROVIDED, Account, Entry

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
    """16 bytes of what makes this movement that movement."""
    # Without the account's currency, which a notification may leave out: the entry has one.
    facts: list[object] = [account.iban or account.other, entry.amount, entry.currency]
    facts.append(entry.reversal)
    strong = strong_reference(entry)
    if strong:
        facts.append(strong)
    else:
        facts += [entry.booked or entry.value, entry.value, entry.code, entry.information]
        facts += [
            (one.amount, one.end_to_end, one.uetr, one.instruction, one.transaction,
             one.servicer_reference, one.remittance, one.references)
            for one in entry.details
        ]  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).digest()[:16]


def entry_id(key: bytes, occurrence: int) -> str:
    """The id in hex; of equal movements the later ones count on."""
    return key.hex() if occurrence == 0 else f"{key.hex()}-{occurrence + 1}"


def number_entries(account: Account, entries: Iterable[Entry]) -> list[Entry]:
    """Entries of one statement with their ids."""
    seen = Occurrences()
    numbered = []
    for one in entries:
        key = entry_key(account, one)
        numbered.append(replace(one, id=entry_id(key, seen.count(key))))
    return numbered
