"""What can be read of a damaged journal, intent by intent, and what cannot."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from alatau.sender.journal_carve import Carver
from alatau.sender.journal_file import META, tally_of
from alatau.sender.journal_rows import (
    PARTS,
    STATES,
    AttemptRow,
    EntryRow,
    MetaRow,
    MoveRow,
    attempt_of,
    entry_of,
    move_of,
)
from alatau.sender.journal_values import Attempt, Entry, Record, Transition

_TABLES: dict[type[EntryRow | AttemptRow | MoveRow], str] = {
    EntryRow: "entries",
    AttemptRow: "attempts",
    MoveRow: "transitions",
}
_PART = (1 << PARTS) - 1


@dataclass(frozen=True, slots=True)
class Piece:
    """What is left of the intent `number`; `missing` says what is not."""

    number: int
    entry: Entry | None
    attempts: tuple[Attempt, ...]
    transitions: tuple[Transition, ...]
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Record) -> Piece:
        """All of an intent, of a sound journal."""
        return cls(record.entry.number, record.entry, record.attempts, record.transitions)


class Salvage:
    """Sorts the sound rows of a damaged file; use it as a context, and then its `pieces`."""

    def __init__(self, path: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="alatau-journal-")
        self._rows = sqlite3.connect(Path(self._folder.name) / "rows", isolation_level=None)
        self.unreadable: list[str] = []
        self.known: dict[str, str] = {}
        """The rows of `meta` that could be read."""
        try:
            self._sort(path)
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._rows.close()
        self._folder.cleanup()

    def _sort(self, path: Path) -> None:
        # A million intents do not fit into memory, and their rows lie in any order.
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        for kind, table in _TABLES.items():
            columns = ", ".join(name for name in kind._fields if name != "id")
            self._rows.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns})")
        self._rows.execute("BEGIN")
        with Carver(path) as carver:
            for row in carver.rows():
                if isinstance(row, MetaRow):
                    self.known[row.name] = row.value
                    continue
                self._keep(row)
            self.unreadable += carver.unreadable
        lost = [name for name in META if name not in self.known]
        if lost:
            self.unreadable.append(f"meta: {', '.join(lost)}")
        self._rows.execute("COMMIT")

    def _keep(self, row: EntryRow | AttemptRow | MoveRow) -> None:
        table = _TABLES[type(row)]
        if isinstance(row, EntryRow):
            # Older forms of it may lie about: the one with most moves is the newest.
            older = "DELETE FROM entries WHERE id = ? AND moves < ?"
            self._rows.execute(older, (row.id, row.moves))
        values = ", ".join("?" * len(row))
        self._rows.execute(f"INSERT OR IGNORE INTO {table} VALUES ({values})", row)  # noqa: S608 - ours

    def pieces(self) -> Iterator[Piece]:
        """What is left, in the order of the intents' making."""
        for number in range(1, self._highest() + 1):
            entries = [EntryRow._make(row) for row in self._of("entries", number, number)]
            first, last = number << PARTS, (number + 1 << PARTS) - 1
            attempts = [AttemptRow._make(row) for row in self._of("attempts", first, last)]
            moves = [MoveRow._make(row) for row in self._of("transitions", first, last)]
            yield _piece(number, entries[0] if entries else None, attempts, moves)

    @property
    def found_any(self) -> bool:
        """Whether any row was found: else it is no journal of this version."""
        return bool(self.known or self._highest())

    def _highest(self) -> int:
        """The number of the last intent, by all that is known."""
        found = [
            int(self._rows.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - ours
            for table in _TABLES.values()
        ]
        told = tally_of(self.known["tally"])[0] if "tally" in self.known else 0
        return max(found[0], found[1] >> PARTS, found[2] >> PARTS, told)

    def _of(self, table: str, first: int, last: int) -> list[tuple[Any, ...]]:
        query = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608 - ours
        return self._rows.execute(query, (first, last)).fetchall()


def _piece(
    number: int, row: EntryRow | None, signed: list[AttemptRow], moved: list[MoveRow]
) -> Piece:
    key = "" if row is None else row.key
    attempts = {each.id & _PART: attempt_of(each, key) for each in signed}
    moves = {each.id & _PART: each for each in moved}
    # How many there were, as far as anything left tells.
    most_signed = max((0 if row is None else row.attempts), *attempts, 0)
    most_moved = max((0 if row is None else row.moves), *moves, 0)
    missing = [
        *(["the entry itself"] if row is None else []),
        *(f"attempt {one}" for one in range(1, most_signed + 1) if one not in attempts),
        *(f"transition {one}" for one in range(1, most_moved + 1) if one not in moves),
    ]
    signatures = [
        attempts[one].signature if one in attempts else "" for one in range(1, most_signed + 1)
    ]
    entry = None
    if row is not None:
        entry = entry_of(row, signatures[row.attempt - 1] if row.attempt else "")
        if row.moves < most_moved:
            # Its newest row is lost, and an older one was found.
            missing.append("the newest state of the entry")
            entry = replace(entry, state=STATES[moves[most_moved].state - 1])
    for each in moves.values():
        signatures += [""] * (each.attempt - len(signatures))
    transitions = tuple(move_of(each, key, signatures) for each in moves.values())
    return Piece(number, entry, tuple(attempts.values()), transitions, tuple(missing))
