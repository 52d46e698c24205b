"""`make bench-send`: payments landed a second, by the sender, by solana-py, by a bare probe.

JSON on stdout, one figure a line; a table on stderr.  docs/bench-send.md explains.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeAlias

from tests.bench import send_alone
from tests.bench.lines import Line, Number, table
from tests.bench.recording import record
from tests.bench.send_market import Place
from tests.bench.send_work import Contestant, Market, Payment, Result, Stopwatch, payments

from alatau.chain.rpc import RpcChain
from alatau.localnet import Localnet, find_validator
from alatau.program import PROGRAM_ID, program_path

BENCH: Final = "send"
CONTESTANTS: Final = {"sender": "send_ours", "solana_py": "send_solana_py", "raw": "send_raw"}
"""Each in a module of its own, so that its process loads no other's libraries."""
PEERS: Final = {"solana_py": "solana-py", "raw": "raw JSON-RPC"}
PAYERS, MERCHANTS = 500, 20

Found: TypeAlias = dict[str, list[Result]]


def order(rounds: int) -> list[list[str]]:
    """Who sends when: every other round the other way round, so that no place favours anyone."""
    names = [*CONTESTANTS]
    return [names if number % 2 == 0 else names[::-1] for number in range(rounds)]


async def contest(url: str, count: int, rounds: int, payers: int) -> Found:
    """Have everyone make so many payments in each round, and check that all of them landed."""
    found: Found = {name: [] for name in CONTESTANTS}
    runs = [name for names in order(rounds) for name in names]
    async with await RpcChain.open(url, program=PROGRAM_ID) as chain:
        each = len(runs) * count // payers
        async with Place.open(chain, payers=payers, merchants=MERCHANTS, each=each) as place:
            paid: list[Payment] = []
            for run, name in enumerate(runs):
                result = await _apart(name, url, place.market, count, run)
                found[name].append(result)
                load, *_ = os.getloadavg()  # other work on the machine shows in seconds
                sys.stderr.write(
                    f"{run + 1} of {len(runs)}: {name}, {result.seconds:.1f} s at a load of "
                    f"{load:.1f}\n"
                )
                paid += payments(place.market, count, run)
                await place.check(paid)
    return found


async def _apart(name: str, url: str, market: Market, count: int, run: int) -> Result:
    """A run in a process of its own, whose CPU time and memory are the contestant's."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, run_alone, name, url, market, count, run)


def run_alone(name: str, url: str, market: Market, count: int, run: int) -> Result:
    """One contestant's run, in this process."""
    contestant: Contestant = import_module(f"tests.bench.{CONTESTANTS[name]}").contest
    stopwatch = Stopwatch()
    asyncio.run(contestant(url, market, payments(market, count, run), stopwatch))
    return stopwatch.result()


METRICS: Final[Sequence[tuple[str, str, Callable[[Result], float]]]] = (
    ("landed", "payments/s", lambda one: len(one.took) / one.seconds),
    ("cpu", "µs/payment", lambda one: one.cpu_seconds / len(one.took) * 1e6),
    ("peak_memory", "MB", lambda one: one.peak_bytes / 1e6),
    ("confirmed_p50", "s", lambda one: one.quantile(0.5)),
    ("confirmed_p99", "s", lambda one: one.quantile(0.99)),
)
"""Of each run; a contestant's figure is the median of its runs'."""


def lines(found: Found) -> list[Line]:
    """The sender's figures beside each peer's."""
    drawn = []
    for metric, unit, of in METRICS:
        figures = {name: _median([of(one) for one in runs]) for name, runs in found.items()}
        for name, peer in PEERS.items():
            drawn.append(Line(BENCH, metric, figures["sender"], unit, peer, figures[name]))
    return drawn


def _median(values: Sequence[float]) -> Number:
    return round(statistics.median(values), 3)


async def on_validator(count: int, rounds: int, payers: int) -> list[Line]:
    """The contest on a validator of its own, with slots of 400 ms."""
    async with Localnet.start(PROGRAM_ID, program_path(), port=0) as net:
        return lines(await contest(net.url, count, rounds, payers))


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.send")
    parser.add_argument("--payments", type=int, default=4_000, metavar="N", help="of each run")
    parser.add_argument("--payers", type=int, metavar="N", help=f"{PAYERS}, or all that divides N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--embedded", type=int, default=5_000, metavar="N", help="payments there")
    parser.add_argument("--alone", action="store_true", help="only what needs no validator")
    parser.add_argument("--record", type=Path, metavar="PAGE", help="write the figures into it")
    options = parser.parse_args(arguments)
    if options.payers is None:
        options.payers = next(n for n in range(PAYERS, 0, -1) if options.payments % n == 0)
    if options.rounds < 1 or options.payments < 1 or options.payments % options.payers:
        parser.error("--payments must be a multiple of --payers, and there must be a round")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    options = parsed(arguments)
    found = send_alone.measure(options.embedded)
    if options.alone or find_validator() is None:
        sys.stderr.write("the contest on a validator is left out\n")
    else:
        sent = on_validator(options.payments, options.rounds, options.payers)
        found += asyncio.run(sent)
    for line in found:
        sys.stdout.write(line.to_json() + "\n")
    sys.stderr.write(table(found))
    if options.record:
        record(options.record, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
