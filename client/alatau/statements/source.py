"""A file read once, in pieces: hashed as it goes, its first bytes looked at before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

from alatau.errors import StatementInvalid

HEAD: Final = 65_536
"""What is looked at to tell of what kind a file is."""

MOST_TEXT: Final = 64 * 2**20
"""The largest MT940 or CSV file, which are read whole; XML has no such limit."""


class Readable(Protocol):
    """A binary file as far as it is needed."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Source:
    """A file's bytes, once, from the beginning."""

    def __init__(self, stream: Readable, name: str) -> None:
        self.name = name
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0
        self._head = self._fill()
        self.head = self._head
        """The first bytes, which `read` gives all the same."""

    def _fill(self) -> bytes:
        pieces: list[bytes] = []
        missing = HEAD
        while missing > 0 and (piece := self._pull(missing)):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def _pull(self, size: int) -> bytes:
        try:
            piece = self._stream.read(size)
        except OSError as error:
            raise _unreadable(self.name, error) from error
        self._hash.update(piece)
        self.size += len(piece)
        return piece

    def read(self, size: int = HEAD) -> bytes:
        """The next bytes, about `size` of them; none at the end."""
        if self._head:
            piece, self._head = self._head, b""
            return piece
        return self._pull(size)

    def read_whole(self) -> bytes:
        """All of it.  Raises `StatementInvalid` when it is larger than such a file may be."""
        pieces = []
        while piece := self.read():
            pieces.append(piece)
            if self.size > MOST_TEXT:
                most = f"{MOST_TEXT // 2**20} MB"
                raise StatementInvalid(f"is larger than {most}", file=self.name)
        return b"".join(pieces)

    @property
    def digest(self) -> str:
        """SHA-256 of what was read so far, in hex."""
        return self._hash.hexdigest()

    def drain(self) -> None:
        """Reads to the end, so that the digest is the file's."""
        while self.read():
            pass


@contextmanager
def open_source(file: Path | str | IO[bytes], name: str = "") -> Iterator[Source]:
    """A file by its path, or one that is open already.  Raises `StatementInvalid`."""
    if not isinstance(file, Path | str):
        yield Source(file, name or str(getattr(file, "name", "") or "-"))
        return
    path = Path(file)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(name or str(path), error) from error
    with stream:
        yield Source(stream, name or str(path))


def decode(data: bytes, encoding: str, name: str) -> str:
    """Text of bytes, its byte order mark removed.  Raises `StatementInvalid` with the line."""
    if encoding.replace("_", "-").lower() == "utf-8":
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "give the encoding that it has, such as cp1251"
        raise StatementInvalid(f"is not {encoding}", file=name, line=line, remedy=remedy) from error
    except LookupError as error:
        raise StatementInvalid(f"there is no encoding {encoding!r}", file=name) from error
    if (nul := text.find("\0")) >= 0:
        raise StatementInvalid("holds a NUL", file=name, line=text.count("\n", 0, nul) + 1)
    return text


def _unreadable(name: str, error: OSError) -> StatementInvalid:
    if isinstance(error, FileNotFoundError):
        return StatementInvalid("there is no such file", file=name)
    return StatementInvalid(f"cannot be read: {error.strerror or type(error).__name__}", file=name)
