"""Reading the journal.  What is not as it was written raises `JournalDamaged`, always.

What a row says its checksum vouches for; how many rows there are, the row of their intent
or the tally; that something is not there, two indexes.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from alatau.errors import JournalDamaged
from alatau.sender.journal_file import FAULTS, read_meta, tally_of, translate
from alatau.sender.journal_rows import (
    CODES,
    PARTS,
    STATES,
    AttemptRow,
    EntryRow,
    MoveRow,
    address_bytes,
    attempt_of,
    check,
    damaged,
    entry_of,
    move_of,
    name_of,
    signature_bytes,
)
from alatau.sender.journal_values import UNRESOLVED, Attempt, Entry, Record, State, Transition

MOST_TOLD = 1000
_CHUNK = 500
_FAILED = CODES[State.FAILED]
_UNUSED = frozenset(CODES[each] for each in (State.PREPARED, State.EXPIRED, State.FAILED))
_UNRESOLVED = sorted(CODES[state] for state in UNRESOLVED)


class Reader:
    """Reads a journal over an open connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path
        meta = read_meta(connection, path)
        self._genesis, self._zone = meta["genesis"], meta["zone"]
        self._tally = tally_of(meta["tally"])

    @property
    def path(self) -> Path | None:
        """Its file; None: it is in memory."""
        return self._path

    @property
    def genesis(self) -> str:
        """The genesis hash of its chain."""
        return self._genesis

    @property
    def zone(self) -> str:
        """The name of its zone."""
        return self._zone

    def entry(self, key: str, *, adding: bool = False) -> Entry | None:
        """The entry of a key.

        Whoever is `adding` one where there is none need not know for sure: `prepare` does.
        """
        row = self._row(key, sure=not adding)
        return None if row is None else self._entry(row)

    def entry_of(self, account: str, sequence: int, content: bytes = b"") -> Entry | None:
        """The entry that a sequence of an account was chosen for.

        Of several, one of this `content`, and one that did not fail: a failed transaction used
        none, so that another intent may have been given it since.
        """
        where = "WHERE account = ? AND sequence = ? AND sequence > 0 ORDER BY id DESC"
        rows = list(self._twice("entries_account", where, (address_bytes(account), sequence)))
        rows.sort(key=lambda row: (bool(content) and row.content != content, row.state == _FAILED))
        return self._entry(rows[0]) if rows else None

    def highest_sequence(self, account: str, *, used: bool = False) -> int:
        """The highest sequence chosen by an entry that is not FAILED; 0: none.

        With `used`, only of entries that have used theirs, or still may: neither of those of
        which nothing was signed nor of those that are proven dead.
        """
        free = _UNUSED if used else {_FAILED}
        where = "WHERE account = ? AND sequence > 0 ORDER BY sequence DESC"
        rows = self._twice("entries_account", where, (address_bytes(account),))
        return next((row.sequence for row in rows if row.state not in free), 0)

    def is_shared(self, account: str, sequence: int) -> bool:
        """Whether several entries that are not FAILED have chosen this sequence."""
        where = "WHERE account = ? AND sequence = ? AND sequence > 0 ORDER BY id DESC"
        rows = self._twice("entries_account", where, (address_bytes(account), sequence))
        return sum(row.state != _FAILED for row in rows) > 1

    def entries(
        self,
        *,
        states: Collection[State] = (),
        account: str = "",
        after: int = 0,
        limit: int = 1000,
    ) -> list[Entry]:
        """At most `limit` entries, in the order of their making, from number `after` + 1 on.

        Only those in `states` and of `account`, where these are given.
        """
        wanted = {CODES[state] for state in states or STATES}
        owner = address_bytes(account) if account else b""
        found: list[Entry] = []
        for row in self._rows(after):
            if len(found) >= limit:
                break
            if row.state in wanted and (not owner or row.account == owner):
                found.append(self._entry(row))
        return found

    def unresolved(self) -> Iterator[Entry]:
        """Entries that were signed and whose outcome is open, oldest first.

        Those that there are now; what is resolved before its turn is left out.
        """
        which = f"state BETWEEN {_UNRESOLVED[0]} AND {_UNRESOLVED[-1]}"
        query = f"SELECT id FROM entries INDEXED BY entries_unresolved WHERE {which} ORDER BY id"  # noqa: S608 - numbers
        # Eight bytes each, so that a million fit, while the rows may change underneath.
        numbers = array("q", (number for (number,) in self._each(query)))
        ascending = all(one < other for one, other in pairwise(numbers))
        if not ascending or len(numbers) != sum(self._tally[2 + code] for code in _UNRESOLVED):
            raise damaged(self._path, "the index of what is unresolved")
        for number in numbers:
            row = self._numbered(number)
            if STATES[row.state - 1] in UNRESOLVED:
                yield self._entry(row)

    def attempts(self, key: str) -> list[Attempt]:
        """The signed transactions of an entry, oldest first."""
        row = self._row(key)
        return [] if row is None else [attempt_of(each, key) for each in self._signed(row)]

    def transitions(self, key: str) -> list[Transition]:
        """How an entry came to its state, oldest first."""
        row = self._row(key)
        if row is None:
            return []
        signed, moved = self._parts("attempts", row.id), self._parts("transitions", row.id)
        return list(self._record(row, signed, moved).transitions)

    def records(self, after: int = 0) -> Iterator[Record]:
        """Everything, intent by intent, in the order of their making, from `after` + 1 on."""
        for rows in self._chunks(after):
            parts: list[dict[int, list[tuple[Any, ...]]]] = [{}, {}]
            for table, found in zip(("attempts", "transitions"), parts, strict=True):
                for part in self._parts(table, rows[0].id, rows[-1].id):
                    found.setdefault(part[0] >> PARTS, []).append(part)
            for row in rows:
                check(row, self._path, "entries")
                yield self._record(row, *(found.get(row.id, []) for found in parts))

    def knows(self, signature: str) -> bool:
        """Whether an attempt of any entry has this signature."""
        wanted = signature_bytes(signature)
        for index in ("attempts_name", "attempts_name_again"):
            rows = self._find(
                f"SELECT * FROM attempts INDEXED BY {index} WHERE name = ?",  # noqa: S608 - ours
                (name_of(wanted),),
            )
            for row in map(AttemptRow._make, rows):
                check(row, self._path, "attempts")
                if row.signature == wanted:
                    return True
                if row.name != name_of(wanted):
                    raise damaged(self._path, f"the index {index}")
        return False

    def counts(self) -> Mapping[State, int]:
        """How many entries are in each state."""
        return dict(zip(STATES, self._tally[3:], strict=True))

    def verify(self) -> list[str]:
        """Read all of it: a line for each row or page that is wrong, none for a sound one.

        At most `MOST_TOLD` lines.
        """
        wrong: list[str] = []
        try:
            # SQLite's own look: trees, free pages, and that every index has every row.
            for (line,) in self._each(f"PRAGMA integrity_check({MOST_TOLD})"):
                wrong += [] if line == "ok" else [" ".join(str(line).split())]
        except JournalDamaged as error:
            wrong.append(error.what)
        seen = [0] * len(self._tally)
        after = 0
        while len(wrong) < MOST_TOLD:
            try:
                for record in self.records(after):
                    after = record.entry.number
                    seen[0] += 1
                    seen[1] += len(record.attempts)
                    seen[2] += len(record.transitions)
                    seen[2 + CODES[record.entry.state]] += 1
                break
            except JournalDamaged as error:
                wrong.append(error.what)
                after += 1
        if not wrong and seen != self._tally:
            wrong.append("the tally is not that of the rows")
        return wrong[:MOST_TOLD]

    # -- rows --------------------------------------------------------------------------

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._find(query, values)

    def _find(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """As `_ask`, of rows that are in the file as they stand."""
        try:
            return self._connection.execute(query, values).fetchall()
        except FAULTS as error:
            raise translate(error, self._path) from error

    def _each(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(query, values)
        except FAULTS as error:
            raise translate(error, self._path) from error

    def _row(self, key: str, *, sure: bool = True) -> EntryRow | None:
        found = self._find("SELECT * FROM entries INDEXED BY entries_key WHERE key = ?", (key,))
        if not found:
            if not sure:
                return None
            again = "SELECT * FROM entries INDEXED BY entries_key_again WHERE key = ?"
            if self._find(again, (key,)):
                raise damaged(self._path, "the index entries_key")
            return None
        row = EntryRow._make(found[0])
        check(row, self._path, "entries")
        if row.key != key:
            raise damaged(self._path, "the index entries_key")
        return row

    def _numbered(self, number: int) -> EntryRow:
        for found in self._ask("SELECT * FROM entries WHERE id = ?", (number,)):
            row = EntryRow._make(found)
            check(row, self._path, "entries")
            return row
        raise damaged(self._path, f"entries row {number} is missing")

    def _rows(self, after: int) -> Iterator[EntryRow]:
        for rows in self._chunks(after):
            for row in rows:
                check(row, self._path, "entries")
                yield row

    def _chunks(self, after: int) -> Iterator[list[EntryRow]]:
        """Rows of entries in order; what is written meanwhile does not disturb it."""
        while after < self._tally[0]:
            query = "SELECT * FROM entries WHERE id > ? ORDER BY id LIMIT ?"
            rows = [EntryRow._make(row) for row in self._ask(query, (after, _CHUNK))]
            wanted = range(after + 1, min(after + _CHUNK, self._tally[0]) + 1)
            if [row.id for row in rows] != list(wanted):
                raise damaged(self._path, f"entries rows are missing after row {after}")
            after = rows[-1].id
            yield rows

    def _twice(self, index: str, where: str, values: Sequence[object]) -> Iterator[EntryRow]:
        both = [
            self._each(f"SELECT * FROM entries INDEXED BY {name} {where}", values)  # noqa: S608 - ours
            for name in (index, f"{index}_again")
        ]
        for one, other in zip_longest(*both):
            if one != other:
                raise damaged(self._path, f"the index {index}")
            row = EntryRow._make(one)
            check(row, self._path, "entries")
            yield row

    def _signed(self, row: EntryRow) -> list[AttemptRow]:
        return self._attempts_of(row, self._parts("attempts", row.id))

    def _attempts_of(self, row: EntryRow, found: list[tuple[Any, ...]]) -> list[AttemptRow]:
        rows = [AttemptRow._make(each) for each in found]
        if [each.id for each in rows] != list(_numbers(row.id, row.attempts)):
            raise damaged(self._path, f"attempts rows of entry {row.id} are missing")
        for each in rows:
            check(each, self._path, "attempts")
        return rows

    def _record(
        self, row: EntryRow, signed: list[tuple[Any, ...]], moved: list[tuple[Any, ...]]
    ) -> Record:
        attempts = tuple(attempt_of(each, row.key) for each in self._attempts_of(row, signed))
        moves = [MoveRow._make(each) for each in moved]
        if [each.id for each in moves] != list(_numbers(row.id, row.moves)):
            raise damaged(self._path, f"transitions rows of entry {row.id} are missing")
        for each in moves:
            check(each, self._path, "transitions")
        signatures = [each.signature for each in attempts]
        signature = signatures[row.attempt - 1] if row.attempt else ""
        transitions = tuple(move_of(each, row.key, signatures) for each in moves)
        return Record(entry_of(row, signature), attempts, transitions)

    def _parts(self, table: str, first: int, last: int = 0) -> list[tuple[Any, ...]]:
        query = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608 - ours
        return self._ask(query, (first << PARTS, (max(first, last) + 1 << PARTS) - 1))

    def _entry(self, row: EntryRow) -> Entry:
        if not row.attempt:
            return entry_of(row, "")
        number = (row.id << PARTS) + row.attempt
        for found in self._ask("SELECT * FROM attempts WHERE id = ?", (number,)):
            attempt = AttemptRow._make(found)
            check(attempt, self._path, "attempts")
            return entry_of(row, attempt_of(attempt, row.key).signature)
        raise damaged(self._path, f"attempts row {number} is missing")


def _numbers(entry: int, count: int) -> range:
    return range((entry << PARTS) + 1, (entry << PARTS) + count + 1)
