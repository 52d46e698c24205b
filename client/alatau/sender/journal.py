"""The journal: what was signed and sent, on disk before any byte leaves.

One SQLite file per chain and zone.  An *entry* is an intent under its idempotency key,
with the sequence and the salt chosen for it; an *attempt* is one signed transaction
of it; a *transition* says what was learnt of it, when, and what that rests on.  Attempts
and transitions are only ever added.  Writes of one turn of the event loop share one commit
(and one fsync); hand-overs, one with what comes in the next moment.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from alatau.errors import JournalError
from alatau.sender.journal_commits import Writer
from alatau.sender.journal_file import SHUT, Lock, connect, mark
from alatau.sender.journal_rows import (
    CODES,
    PARTS,
    STATES,
    logs_text,
    new_attempt,
    new_entry,
    renumbered,
    text,
)
from alatau.sender.journal_values import OVER, Attempt, Entry, Evidence, State


class Journal(Writer):
    """The journal of one zone on one chain.  Open with `Journal.open`, close when done."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        lock: Lock,
        now: Callable[[], float],
    ) -> None:
        super().__init__(connection, path, now)
        self._lock = lock

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        genesis: str,
        zone: str,
        now: Callable[[], float] = time.time,
    ) -> Journal:
        """Open or create the journal (`None`: in memory, for chains that are too).

        `now` gives unix seconds.  Raises `WrongChain` when the file belongs to another chain
        or zone, `JournalDamaged` when it is not as it was written, and `JournalError` when it
        is in use or is no journal of this version.
        """
        return cls._open(path, {"genesis": genesis, "zone": zone}, now)

    @classmethod
    def existing(cls, path: Path) -> Journal:
        """Open a journal that there is, of whatever chain and zone.  Raises as `open` does."""
        if not path.is_file():
            raise JournalError(f"there is no journal {path}", remedy="name another file")
        return cls._open(path, None, time.time)

    @classmethod
    def _open(
        cls, path: Path | None, wanted: dict[str, str] | None, now: Callable[[], float]
    ) -> Journal:
        lock = Lock(path)
        try:
            return cls(connect(path, wanted), path, lock, now)
        except BaseException:
            lock.release()
            raise

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
            if self._marked and self._path is not None:
                # The checkpoint first, so that the mark needs no room on a full disk.
                self._connection.execute("PRAGMA wal_checkpoint(FULL)")
                mark(self._connection, SHUT)
        except sqlite3.ProgrammingError:
            pass  # closed already
        except sqlite3.Error:
            pass  # the log stays, and with it the truth
        finally:
            self._connection.close()
            self._lock.release()

    # -- writing -----------------------------------------------------------------------

    def prepare(self, entry: Entry) -> None:
        """Remember a new entry; it is on disk with the first attempt at the latest.

        Raises `JournalError` when its key is taken.
        """
        self._add_entry(new_entry(self._tally[0] + 1, entry))

    def renumber(self, key: str, sequence: int) -> None:
        """Choose another sequence for an entry of which nothing was signed, or nothing can land.

        Raises `JournalError` when something was, and is not proven dead: it may still land.
        """
        live = self._known(key)
        old = live.row
        if old.attempts and STATES[old.state - 1] is not State.EXPIRED:
            raise JournalError(f"{key}: it was signed with the sequence {old.sequence}")
        detail = f"sequence {old.sequence} became {sequence}"
        self._renumber(live, renumbered(old, int(sequence)))
        self._step(live, old.state, Evidence(detail=detail), 0, old.seen)

    async def sign(self, attempt: Attempt) -> bool:
        """Remember a signed transaction and return once it is on disk; False: it is there already.

        Raises `JournalError` when its entry is unknown or over.
        """
        live = self._known(attempt.key)
        row = live.row
        if STATES[row.state - 1] in OVER:
            raise JournalError(f"{attempt.key}: it is over, and signed no more")
        number = row.attempts + 1
        added = new_attempt((row.id << PARTS) + number, attempt)
        if not self._add_attempt(live, added, attempt.signature):
            return False
        evidence = Evidence(slot=attempt.slot)
        self._step(live, CODES[State.SIGNED], evidence, number, row.seen)
        await self._on_disk()
        return True

    def move(
        self,
        key: str,
        state: State,
        evidence: Evidence,
        *,
        signature: str = "",
        slot: int = 0,
        error: str = "",
        logs: Sequence[str] = (),
    ) -> None:
        """Remember what was learnt of an entry: its new state and what that rests on.

        `signature` is that of the attempt it is about; `slot`, `error` and `logs` are of the
        execution that was seen.  Not waited for, but on disk before anyone who is told of it in
        this turn of the event loop hears of it; a hand-over a moment later.  Raises
        `JournalError` when the entry is unknown or over, or the signature is not of it.
        """
        live, code = self._known(key), CODES[state]
        if live.row.state != code and STATES[live.row.state - 1] in OVER:
            raise JournalError(f"{key}: it is {STATES[live.row.state - 1]}, which is for good")
        attempt = self._attempt_of(live, signature) if signature else 0
        self._begin()
        seen = (attempt, int(slot), text(error), logs_text(logs))
        self._step(live, code, evidence, attempt, seen)
        # Nobody is told of a hand-over; of all else somebody may be, and then it must last.
        self._schedule(soon=state is not State.SENT)
