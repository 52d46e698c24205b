"""`make bench-program`: what a thousand purchases with 5 % refunds cost, here and elsewhere.

JSON on stdout, one figure a line; a table on stderr.  docs/bench-program.md explains.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.bench.lines import Line, Number, mean, table
from tests.bench.recording import record
from tests.bench.runs import AGAINST, OURS, Run, present, run
from tests.bench.stage import Tally
from tests.bench.work import SEED, purchases

BENCH: Final = "program"
PEERS_VARIABLE: Final = "ALATAU_PEERS"
PEERS_FOLDER: Final = Path(__file__).parent / "peers"

SAME_STEP: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "final.pay": (("commerce auto-settle", "make"),),
    "final.transfer": (("commerce auto-settle", "token transfer"),),
    "held.pay_held": (("commerce", "make"), ("escrow", "deposit")),
    "held.settle": (("commerce", "clear"), ("escrow", "withdraw and pay")),
    "held.refund": (("commerce", "refund"), ("escrow", "withdraw")),
    "held.close_payment": (("commerce", "close"),),
}
"""Which of a peer's steps does what one of ours does."""


def lines(mine: Sequence[Run], theirs: Sequence[Run], bench: str = BENCH) -> Iterator[Line]:
    """Every figure of our runs, once for each peer in the same run that it compares with."""
    peers = {each.system: each for each in theirs}
    for own in mine:
        rivals = [peers[name] for name in AGAINST.get(own.system, ()) if name in peers]
        others = [(rival.system, _per_purchase(rival)) for rival in rivals]
        for metric, (value, unit) in _per_purchase(own).items():
            found = [(name, figures[metric][0]) for name, figures in others]
            yield from _line(bench, f"{own.system}.{metric}", value, unit, found)
        for step, tally in {**own.work, **own.doors}.items():
            name = f"{own.system}.{step}"
            same = [
                (f"{peer} {other}", peers[peer].work[other])
                for peer, other in SAME_STEP.get(name, ())
                if peer in peers and other in peers[peer].work
            ]
            for metric, (value, unit) in _per_step(tally).items():
                found = [(peer, _per_step(other)[metric][0]) for peer, other in same]
                yield from _line(bench, f"{name}.{metric}", value, unit, found)


def _line(
    bench: str, metric: str, value: Number, unit: str, peers: Sequence[tuple[str, Number]]
) -> Iterator[Line]:
    if not peers:
        yield Line(bench, metric, value, unit)
    for peer, peer_value in peers:
        yield Line(bench, metric, value, unit, peer, peer_value)


def _per_purchase(found: Run) -> dict[str, tuple[Number, str]]:
    """The work of a purchase; `_to_tokens` with what brings tokens in and out too."""
    work = sum(found.work.values(), Tally())
    whole = work + sum(found.doors.values(), Tally())
    count = found.purchases
    return {
        "compute_units": (mean(work.compute_units, count), "CU/purchase"),
        "compute_units_to_tokens": (mean(whole.compute_units, count), "CU/purchase"),
        "wire_bytes": (mean(work.wire_bytes, count), "B/purchase"),
        "wire_bytes_to_tokens": (mean(whole.wire_bytes, count), "B/purchase"),
        "transactions": (mean(work.transactions, count), "transactions/purchase"),
        "signatures": (mean(work.signatures, count), "signatures/purchase"),
        "network_fee": (mean(work.fee_lamports, count), "lamports/purchase"),
        "rent_locked": (mean(found.rent.locked, count), "lamports/purchase"),
        "rent_returned": (mean(found.rent.returned, count), "lamports/purchase"),
        "rent_standing": (found.standing, "lamports"),
    }


def _per_step(tally: Tally) -> dict[str, tuple[Number, str]]:
    return {
        "compute_units": (mean(tally.compute_units, tally.transactions), "CU"),
        "wire_bytes": (mean(tally.wire_bytes, tally.transactions), "B"),
    }


async def measure(count: int, seed: int, peers: Path, token: Path | None = None) -> list[Line]:
    """Do the work on every system that is there."""
    work = purchases(count, seed)
    mine = [await run(system, work, token=token) for system in OURS]
    theirs = [await run(system, work, peers=peers, token=token) for system in present(peers)]
    return [*lines(mine, theirs, f"{BENCH} {token.stem}" if token else BENCH)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    folder = Path(os.environ.get(PEERS_VARIABLE) or PEERS_FOLDER)
    parser = argparse.ArgumentParser(prog="python -m tests.bench.program")
    parser.add_argument("--purchases", type=int, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--peers", type=Path, default=folder, help="commerce.so, escrow.so")
    parser.add_argument("--token", type=Path, help="another SPL Token program, for all")
    parser.add_argument("--record", type=Path, metavar="PAGE", help="write the figures into it")
    options = parser.parse_args(arguments)
    found = asyncio.run(measure(options.purchases, options.seed, options.peers, options.token))
    for line in found:
        sys.stdout.write(line.to_json() + "\n")
    sys.stderr.write(table(found))
    if options.record:
        record(options.record, found)
    if not any(line.peer for line in found):
        sys.stderr.write(f"no peer's program in {options.peers}: see docs/bench-program.md\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
