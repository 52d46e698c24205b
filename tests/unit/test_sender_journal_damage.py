"""A damaged journal says so: never another value than was written, never another error."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.journals import (
    FRAME,
    INTENTS,
    PAGE,
    Made,
    alone,
    attempt,
    changed,
    key_of,
    live,
    make,
    open_at,
    questions,
)

from alatau.errors import JournalDamaged, JournalError
from alatau.sender import Record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("sound") / "journal.sqlite")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "journal.sqlite"


def hold(path: Path, content: bytes, made: Made) -> bool:
    """Whether the journal says that it is damaged; what else it says is what was written."""
    alone(path, content)
    told = False
    try:
        with open_at(path) as journal:
            for name, ask in questions(journal):
                try:
                    found = ask()
                except JournalDamaged:
                    told = True
                else:
                    assert found == made.answers[name], name
            wrong = journal.verify()
            assert bool(wrong) or not told, "damage that verify does not see"
            told = bool(wrong)
    except JournalError:
        return True
    return told


PLACES = st.one_of(
    st.integers(0, 10**6),  # anywhere
    st.integers(0, 127),  # the header
    st.builds(lambda page, at: page * PAGE + at, st.integers(0, 200), st.integers(0, 47)),
)
FLIPS = st.lists(st.tuples(PLACES, st.integers(1, 255)), min_size=1, max_size=6)


@given(flips=FLIPS)
@example(flips=[(17, 1)])
@example(flips=[(20, 1)])
@example(flips=[(31, 1)])
def test_read_with_bytes_flipped_gives_what_was_written_or_says_damaged(
    made: Made, path: Path, flips: list[tuple[int, int]]
) -> None:
    hold(path, changed(made.content, flips), made)


@given(flips=FLIPS)
def test_write_with_bytes_flipped_is_kept_or_says_damaged(
    made: Made, path: Path, flips: list[tuple[int, int]]
) -> None:
    alone(path, changed(made.content, flips))

    async def write() -> None:
        with open_at(path) as journal:
            for number in range(INTENTS + 10, INTENTS + 40):
                await live(journal, number)
            await journal.settled()

    try:
        asyncio.run(write())
        with open_at(path) as journal:
            for number in range(INTENTS + 10, INTENTS + 40):
                found = journal.entry(key_of(number))
                assert found is not None
                assert journal.attempts(key_of(number)) == [
                    attempt(key_of(number), one + 1)
                    for one in range(min(number % 7, 1) + (number % 7 == 1))
                ]
            for name, ask in questions(journal):
                try:
                    answer = ask()
                except JournalDamaged:
                    continue
                if name.split()[0] in {"entry", "attempts", "transitions", "knows"}:
                    assert answer == made.answers[name], name
    except JournalError:
        pass


def test_read_with_a_page_lost_gives_what_was_written_or_says_damaged(
    made: Made, path: Path
) -> None:
    pages = [made.content[at : at + PAGE] for at in range(0, len(made.content), PAGE)]
    for number in range(1, len(pages)):
        lost = [*pages[:number], bytes(PAGE), *pages[number + 1 :]]
        assert hold(path, b"".join(lost), made), number
        swapped = [*pages[: number - 1], pages[number], pages[number - 1], *pages[number + 1 :]]
        hold(path, b"".join(swapped), made)  # two indexes of the same are as good swapped
        assert hold(path, b"".join(pages[:number]), made), number


def test_row_changed_by_other_means_is_damaged_and_named(made: Made, path: Path) -> None:
    for statement, words in (
        ("UPDATE entries SET state = 9 WHERE id = 5", "entries row 5: its checksum"),
        ("UPDATE entries SET account = zeroblob(32) WHERE id = 5", "entries row 5: its checksum"),
        ("UPDATE attempts SET message = zeroblob(9) WHERE id >> 20 = 5", "attempts row 5242881"),
        ("UPDATE transitions SET at = 1 WHERE id >> 20 = 5", "transitions row 5242881"),
        ("DELETE FROM attempts WHERE id >> 20 = 5", "attempts rows of entry 5 are missing"),
        ("DELETE FROM entries WHERE id = 5", "entries rows are missing after row 0"),
        ("UPDATE meta SET value = '7' WHERE name = 'tally'", "meta row 5: its checksum"),
        ("DELETE FROM meta WHERE name = 'tally'", "rows of meta are missing"),
        ("DROP INDEX entries_key_again", "its list of tables"),
    ):
        path.write_bytes(made.content)
        connection = sqlite3.connect(path)
        with connection:
            connection.execute(statement)
        connection.close()
        with pytest.raises(JournalDamaged, match=words) as caught, open_at(path) as journal:
            list(journal.records())
        assert caught.value.file == str(path)
        assert f"alatau journal export --journal '{path}' --to DIR" in caught.value.remedy


# -- the write-ahead log ---------------------------------------------------------------


class Crashed:
    """What a process that died leaves, with what there was after each commit.

    No dataclass: Hypothesis shows their fields whatever `__repr__` says.
    """

    def __init__(self, path: Path, main: bytes, log: bytes) -> None:
        self.main, self.log = main, log
        self.ends = _commits(log)
        self.records: list[list[Record]] = []
        for end in self.ends:
            self.put(path, log[:end])
            with open_at(path) as journal:
                self.records.append(list(journal.records()))

    def __repr__(self) -> str:
        return "what a crash left"

    def put(self, path: Path, log: bytes | None) -> None:
        alone(path, self.main, log)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory, path: Path) -> Crashed:
    written = tmp_path_factory.mktemp("crashed") / "journal.sqlite"
    log = written.with_name(f"{written.name}-wal")
    settled: list[tuple[int, list[Record]]] = []

    async def write() -> tuple[bytes, bytes]:
        journal = open_at(written)
        for number in (8, 9, 10, 11):
            await live(journal, number)
            await journal.settled()
            settled.append((_commits(log.read_bytes())[-1], list(journal.records())))
        left = written.read_bytes(), log.read_bytes()
        journal.close()
        return left

    crashed = Crashed(path, *asyncio.run(write()))
    after = dict(zip(crashed.ends, crashed.records, strict=True))
    assert all(after[end] == records for end, records in settled)
    assert crashed.ends[-1] == settled[-1][0]
    return crashed


def _commits(log: bytes) -> list[int]:
    """Where the commits of the log end, but for what is left of an older one (its salts)."""
    starts = range(32, len(log), FRAME)
    ours = itertools.takewhile(lambda at: log[at + 8 : at + 16] == log[16:24], starts)
    return [at + FRAME for at in ours if log[at + 4 : at + 8] != bytes(4)]


def test_open_after_a_crash_has_every_commit(crashed: Crashed, path: Path) -> None:
    crashed.put(path, crashed.log)
    with open_at(path) as journal:
        assert list(journal.records()) == crashed.records[-1]
        assert journal.verify() == []
    with open_at(path) as journal:
        assert list(journal.records()) == crashed.records[-1]


@pytest.mark.parametrize("left", [None, b""])
def test_open_without_the_log_of_a_crash_is_damaged(
    crashed: Crashed, path: Path, left: bytes | None
) -> None:
    crashed.put(path, left)
    for _ in range(2):
        with pytest.raises(JournalDamaged, match=r"its write-ahead log .*-wal is missing"):
            open_at(path)


@given(
    flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=3)
)
@example(flips=[(0, 1), (0, 1), (234_880, 1)])
def test_open_with_the_log_damaged_loses_no_commit_before_the_last(
    crashed: Crashed, path: Path, flips: list[tuple[int, int]]
) -> None:
    # Each place once: two equal changes there are none.
    flips = list({position % crashed.ends[-1]: change for position, change in flips}.items())
    crashed.put(path, changed(crashed.log, flips))
    possible = crashed.records[-1:]
    if all(position >= crashed.ends[-2] for position, _ in flips):
        # As after a power cut in the middle of it: whoever wrote it was not told that it is kept.
        possible = crashed.records[-2:]
    try:
        with open_at(path) as journal:
            assert list(journal.records()) in possible
    except JournalDamaged:
        assert path.with_name(f"{path.name}-wal").read_bytes() == changed(crashed.log, flips)


def test_open_with_the_log_cut_short_has_the_commits_before(crashed: Crashed, path: Path) -> None:
    for number, end in enumerate(crashed.ends[:-1]):
        for cut in (end, end + 10, end + FRAME):
            crashed.put(path, crashed.log[:cut])
            with open_at(path) as journal:
                assert list(journal.records()) == crashed.records[number]
