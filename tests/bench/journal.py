"""What journalling costs: CPU for each intent, memory and bytes for a million of them."""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from solders.pubkey import Pubkey
from solders.signature import Signature
from tests.bench.lines import Line

from alatau.sender import Attempt, Entry, Evidence, Journal, State

BENCH: Final = "journal"
TOGETHER: Final = 200
"""Intents that share a commit."""

MOVES: Final = (State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED)
_GENESIS: Final = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"


class Intents:
    """Makes up intents and their transactions, of the sizes that payments have."""

    def __init__(self, accounts: int) -> None:
        self._random = random.Random(20260101)
        self._accounts = [str(Pubkey(self._random.randbytes(32))) for _ in range(accounts)]

    def some(self, first: int) -> list[tuple[Entry, Attempt]]:
        """As many as share a commit."""
        return [self._one(number) for number in range(first, first + TOGETHER)]

    def _one(self, number: int) -> tuple[Entry, Attempt]:
        key, chance = f"order:A-{number:07}:pay", self._random
        account = self._accounts[number % len(self._accounts)]
        salt, content = chance.randbytes(16), chance.randbytes(32)
        signature = str(Signature.from_bytes(chance.randbytes(64)))
        entry = Entry(key, account, number + 1, salt, State.PREPARED, content=content)
        return entry, Attempt(signature, key, chance.randbytes(432), 150, account, number)


async def journalled(journal: Journal, intents: list[tuple[Entry, Attempt]], at: int) -> None:
    """The whole life of some intents."""
    for entry, _ in intents:
        journal.prepare(entry)
    await asyncio.gather(*(journal.sign(attempt) for _, attempt in intents))
    for state in MOVES:
        signature = state is not State.SENT
        for entry, attempt in intents:
            journal.move(
                entry.key,
                state,
                Evidence(slot=at, height=at),
                signature=attempt.signature if signature else "",
                slot=at if signature else 0,
            )
        await journal.settled()


async def measure(count: int, folder: Path) -> list[Line]:
    """Journal so many intents in one file, and read them all again."""
    path = folder / "journal.sqlite"
    intents = Intents(accounts=1000)
    cpu = wall = 0.0
    slowest = 0.0
    with Journal.open(path, genesis=_GENESIS, zone="Алатау") as journal:
        for first in range(0, count, TOGETHER):
            some = intents.some(first)
            cpu_before, wall_before = time.process_time(), time.perf_counter()
            await journalled(journal, some, first)
            took = time.process_time() - cpu_before
            cpu += took
            slowest = max(slowest, took)
            wall += time.perf_counter() - wall_before
        memory = _peak_mib()
        before = time.perf_counter()
        unresolved = sum(1 for _ in journal.unresolved())
        asked = time.perf_counter() - before
        before = time.perf_counter()
        read = sum(1 for _ in journal.records())
        reading = time.perf_counter() - before
    assert (read, unresolved) == (count, 0)
    before = time.perf_counter()
    Journal.existing(path).close()
    opening = time.perf_counter() - before
    return [
        Line(BENCH, "intents", count, "intents"),
        Line(BENCH, "cpu_per_intent", round(cpu / count * 1e6, 1), "us"),
        Line(BENCH, "cpu_per_intent_slowest_commits", round(slowest / TOGETHER * 1e6, 1), "us"),
        Line(BENCH, "intents_per_second", round(count / wall), "1/s"),
        Line(BENCH, "memory_peak_writing", memory, "MiB"),
        Line(BENCH, "memory_peak", _peak_mib(), "MiB"),
        Line(BENCH, "file_per_intent", round(path.stat().st_size / count), "bytes"),
        Line(BENCH, "read_per_intent", round(reading / count * 1e6, 1), "us"),
        Line(BENCH, "unresolved_of_all", round(asked * 1e3, 1), "ms"),
        Line(BENCH, "open", round(opening * 1e3, 1), "ms"),
    ]


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, one JSON object a line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.journal", description=__doc__)
    parser.add_argument("--intents", type=int, default=1_000_000, help="in one file")
    parser.add_argument("--folder", type=Path, help="where the file is made; default: a temporary")
    given = parser.parse_args(arguments)
    count = max(TOGETHER, given.intents // TOGETHER * TOGETHER)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for line in asyncio.run(measure(count, Path(folder))):
            sys.stdout.write(line.to_json() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
