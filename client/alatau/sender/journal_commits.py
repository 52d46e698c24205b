"""Writes to the journal: what is pending, and the commit that those of one turn share.

Statements cost more than what they write, so transitions and changed rows of entries wait
in memory for the commit, or for somebody who reads.  Whatever goes wrong takes back the
whole commit: what waited for it is told, and nothing of it is believed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alatau.errors import AlatauError, JournalError
from alatau.sender.journal_file import FAULTS, OPEN, mark, tally_text, translate, write_meta
from alatau.sender.journal_reading import Reader
from alatau.sender.journal_rows import (
    PARTS,
    AttemptRow,
    EntryRow,
    Move,
    attempt_of,
    new_move,
    sealed_entry,
    sealed_move,
)
from alatau.sender.journal_values import Attempt, Evidence

_MOST_PARTS = (1 << PARTS) - 1
_MOST_LIVE = 16_384
_LATER_SECONDS = 0.05
"""What nobody waits for shares a commit with all that comes within this time."""

_INSERT_ENTRY = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_ATTEMPT = "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_MOVE = "INSERT INTO transitions VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_RENUMBER = "UPDATE entries SET sequence = ?, made = ? WHERE id = ?"
_UPDATE_ENTRY = (
    "UPDATE entries SET state = ?, attempts = ?, moves = ?, attempt = ?, slot = ?,"
    " error = ?, logs = ?, checksum = ? WHERE id = ?"
)


@dataclass(slots=True)
class Live:
    """An entry that was written lately, as it stands: asking the file for it costs more."""

    row: EntryRow
    signatures: dict[str, int] = field(default_factory=dict)


class Writer(Reader):
    """Writes rows of a journal over an open connection."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path | None, now: Callable[[], float]
    ) -> None:
        super().__init__(connection, path)
        self._now = now
        self._waiters: list[asyncio.Future[None]] = []
        self._flush: asyncio.Handle | None = None
        self._soon = False
        self._failure: AlatauError | None = None
        self._committed = list(self._tally)
        self._live: dict[str, Live] = {}
        self._moves: list[Move] = []
        self._changed: dict[int, EntryRow] = {}
        # In memory there is no log to lose.
        self._marked = path is None

    async def settled(self) -> None:
        """Wait until all that was written so far is on disk.

        Raises what kept an earlier write, for which nobody waited, from being so.
        """
        try:
            if self._connection.in_transaction:
                await self._on_disk()
        finally:
            failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    # -- what is pending ---------------------------------------------------------------

    def _known(self, key: str) -> Live:
        live = self._live.get(key)
        if live is None:
            row = super()._row(key)
            if row is None:
                # It may have gone with a commit that failed, for which nobody waited.
                raise self._failure or JournalError(f"{key}: the journal has no such entry")
            live = self._keep(Live(row))
        return live

    def _keep(self, live: Live) -> Live:
        if len(self._live) >= _MOST_LIVE:
            oldest = self._live.pop(next(iter(self._live)))
            if oldest.row.id in self._changed:
                self._spill()  # from now on it is looked for in the file
        self._live[live.row.key] = live
        return live

    def _attempt_of(self, live: Live, signature: str) -> int:
        if signature not in live.signatures:
            row = live.row
            signed = (attempt_of(each, row.key) for each in self._signed(row))
            live.signatures = {each.signature: number for number, each in enumerate(signed, 1)}
        if signature not in live.signatures:
            raise JournalError(
                f"{live.row.key}: no transaction of it has the signature {signature}"
            )
        return live.signatures[signature]

    def _step(
        self,
        live: Live,
        state: int,
        evidence: Evidence,
        attempt: int,
        seen: tuple[int, int, str, str],
    ) -> None:
        row = live.row
        if max(row.moves + 1, row.attempts) > _MOST_PARTS:
            raise JournalError(f"{row.key}: the journal has no more room for it")
        self._tally[2 + row.state] -= 1
        self._tally[2 + state] += 1
        live.row = row = row.moved(state, row.moves + 1, row.attempts, seen)
        self._changed[row.id] = row
        self._add_move(row, evidence, attempt)

    def _add_move(self, row: EntryRow, evidence: Evidence, attempt: int) -> None:
        number, at = (row.id << PARTS) + row.moves, int(self._now() * 1000)
        self._moves.append(new_move(number, row.state, at, evidence, attempt))
        self._tally[2] += 1

    def _row(self, key: str, *, sure: bool = True) -> EntryRow | None:
        live = self._live.get(key)
        return super()._row(key, sure=sure) if live is None else live.row

    def attempts(self, key: str) -> list[Attempt]:
        live = self._live.get(key)
        return [] if live is not None and not live.row.attempts else super().attempts(key)

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._spill()
        return super()._ask(query, values)

    def _each(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        self._spill()
        return super()._each(query, values)

    def _spill(self) -> None:
        """Write what is pending, before somebody reads and before the commit."""
        if not self._moves:
            return
        moves, changed = self._moves, self._changed
        self._moves, self._changed = [], {}
        try:
            self._connection.executemany(_INSERT_MOVE, map(sealed_move, moves))
            if changed:
                rows = map(sealed_entry, changed.values())
                self._connection.executemany(_UPDATE_ENTRY, [(*row[7:], row[0]) for row in rows])
        except (*FAULTS, OverflowError) as error:
            raise self._rolled_back(translate(error, self._path)) from error

    def _add_entry(self, row: EntryRow) -> Live:
        self._begin()
        self._run(_INSERT_ENTRY, row, row.key)
        self._tally[0] = row.id
        self._tally[2 + row.state] += 1
        self._add_move(row, Evidence(), 0)
        return self._keep(Live(row))

    def _add_attempt(self, live: Live, row: AttemptRow, signature: str) -> bool:
        """False where a signature like it is known.  Raises `JournalError`."""
        self._begin()
        try:
            self._run(_INSERT_ATTEMPT, row, live.row.key)
        except JournalError:
            if self.knows(signature):
                return False
            raise
        number = row.id - (live.row.id << PARTS)
        self._tally[1] += 1
        live.row = live.row._replace(attempts=number)
        live.signatures[signature] = number
        return True

    def _renumber(self, live: Live, row: EntryRow) -> None:
        self._begin()
        self._run(_RENUMBER, (row.sequence, row.made, row.id), row.key)
        live.row = row

    # -- commits -----------------------------------------------------------------------

    def _begin(self) -> None:
        try:
            if not self._marked:
                mark(self._connection, OPEN)
                self._connection.execute("PRAGMA wal_checkpoint(FULL)")
                self._marked = True
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
        except FAULTS as error:
            raise self._rolled_back(translate(error, self._path)) from error

    def _run(self, statement: str, values: Sequence[object], key: str) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.IntegrityError as error:
            # Only this statement is undone, and it is the first of its group.
            raise JournalError(f"{key}: the journal has it already") from error
        except UnicodeError as error:
            raise JournalError(f"{key!r}: this key cannot be written: {error}") from error
        except FAULTS as error:
            raise self._rolled_back(translate(error, self._path)) from error

    async def _on_disk(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        self._schedule(soon=True)
        await waiter

    def _schedule(self, *, soon: bool) -> None:
        if self._flush is not None:
            if self._soon or not soon:
                return
            self._flush.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._commit()
            return
        self._soon = soon
        if soon:
            self._flush = loop.call_soon(self._commit)
        else:
            self._flush = loop.call_later(_LATER_SECONDS, self._commit)

    def _commit(self) -> None:
        self._flush = None
        try:
            if self._connection.in_transaction:
                self._spill()
                write_meta(self._connection, "tally", tally_text(self._tally))
                self._connection.execute("COMMIT")
                self._committed = list(self._tally)
        except sqlite3.ProgrammingError:
            raise
        except AlatauError:
            pass  # rolled back, and answered
        except FAULTS as error:
            self._rolled_back(translate(error, self._path))
        else:
            self._answer(None)

    def _rolled_back(self, failure: AlatauError) -> AlatauError:
        """Nothing of this commit is believed, and who waits for it is told."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except FAULTS as error:
            failure = translate(error, self._path)
        self._moves, self._changed, self._live = [], {}, {}
        if self._tally != self._committed:
            self._tally, self._failure = list(self._committed), failure
        self._answer(failure)
        return failure

    def _answer(self, failure: AlatauError | None) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if waiter.done():
                continue
            if failure is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(failure)
