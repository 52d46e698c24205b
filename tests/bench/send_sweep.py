"""How a node likes to be sent to: the bare probe with other connections, batches and windows.

``python -m tests.bench.send_sweep`` prints a line for each; docs/bench-send.md has its findings.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import httpx
from tests.bench.lines import Line
from tests.bench.send_market import Place
from tests.bench.send_raw import Probe
from tests.bench.send_work import Stopwatch, payments

from alatau.chain.rpc import RpcChain
from alatau.localnet import Localnet
from alatau.program import PROGRAM_ID, program_path

BENCH: Final = "send sweep"
ONE: Final = Probe(connections=1, batch=50)
PROBES: Final = (
    ONE,
    replace(ONE, connections=2),
    replace(ONE, connections=4),
    replace(ONE, connections=2, window=512),
    replace(ONE, connections=2, window=1_024),
    replace(ONE, connections=2, rate=500),
    replace(ONE, connections=2, rate=1_000),
    replace(ONE, connections=2, retries=0),
    replace(ONE, batch=60),
    replace(ONE, batch=100),  # more than the 50 KiB that a node takes
    replace(ONE, connections=2, window=256),
    replace(ONE, connections=2, window=2_048),
    replace(ONE, connections=8, batch=1, window=1_024),
)


async def sweep(count: int, payers: int, times: int) -> list[Line]:
    """Each probe so often, on one validator."""
    found: list[Line] = []
    async with (
        Localnet.start(PROGRAM_ID, program_path(), port=0) as net,
        await RpcChain.open(net.url, program=PROGRAM_ID) as chain,
        Place.open(
            chain, payers=payers, merchants=20, each=len(PROBES) * times * count // payers
        ) as place,
    ):
        for run, probe in enumerate([*PROBES] * times):
            stopwatch = Stopwatch()
            try:
                await probe(net.url, place.market, payments(place.market, count, run), stopwatch)
            except (httpx.HTTPError, ExceptionGroup) as error:
                sys.stderr.write(f"{probe}: {_why(error)}\n")
                continue
            found += lines(probe, stopwatch)
            load, *_ = os.getloadavg()
            sys.stderr.write(f"{probe}: {found[-3].value}/s at a load of {load:.1f}\n")
    return found


def lines(probe: Probe, stopwatch: Stopwatch) -> list[Line]:
    """A probe's figures."""
    name = (
        f"connections {probe.connections}, batch {probe.batch}, window {probe.window or 'all'}, "
        f"rate {probe.rate or 'all'}{', no retries' if probe.retries == 0 else ''}"
    )
    result = stopwatch.result()
    landed = round(len(result.took) / result.seconds, 1)
    return [
        Line(BENCH, f"{name}: landed", landed, "payments/s"),
        Line(BENCH, f"{name}: sending", round(stopwatch.sending_seconds, 2), "s"),
        Line(BENCH, f"{name}: confirmed_p50", round(result.quantile(0.5), 2), "s"),
    ]


def _why(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error).splitlines()[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.send_sweep")
    parser.add_argument("--payments", type=int, default=4_000, metavar="N")
    parser.add_argument("--payers", type=int, default=500, metavar="N")
    parser.add_argument("--times", type=int, default=1, metavar="N")
    options = parser.parse_args(arguments)
    for line in asyncio.run(sweep(options.payments, options.payers, options.times)):
        sys.stdout.write(line.to_json() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
