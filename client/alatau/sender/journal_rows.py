"""Rows of the journal's tables, and the checksum that each carries.

A checksum guards against a disk, a copy or a stray program, not against somebody who edits
the file and could compute any checksum anew.  For that CRC-32 does: it finds every single
burst of up to 32 bits and all but one in four billion of other changes, for a microsecond
a row.  It covers the table, the row's number and every column, so that a row does not pass
for another one either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zlib import crc32

from solders.hash import Hash, ParseHashError
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.errors import JournalDamaged, JournalError
from alatau.sender.journal_values import Attempt, Entry, Evidence, State, Transition

STATES = (
    State.PREPARED,
    State.SIGNED,
    State.SENT,
    State.PROCESSED,
    State.CONFIRMED,
    State.UNKNOWN,
    State.EXPIRED,
    State.FINALIZED,
    State.FAILED,
)
"""A state is written as its place here, from 1; 2 to 6 are the unresolved ones."""

CODES = {state: code for code, state in enumerate(STATES, 1)}

PARTS = 20
"""The rows of intent N are numbered N * 2**20 + 1 and up: they lie together, without an index."""


_MADE, _ENTRY, _ATTEMPT, _MOVE, _META = range(1, 6)
"""What the checksums start from: each kind of row has its own."""


class EntryRow(NamedTuple):
    """A row of `entries`.

    `attempts` and `moves` count its rows in the other tables; `attempt` is the number of
    the one that landed, 0 before that.
    """

    id: int
    key: str
    account: bytes
    sequence: int
    salt: bytes
    content: bytes
    made: int
    state: int
    attempts: int
    moves: int
    attempt: int
    slot: int
    error: str
    logs: str
    checksum: int

    def moved(
        self,
        state: int,
        moves: int,
        attempts: int,
        seen: tuple[int, int, str, str],
    ) -> EntryRow:
        """The row in another state, not `sealed_entry` yet; `seen` are attempt, slot, error, logs.

        `made` is the checksum of what stays as it is, `checksum` that of the rest.
        """
        return EntryRow._make((*self[:7], state, attempts, moves, *seen, 0))

    @property
    def seen(self) -> tuple[int, int, str, str]:
        """What is known of its execution."""
        return self[10:14]


class AttemptRow(NamedTuple):
    """A row of `attempts`; `name` is the beginning of the signature, to find it by."""

    id: int
    name: int
    signature: bytes
    message: bytes
    height: int
    blockhash: bytes
    slot: int
    checksum: int


Move: TypeAlias = tuple[int, int, int, int, int, str, int]
"""A row of `transitions` before its checksum, which is made when it is written."""


class MoveRow(NamedTuple):
    """A row of `transitions`; `attempt` is the number of the attempt it is about, 0: none."""

    id: int
    state: int
    at: int
    slot: int
    height: int
    detail: str
    attempt: int
    checksum: int


class MetaRow(NamedTuple):
    """A row of `meta`."""

    id: int
    name: str
    value: str
    checksum: int


def _sum(values: tuple[object, ...], start: int) -> int:
    # `ascii` writes integers, bytes and any text the same in every release of Python.
    return crc32(ascii(values).encode(), start)


def is_sound(row: EntryRow | AttemptRow | MoveRow | MetaRow) -> bool:
    """Whether a row, as it was read, is one that was written."""
    try:
        match row:
            case EntryRow():
                now = _sum((row.id, *row[6:14]), _ENTRY)
                return row.checksum == now and row.made == _sum(row[:6], _MADE)
            case AttemptRow():
                return row.checksum == _of_attempt(row) and row.name == name_of(row.signature)
            case MoveRow():
                return row.checksum == _sum(row[:7], _MOVE)
            case MetaRow():
                return row.checksum == _sum(row[:3], _META)
    except TypeError:
        return False  # a value of another kind in place of bytes


def _of_attempt(row: AttemptRow) -> int:
    # `ascii` of a long message would cost more than the rest of the journal's work.
    return _sum((*row[:3], *row[4:7]), crc32(row.message, _ATTEMPT))


def check(row: EntryRow | AttemptRow | MoveRow | MetaRow, path: Path | None, table: str) -> None:
    """Raises `JournalDamaged` unless the row is one that was written."""
    if not is_sound(row):
        raise damaged(path, f"{table} row {row.id}: its checksum is not that of its content")


def damaged(path: Path | None, what: str) -> JournalDamaged:
    """The error of a file that is not as it was written."""
    return JournalDamaged(str(path or "in memory"), what)


# -- from values to rows and back ------------------------------------------------------


def new_entry(number: int, entry: Entry) -> EntryRow:
    """The row of a new entry, after its first transition."""
    account = address_bytes(entry.account) if entry.account else b""
    # Of the plain types: an enum's member would be written like one, but summed otherwise.
    key, sequence = str(entry.key), int(entry.sequence)
    made = (number, key, account, sequence, bytes(entry.salt), bytes(entry.content))
    now = (CODES[State.PREPARED], 0, 1, 0, 0, "", "")
    seal = _sum(made, _MADE)
    return EntryRow._make((*made, seal, *now, _sum((number, seal, *now), _ENTRY)))


def sealed_entry(row: EntryRow) -> EntryRow:
    """The row with its checksum: only the last of several states of a commit needs one."""
    return EntryRow._make((*row[:14], _sum((row[0], *row[6:14]), _ENTRY)))


def renumbered(row: EntryRow, sequence: int) -> EntryRow:
    """The row with another sequence."""
    made = _sum((*row[:3], sequence, *row[4:6]), _MADE)
    row = row._replace(sequence=sequence, made=made)
    return row.moved(row.state, row.moves, row.attempts, row.seen)


def entry_of(row: EntryRow, signature: str) -> Entry:
    """The entry of a sound row; `signature` is that of its attempt, "" for none."""
    return Entry(
        row.key,
        str(Pubkey.from_bytes(row.account)) if row.account else "",
        row.sequence,
        row.salt,
        STATES[row.state - 1],
        signature,
        row.slot,
        row.error,
        tuple(json.loads(row.logs)) if row.logs else (),
        row.content,
        row.id,
    )


def logs_text(logs: Sequence[str]) -> str:
    """Lines of a log as they are kept: a line may have any character."""
    return json.dumps(list(logs)) if logs else ""


def text(words: str) -> str:
    """Words from elsewhere as UTF-8 can say them: half a surrogate pair cannot be written."""
    if not words:
        return ""
    words = str(words)
    return words if words.isascii() else words.encode(errors="backslashreplace").decode()


def new_attempt(number: int, attempt: Attempt) -> AttemptRow:
    """The row of a signed transaction."""
    signature = signature_bytes(attempt.signature)
    row = AttemptRow(
        number,
        name_of(signature),
        signature,
        bytes(attempt.message),
        int(attempt.last_valid_block_height),
        hash_bytes(attempt.blockhash) if attempt.blockhash else b"",
        int(attempt.slot),
        0,
    )
    return row._replace(checksum=_of_attempt(row))


def attempt_of(row: AttemptRow, key: str) -> Attempt:
    """The signed transaction of a sound row."""
    return Attempt(
        str(Signature.from_bytes(row.signature)),
        key,
        row.message,
        row.height,
        str(Hash.from_bytes(row.blockhash)) if row.blockhash else "",
        row.slot,
    )


def new_move(number: int, state: int, at: int, evidence: Evidence, attempt: int) -> Move:
    """A transition, to be sealed when it is written."""
    slot, height, detail = int(evidence.slot), int(evidence.height), text(evidence.detail)
    return number, state, at, slot, height, detail, attempt


def sealed_move(move: Move) -> MoveRow:
    """The row of a transition, with its checksum."""
    return MoveRow._make((*move, _sum(move, _MOVE)))


def move_of(row: MoveRow, key: str, signatures: Sequence[str]) -> Transition:
    """The transition of a sound row; `signatures` are those of the entry's attempts."""
    signature = signatures[row.attempt - 1] if row.attempt else ""
    evidence = Evidence(row.slot, row.height, row.detail)
    return Transition(key, STATES[row.state - 1], row.at, evidence, signature)


def new_meta(number: int, name: str, value: str) -> MetaRow:
    """The row of something that the journal knows of itself."""
    return MetaRow(number, name, value, _sum((number, name, value), _META))


def name_of(signature: bytes) -> int:
    """What the index of signatures knows one by: 64 of its 512 bits, as SQLite's integer."""
    return int.from_bytes(signature[:8], "big", signed=True)


def address_bytes(text: str) -> bytes:
    """The 32 bytes of an address.  Raises `JournalError`."""
    try:
        return bytes(Pubkey.from_string(text))
    except ValueError as error:
        raise JournalError(f"{text!r} is no address") from error


def signature_bytes(text: str) -> bytes:
    """The 64 bytes of a signature.  Raises `JournalError`."""
    try:
        return bytes(Signature.from_string(text))
    except ValueError as error:
        raise JournalError(f"{text!r} is no signature") from error


def hash_bytes(text: str) -> bytes:
    """The 32 bytes of a blockhash.  Raises `JournalError`."""
    try:
        return bytes(Hash.from_string(text))
    except ParseHashError as error:
        raise JournalError(f"{text!r} is no blockhash") from error
