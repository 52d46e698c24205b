"""SQLite's write-ahead log: whether it is whole, and which pages it holds.

SQLite takes the first frame whose checksum is wrong for the end of the log, as a log ends
that was being written when the power failed, and lets go of all later ones.  Where later
ones are sound that was no end: something else damaged the log, and what would be dropped
are commits that were waited for.  (https://sqlite.org/fileformat2.html#walformat)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PAGE = 4096
_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = (0x377F0682, 0x377F0683)  # checksums of little-endian, of big-endian words
_MODULUS = 0xFFFFFFFF


def wal_path(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")


@dataclass(frozen=True, slots=True)
class Log:
    """A log: the newest sound version of each page as offsets in the file, what is wrong."""

    pages: dict[int, int]
    wrong: str = ""


def read_log(path: Path) -> Log | None:
    """The log of the database at `path`; None where there is none, or an empty one."""
    try:
        with wal_path(path).open("rb") as file:
            return _read(file)
    except FileNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page in the log; `commits` on the last one of a commit."""

    number: int
    offset: int
    page: int
    commits: bool
    sound: bool


def _read(file: BinaryIO) -> Log | None:
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    magic, _, page_size, _, salt, salt2, first, second = _HEADER.unpack(head)
    words = ">" if magic == _MAGIC[1] else "<"
    if magic not in _MAGIC or page_size != PAGE or _sum(words, head[:24]) != (first, second):
        return Log({}, "its write-ahead log has no sound header")
    pages: dict[int, int] = {}
    pending: dict[int, int] = {}
    broken, over, before = 0, False, 0
    wrong = ""
    for frame in _frames(file, words, (salt, salt2), (first, second)):
        # A commit's frames are in the order of their pages, and the last one says so.
        over = bool(broken) and (over or frame.page <= before)
        if not frame.sound:
            broken, pending = broken or frame.number, {}
        else:
            if over:
                # The commit of the broken frame was on disk before this one was begun.
                wrong = f"frame {broken} of its write-ahead log"
            pending[frame.page] = frame.offset
            if frame.commits:
                pages |= pending
                pending = {}
        over = over or (bool(broken) and frame.commits)
        before = frame.page
    return Log(pages, wrong)


def _frames(
    file: BinaryIO, words: str, salts: tuple[int, int], seed: tuple[int, int]
) -> Iterator[_Frame]:
    number = 0
    while len(raw := file.read(_FRAME.size + PAGE)) == _FRAME.size + PAGE:
        number += 1
        page, size, *found, first, second = _FRAME.unpack_from(raw)
        ours = tuple(found) == salts
        sound = ours and _sum(words, raw[:8] + raw[_FRAME.size :], seed) == (first, second)
        yield _Frame(number, file.tell() - PAGE, page, bool(size), sound)
        # Each frame goes on from the checksum that the one before it has: as it stands there,
        # so that one damaged frame does not make those after it look damaged too.
        seed = (first, second)


def _sum(words: str, data: bytes, seed: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    first, second = seed
    numbers = struct.unpack(f"{words}{len(data) // 4}I", data)
    for one, other in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + one + second) & _MODULUS
        second = (second + other + first) & _MODULUS
    return first, second
