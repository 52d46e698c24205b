"""What reading the chain into the ledger costs: events beside anchorpy's parser, payments a second.

    python -m tests.bench.index [--payments 100000]

The chain is a real one, the embedded chain with so many payments, made first.  Garbage is
collected as seldom as in `alatau index`.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from typing import Final

from anchorpy.program.event import EventParser
from tests.bench.lines import Line, table
from tests.bench.send_market import Place
from tests.bench.send_work import payments, signed

from alatau.chain.base import TransactionRecord
from alatau.chain.embedded import EmbeddedChain
from alatau.cli.garbage import collect_seldom
from alatau.indexer import Indexer, prove
from alatau.indexer.decoded import decode
from alatau.ledger import Ledger
from alatau.program import PROGRAM_ID, program_path, read_events
from alatau.program.idl import anchor_coder

BENCH: Final = "index"
PAYERS, MERCHANTS = 500, 20
EVENTS: Final = 5_000
"""Transactions whose events are decoded, by anchorpy too."""
ROUNDS, TIMES = 3, 5
AT_ONCE: Final = 1_000


async def record(path: Path, count: int) -> str:
    """A chain with so many payments; the zone's name."""
    opened = EmbeddedChain.open(path, programs={PROGRAM_ID: program_path()})
    async with (
        await opened as chain,
        Place.open(chain, payers=PAYERS, merchants=MERCHANTS, each=count // PAYERS) as place,
    ):
        work = payments(place.market, count, 0)
        for first in range(0, count, AT_ONCE):
            recent = (await chain.blockhash()).hash
            part = [signed(place.people, each, recent) for each in work[first : first + AT_ONCE]]
            await asyncio.gather(*map(chain.send, part))
        return place.market.name


async def index(path: Path, zone: str, folder: Path) -> list[Line]:
    """Take it all into a new ledger, and prove that it is all."""
    from alatau.program import zone_address

    async with (
        await EmbeddedChain.open(path, programs={}) as chain,
        await Ledger.open(folder / "ledger.sqlite", zone=zone, genesis="bench") as ledger,
    ):
        indexer = await Indexer.open(chain, ledger, zone_address(zone))
        seconds, cpu = time.monotonic(), time.process_time()
        found = await indexer.catch_up()
        seconds, cpu = time.monotonic() - seconds, time.process_time() - cpu
        assert (await prove(chain, zone_address(zone), indexer.latest)).proven
        assert (await ledger.verify()).sound
    per_second = round(found.transactions / seconds)
    return [
        Line(BENCH, "indexed", found.transactions, "transactions"),
        Line(BENCH, "indexed_per_second", per_second, "1/s"),
        Line(BENCH, "cpu_per_transaction", round(cpu / found.transactions * 1e6, 1), "µs"),
    ]


async def newest(path: Path) -> list[TransactionRecord]:
    """The newest transactions of the chain."""
    async with await EmbeddedChain.open(path, programs={}) as chain:
        infos = await chain.history(PROGRAM_ID, limit=EVENTS)
        records = await chain.transactions([info.signature for info in infos])
    return [each for each in records if each is not None]


def decoding(path: Path) -> list[Line]:
    """Events out of logs, here and by anchorpy.  In a process that has done nothing before."""
    collect_seldom()
    records = asyncio.run(newest(path))
    parser = EventParser(PROGRAM_ID, anchor_coder())

    def ours() -> int:
        return sum(len(read_events(each.logs).events) for each in records)

    def peers() -> int:
        theirs: list[object] = []
        for each in records:
            parser.parse_logs(list(each.logs), theirs.append)
        return len(theirs)

    # In turns, and the best of each: others use the machine too.  Several times in a row, as
    # after another's turn the processor's caches have nothing of one's own.
    here, cpu = there, their_cpu = 0, math.inf
    for _ in range(ROUNDS):
        here, cpu = min([(here, cpu), *(timed(ours) for _ in range(TIMES))], key=itemgetter(1))
        there, their_cpu = min(
            [(there, their_cpu), *(timed(peers) for _ in range(TIMES))], key=itemgetter(1)
        )
    assert here == there
    _, whole = timed(lambda: sum(len(decode(each).changes) for each in records))
    return [
        Line(
            BENCH,
            "events_per_cpu_second",
            round(here / cpu),
            "1/s",
            "anchorpy",
            round(there / their_cpu),
        ),
        Line(BENCH, "decoded_per_cpu_second", round(len(records) / whole), "1/s"),
    ]


def timed(work: Callable[[], int]) -> tuple[int, float]:
    """What it counts, and CPU seconds."""
    cpu = time.process_time()
    count = work()
    return count, time.process_time() - cpu


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.index")
    parser.add_argument("--payments", type=int, default=20_000, metavar="N")
    options = parser.parse_args(arguments)
    count = max(options.payments // PAYERS, 1) * PAYERS
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="alatau-bench-") as folder:
        path = Path(folder) / "chain.sqlite"
        zone = asyncio.run(record(path, count))
        lines = asyncio.run(index(path, zone, Path(folder)))
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            lines += apart.submit(decoding, path).result()
    for line in lines:
        sys.stdout.write(line.to_json() + "\n")
    sys.stderr.write(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
