"""Everything a journal has, as lines of JSON or tables of CSV, whatever state its file is in.

A sound journal is read as it is.  Of a damaged one every row is given that can be found on
its pages, and it is said what is missing.
"""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from alatau.errors import InputError, JournalError, StorageError
from alatau.sender.journal import Journal
from alatau.sender.journal_file import Lock
from alatau.sender.journal_reading import MOST_TOLD
from alatau.sender.journal_salvage import Piece, Salvage
from alatau.sender.journal_values import Attempt, Entry, Transition


class Form(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"  # a line for each intent, with its transactions and transitions
    CSV = "csv"  # a table of each


@dataclass(slots=True)
class Exported:
    """What an export gave, and what of the journal could not be read."""

    files: list[Path]
    intents: int = 0
    attempts: int = 0
    transitions: int = 0
    unreadable: list[str] = field(default_factory=list)


def export(path: Path, to: Path, form: Form = Form.JSONL) -> Exported:
    """Write the journal at `path` to the folder `to`, or lines of JSON to the file `to`.

    Raises `InputError` when a file is there already,
    `JournalError` when the journal is in use or not there, and `StorageError`.
    """
    if not path.is_file():
        raise JournalError(f"there is no journal {path}", remedy="name another file")
    files = _files(to, form)
    for file in files:
        if file.exists():
            raise InputError(f"{file} is there already", field="--to", remedy="name another one")
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        return _export(path, files, form)
    except OSError as error:
        raise StorageError(
            f"{error.filename or to} cannot be written: {error.strerror}",
            remedy="make room on the disk, or name another place",
        ) from error


def _export(path: Path, files: list[Path], form: Form) -> Exported:
    # Taken first by itself, so that "in use" is told from "damaged".
    Lock(path).release()
    try:
        with Journal.existing(path) as journal:
            records = journal.records()
            return _write(
                (
                    Piece(one.entry.number, one.entry, one.attempts, one.transitions)
                    for one in records
                ),
                files,
                form,
            )
    except JournalError as error:
        return _salvaged(path, files, form, error)


def _salvaged(path: Path, files: list[Path], form: Form, error: JournalError) -> Exported:
    lock = Lock(path)
    try:
        with Salvage(path) as salvage:
            if not salvage.found_any:
                raise error
            done = _write(salvage.pieces(), files, form)
            done.unreadable[:0] = [error.message, *salvage.unreadable]
    finally:
        lock.release()
    del done.unreadable[MOST_TOLD:]
    return done


def _files(to: Path, form: Form) -> list[Path]:
    if form is Form.CSV:
        return [to / f"{name}.csv" for name in _COLUMNS]
    return [to if to.suffix and not to.is_dir() else to / "intents.jsonl"]


def _write(pieces: Iterable[Piece], files: list[Path], form: Form) -> Exported:
    done = Exported(files)
    with ExitStack() as stack:
        opened = [
            stack.enter_context(file.open("w", encoding="utf-8", newline="")) for file in files
        ]
        write = _json_lines(*opened) if form is Form.JSONL else _tables(opened)
        for piece in pieces:
            write(plain_piece(piece))
            done.intents += piece.entry is not None
            done.attempts += len(piece.attempts)
            done.transitions += len(piece.transitions)
            if piece.missing and len(done.unreadable) < MOST_TOLD:
                done.unreadable.append(f"entry {piece.number}: {', '.join(piece.missing)}")
    return done


# -- as plain values -------------------------------------------------------------------

_COLUMNS = {
    "intents": ("number", "key", "account", "sequence", "state", "signature", "slot", "error",
                "logs", "salt", "content"),
    "attempts": ("number", "key", "signature", "blockhash", "last_valid_block_height", "slot",
                 "message"),
    "transitions": ("number", "key", "state", "at", "signature", "slot", "height", "detail"),
}  # fmt: skip


def plain_piece(piece: Piece) -> dict[str, Any]:
    """An intent as JSON has it: messages in base64, as RPC nodes take them, times in UTC."""
    plain: dict[str, Any] = {"number": piece.number}
    if piece.entry is not None:
        plain |= plain_entry(piece.entry)
    plain["attempts"] = [plain_attempt(one) for one in piece.attempts]
    plain["transitions"] = [plain_transition(one) for one in piece.transitions]
    if piece.missing:
        plain["missing"] = list(piece.missing)
    return plain


def plain_entry(entry: Entry) -> dict[str, Any]:
    """What is known of an intent."""
    return {
        "number": entry.number,
        "key": entry.key,
        "account": entry.account,
        "sequence": entry.sequence,
        "state": str(entry.state),
        "signature": entry.signature,
        "slot": entry.slot,
        "error": entry.error,
        "logs": list(entry.logs),
        "salt": entry.salt.hex(),
        "content": entry.content.hex(),
    }


def plain_attempt(attempt: Attempt) -> dict[str, Any]:
    """A signed transaction."""
    return {
        "signature": attempt.signature,
        "blockhash": attempt.blockhash,
        "last_valid_block_height": attempt.last_valid_block_height,
        "slot": attempt.slot,
        "message": base64.b64encode(attempt.message).decode(),
    }


def plain_transition(transition: Transition) -> dict[str, Any]:
    """A change of state, with what it rests on."""
    moment = _EPOCH + timedelta(milliseconds=transition.at)
    return {
        "state": str(transition.state),
        "at": moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z",
        "signature": transition.signature,
        "slot": transition.evidence.slot,
        "height": transition.evidence.height,
        "detail": transition.evidence.detail,
    }


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _json_lines(file: TextIO) -> Callable[[dict[str, Any]], None]:
    def write(plain: dict[str, Any]) -> None:
        file.write(json.dumps(plain, ensure_ascii=False) + "\n")

    return write


def _tables(files: Sequence[TextIO]) -> Callable[[dict[str, Any]], None]:
    writers = [csv.writer(file, lineterminator="\n") for file in files]
    for writer, columns in zip(writers, _COLUMNS.values(), strict=True):
        writer.writerow(columns)

    def write(plain: dict[str, Any]) -> None:
        names = {"number": plain["number"], "key": plain.get("key", "")}
        rows = ([plain] if "key" in plain else [], plain["attempts"], plain["transitions"])
        for writer, columns, some in zip(writers, _COLUMNS.values(), rows, strict=True):
            writer.writerows([_cell((names | one)[name]) for name in columns] for one in some)

    return write


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins like one is quoted."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
