"""Export: all of a sound journal, and of a damaged one all that its pages still have."""

from __future__ import annotations

import asyncio
import base64
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.journals import (
    INTENTS,
    PAGE,
    Made,
    alone,
    changed,
    key_of,
    live,
    make,
    open_at,
)

from alatau.errors import InputError, JournalError
from alatau.sender import Entry, Record, State
from alatau.sender.journal_export import Exported, Form, export, plain_piece
from alatau.sender.journal_salvage import Piece


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("sound") / "journal.sqlite")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "journal.sqlite"


def lines(path: Path) -> tuple[Exported, list[dict[str, Any]]]:
    to = path.with_name("out.jsonl")
    to.unlink(missing_ok=True)
    done = export(path, to)
    return done, [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]


def plain(record: Record) -> dict[str, Any]:
    return plain_piece(Piece.of(record))


def check_is_part(found: list[dict[str, Any]], done: Exported, made: Made) -> None:
    """What is given is what was written, and what is not given is said."""
    written = {record.entry.number: plain(record) for record in made.records}
    for one in found:
        whole = written[one["number"]]
        if "missing" not in one:
            assert one == whole
            continue
        assert all(each in whole["attempts"] for each in one["attempts"])
        # Where the transaction is lost, its signature is.
        known = [{**each, "signature": ""} for each in whole["transitions"]]
        assert all({**each, "signature": ""} in known for each in one["transitions"])
        if "key" in one:
            assert (one["key"], one["sequence"]) == (whole["key"], whole["sequence"])
    given = {one["number"] for one in found if "missing" not in one}
    assert given == set(written) or done.unreadable


def test_export_of_a_sound_journal_has_everything(made: Made, path: Path) -> None:
    alone(path, made.content)
    done, found = lines(path)
    assert found == [plain(record) for record in made.records]
    assert done.unreadable == []
    assert (done.intents, done.attempts, done.transitions) == (
        len(made.records),
        sum(len(record.attempts) for record in made.records),
        sum(len(record.transitions) for record in made.records),
    )
    (first,) = (one for one in found if one["key"] == key_of(1))
    assert base64.b64decode(first["attempts"][0]["message"]) == made.records[0].attempts[0].message
    assert first["transitions"][0]["at"] == "2026-09-21T14:13:20.500Z"


def test_export_as_csv_has_three_tables_without_formulas(path: Path, made: Made) -> None:
    alone(path, b"")
    path.unlink()
    with open_at(path) as journal:
        journal.prepare(Entry("=HYPERLINK(1)", "", 0, b"", State.PREPARED))
        journal.prepare(Entry("төлем, «Нан»", "", 0, b"\x01", State.PREPARED))
    done = export(path, path.with_name("tables"), Form.CSV)
    assert [file.name for file in done.files] == ["intents.csv", "attempts.csv", "transitions.csv"]
    tables = [
        list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in done.files
    ]
    assert [len(table) for table in tables] == [2, 0, 2]
    assert [row["key"] for row in tables[0]] == ["'=HYPERLINK(1)", "төлем, «Нан»"]
    assert [row["salt"] for row in tables[0]] == ["", "01"]
    assert tables[2][1]["state"] == "prepared"
    for file in done.files:
        file.unlink()
    path.with_name("tables").rmdir()


def test_export_to_a_file_that_is_there_is_refused(made: Made, path: Path) -> None:
    alone(path, made.content)
    to = path.with_name("out.jsonl")
    to.write_text("мұрағат", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        export(path, to)
    assert to.read_text(encoding="utf-8") == "мұрағат"


def test_export_of_no_journal_is_refused(path: Path) -> None:
    alone(path, "Дневник, но не журнал.\n".encode() * 1000)
    with pytest.raises(JournalError, match="is not a journal of this version"):
        lines(path)
    with pytest.raises(JournalError, match="there is no journal"):
        export(path.with_name("другой.sqlite"), path.with_name("out"))


def test_export_while_the_journal_is_open_is_refused(made: Made, path: Path) -> None:
    alone(path, made.content)
    with open_at(path), pytest.raises(JournalError, match="is in use by another process"):
        lines(path)


def test_export_with_a_page_lost_loses_the_rows_of_that_page(made: Made, path: Path) -> None:
    parts = 8  # at most so many rows of transactions are on a page
    whole = sum(len(record.attempts) for record in made.records)
    for number in range(1, len(made.content) // PAGE):
        at = number * PAGE
        alone(path, made.content[:at] + bytes(PAGE) + made.content[at + PAGE :])
        done, found = lines(path)
        check_is_part(found, done, made)
        assert whole - done.attempts <= parts
        assert done.intents >= len(made.records) - 30


def test_export_without_header_and_roots_still_gives_the_rows(made: Made, path: Path) -> None:
    alone(path, bytes(PAGE) + made.content[PAGE:])
    done, found = lines(path)
    check_is_part(found, done, made)
    assert found == [plain(record) for record in made.records]
    assert done.unreadable


def test_export_after_a_crash_reads_the_log_too_and_without_it_what_is_left(path: Path) -> None:
    alone(path, b"")
    path.unlink()

    async def write(*numbers: int) -> None:
        for number in numbers:
            await live(journal, number)
        await journal.settled()

    with open_at(path) as journal:
        asyncio.run(write(8, 9))
    with open_at(path) as journal:
        asyncio.run(write(10, 11, 13))
        left = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
        records = [plain(record) for record in journal.records()]
    alone(path, *left)
    done, found = lines(path)
    assert (found, done.unreadable) == (records, [])
    alone(path, left[0])
    done, found = lines(path)
    assert found == records[:2]
    assert "its write-ahead log journal.sqlite-wal is missing" in done.unreadable[0]
    # A frame in the middle of the log: what was written to its page before, and all others.
    alone(path, left[0], changed(left[1], [(32 + (PAGE + 24) * 6 + 2000, 1)]))
    before = path.with_name(f"{path.name}-wal").read_bytes()
    done, found = lines(path)
    assert "frame 7 of its write-ahead log" in done.unreadable[0]
    assert [one["number"] for one in found if "key" in one][:2] == [1, 2]
    assert len(found) == len(records)
    assert path.with_name(f"{path.name}-wal").read_bytes() == before


@given(
    flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=20)
)
def test_export_with_bytes_flipped_gives_only_what_was_written(
    made: Made, path: Path, flips: list[tuple[int, int]]
) -> None:
    alone(path, changed(made.content, flips))
    done, found = lines(path)
    check_is_part(found, done, made)
    # A row is lost with its own bytes, or with what its page says of where it is.
    assert done.intents >= INTENTS - 40 * len(flips)
