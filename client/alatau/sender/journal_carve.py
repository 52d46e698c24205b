"""Rows straight from a journal's pages, whatever state its trees, lists and headers are in.

A row with a sound checksum is one that was written, wherever it lies, so all pages are
looked through for some (https://sqlite.org/fileformat2.html: a table's leaf, its cells,
their records).  Pages in the write-ahead log stand for those in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeAlias

from alatau.sender.journal_rows import AttemptRow, EntryRow, MetaRow, MoveRow, is_sound
from alatau.sender.journal_wal import PAGE, read_log, wal_path

Row: TypeAlias = EntryRow | AttemptRow | MoveRow | MetaRow

_LEAF = 13
_OTHER_KINDS = {0, 2, 5, 10}  # overflow and free pages; nodes and leaves of indexes, nodes
_KINDS: tuple[type[Row], ...] = (EntryRow, AttemptRow, MoveRow, MetaRow)
_MOST_BYTES = 1 << 24  # of one row: logs are some kilobytes
_LOCAL = PAGE - 35
_LEAST_LOCAL = (PAGE - 12) * 32 // 255 - 23


class Carver:
    """Looks through a file, which nobody may be writing."""

    def __init__(self, path: Path) -> None:
        self.unreadable: list[str] = []
        """What of the pages was no sound row, once they were looked through."""
        log = read_log(path)
        self._in_log = log.pages if log is not None else {}
        if log is not None and log.wrong:
            self.unreadable.append(log.wrong)
        self._file = path.open("rb")
        self._log = wal_path(path).open("rb") if self._in_log else None
        self._pages = max(self._file.seek(0, 2) // PAGE, *self._in_log, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if self._log is not None:
            self._log.close()

    def rows(self) -> Iterator[Row]:
        """All sound rows.  A row that moved to another page may come twice, in older forms too."""
        for number in range(2, self._pages + 1):
            page = self._page(number)
            if page[0] in _OTHER_KINDS:
                continue
            if page[0] != _LEAF:
                self.unreadable.append(f"page {number}: it is none of SQLite's kinds")
            for index in range(int.from_bytes(page[3:5], "big")):
                at = int.from_bytes(page[8 + 2 * index : 10 + 2 * index], "big")
                row = self._row(page, at)
                if row is not None:
                    yield row
                elif page[0] == _LEAF:
                    self.unreadable.append(f"page {number}: row {index + 1} on it")
                if 8 + 2 * index >= PAGE:
                    break

    def _page(self, number: int) -> bytes:
        file: BinaryIO = self._file
        at = (number - 1) * PAGE
        if self._log is not None and number in self._in_log:
            file, at = self._log, self._in_log[number]
        file.seek(at)
        return file.read(PAGE).ljust(PAGE, b"\0")

    def _row(self, page: bytes, at: int) -> Row | None:
        try:
            size, at = _varint(page, at)
            number, at = _varint(page, at)
            if not 0 < size <= _MOST_BYTES:
                return None
            _, *values = _record(self._payload(page, at, size))
            for kind in _KINDS:
                if len(values) + 1 == len(kind._fields):
                    row: Row = kind._make((number, *values))
                    if is_sound(row):
                        return row
        except (ValueError, IndexError, TypeError, OverflowError):
            pass  # no cell, no record, no text, or none of ours
        return None

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        if size <= _LOCAL:
            return page[at : at + size]
        local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (PAGE - 4)
        local = local if local <= _LOCAL else _LEAST_LOCAL
        found = [page[at : at + local]]
        rest, follows = size - local, page[at + local : at + local + 4]
        while rest > 0:
            number = int.from_bytes(follows, "big")
            if not 1 < number <= self._pages:
                raise ValueError
            page = self._page(number)
            found.append(page[4 : 4 + rest])
            rest, follows = rest - (PAGE - 4), page[:4]
        return b"".join(found)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _record(data: bytes) -> list[Any]:
    """The values of a record.  Raises `ValueError`, `IndexError`."""
    end, at = _varint(data, 0)
    kinds = []
    while at < end:
        kind, at = _varint(data, at)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        width = _WIDTHS.get(kind, 0) if kind < 12 else (kind - 12) // 2
        part = data[at : at + width]
        if kind in {7, 10, 11} or kind < 0 or len(part) != width:
            raise ValueError(kind)
        at += width
        if kind >= 12:
            values.append(part.decode() if kind % 2 else part)
        elif kind in _WIDTHS:
            values.append(int.from_bytes(part, "big", signed=True))
        else:
            values.append({0: None, 8: 0, 9: 1}[kind])
    return values
