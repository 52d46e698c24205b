"""What sending costs without a network: building and signing, and all on an embedded chain."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from solders.hash import Hash
from solders.keypair import Keypair
from tests.bench.lines import Line
from tests.bench.send_market import Place
from tests.bench.send_ours import pay_all
from tests.bench.send_work import Market, Payment, People, Stopwatch, cpu_seconds, payments, signed

from alatau.chain.embedded import EmbeddedChain
from alatau.program import PROGRAM_ID, program_path
from alatau.zone import Zone

BENCH: Final = "send"
PAYERS, MERCHANTS = 100, 20
PROCESSES: Final = 2
CHUNK: Final = 250


def measure(count: int) -> list[Line]:
    """Every figure that needs no validator, of about so many payments."""
    count = max(count - count % PAYERS, PAYERS)
    return [*building(count), *asyncio.run(embedded(count))]


def building(count: int) -> list[Line]:
    """Building and signing: in one process, and in a pool of two with what goes to and fro."""
    market = Market("Алатау bench", str(Keypair().pubkey()), PAYERS, MERCHANTS)
    work = payments(market, count, 1)
    build(market, work[:PAYERS])  # addresses are derived once, and remembered
    cpu, seconds = _timed(partial(build, market, work))
    chunks = [work[first : first + CHUNK] for first in range(0, count, CHUNK)]
    make = partial(build, market)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(make, [work[:PAYERS]] * PROCESSES))
        _, pooled = _timed(lambda: list(pool.map(make, chunks)))
    return [
        Line(BENCH, "building.one_core", round(count / cpu), "payments/CPU s"),
        Line(
            BENCH,
            f"building.pool_of_{PROCESSES}",
            round(count / pooled),
            "payments/s",
            "one process",
            round(count / seconds),
        ),
    ]


def build(market: Market, work: Sequence[Payment]) -> list[bytes]:
    """The payments' transactions as they are sent."""
    people = _people(market)
    return [bytes(signed(people, each, Hash.default())) for each in work]


_people: Final = lru_cache(1)(People)
"""A process of the pool knows its keys after the first chunk."""


async def embedded(count: int) -> list[Line]:
    """The sender on a durable embedded chain, and that chain with nothing before it."""
    with tempfile.TemporaryDirectory(prefix="alatau-bench-") as folder:
        home = Path(folder)
        opened = EmbeddedChain.open(home / "chain.sqlite", programs={PROGRAM_ID: program_path()})
        async with (
            await opened as chain,
            Place.open(
                chain, payers=PAYERS, merchants=MERCHANTS, each=2 * count // PAYERS
            ) as place,
        ):
            market, stopwatch = place.market, Stopwatch()
            ours, bare = payments(market, count, 0), payments(market, count, 1)
            zone = Zone.over(chain, name=market.name, keypair=place.zone.operator, home=home)
            async with zone as sending:
                with stopwatch.running():
                    await pay_all(sending, place.people, ours, stopwatch)
            recent = (await chain.blockhash()).hash
            sent = [signed(place.people, each, recent) for each in bare]
            cpu, seconds = cpu_seconds(), time.monotonic()
            await asyncio.gather(*map(chain.send, sent))
            cpu, seconds = cpu_seconds() - cpu, time.monotonic() - seconds
            await place.check([*ours, *bare])
    result = stopwatch.result()
    return [
        Line(
            BENCH,
            "embedded.landed",
            round(count / result.seconds, 1),
            "payments/s",
            "chain alone",
            round(count / seconds, 1),
        ),
        Line(
            BENCH,
            "embedded.cpu",
            round(result.cpu_seconds / count * 1e6, 1),
            "µs/payment",
            "chain alone",
            round(cpu / count * 1e6, 1),
        ),
    ]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of this process, and seconds."""
    cpu, began = cpu_seconds(), time.monotonic()
    work()
    return cpu_seconds() - cpu, time.monotonic() - began
