"""What posting to the ledger costs, on SQLite and PostgreSQL: payments a second, look-ups."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.bench.lines import Line
from tests.postgres import available, cluster

from alatau.ledger import (
    Cursor,
    Finalize,
    Ledger,
    LedgerAccount,
    LedgerTransaction,
    Point,
    Posting,
    Purpose,
    Status,
)

TOGETHER: Final = 1_000
"""Payments that share a commit."""

_START: Final = 1_800_000_000


class Payments:
    """Makes up payments with fee, tax and the network's fee: six postings each."""

    def __init__(self, payers: int, merchants: int) -> None:
        self._random = random.Random(20260101)
        self._payers = [self._wallet() for _ in range(payers)]
        self._merchants = [self._wallet() for _ in range(merchants)]
        self._sol = (
            LedgerAccount("", "SOL", Purpose.NETWORK_FEES),
            LedgerAccount("", "SOL", Purpose.OUTSIDE),
        )

    def _wallet(self) -> str:
        letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
        return "".join(self._random.choices(letters, k=44))

    def some(self, first: int, count: int, status: Status) -> list[LedgerTransaction]:
        """Payments in the order of their slots, of which each has some twenty."""
        return [self._one(number, status) for number in range(first, first + count)]

    def _one(self, number: int, status: Status) -> LedgerTransaction:
        chance = self._random
        payer, merchant = chance.choice(self._payers), chance.choice(self._merchants)
        amount = chance.randrange(10_000, 2_000_000)
        fee, tax = amount // 100, amount * 12 // 112
        signature = chance.randbytes(32).hex()
        lines = (
            Posting(LedgerAccount(payer, "KZTE", Purpose.AVAILABLE), amount),
            Posting(LedgerAccount(merchant, "KZTE", Purpose.AVAILABLE), fee + tax - amount),
            Posting(LedgerAccount(merchant, "KZTE", Purpose.FEE), -fee),
            Posting(LedgerAccount(merchant, "KZTE", Purpose.TAX), -tax),
            Posting(self._sol[0], 5000),
            Posting(self._sol[1], -5000),
        )
        return LedgerTransaction(
            f"chain:{signature}:0",
            lines,
            _START + number // 50,
            status=status,
            slot=1000 + number // 20,
            source="chain",
            description="Paid",
            references={"signature": signature, "reference": signature},
        )


class Watch:
    """Wall and CPU seconds of this process since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        return time.process_time() - self._cpu


async def measure(bench: str, ledger: Ledger, count: int) -> list[Line]:
    """Post so many payments as final, and a tenth of them as provisional; then ask."""
    payments = Payments(payers=5_000, merchants=500)
    rates, cpu, seconds = [], 0.0, 0.0
    some: list[LedgerTransaction] = []
    for first in range(0, count, TOGETHER):
        some = payments.some(first, TOGETHER, Status.FINAL)
        watch = Watch()
        await ledger.post(some, cursors=[Cursor("bench", str(first))])
        cpu += watch.cpu
        seconds += watch.seconds
        rates.append(TOGETHER / watch.seconds)
    lines = [
        Line(bench, "payments", count, "payments"),
        Line(bench, "payments_per_second", round(count / seconds), "1/s"),
        Line(bench, "payments_per_second_slowest_commit", round(min(rates)), "1/s"),
        Line(bench, "cpu_per_payment", round(cpu / count * 1e6, 1), "us"),
    ]
    watch = Watch()
    await ledger.post(some, cursors=[Cursor("bench", "again")])
    lines.append(Line(bench, "repeated_per_second", round(TOGETHER / watch.seconds), "1/s"))
    lines += await _provisional(bench, ledger, payments, count)
    lines += await _questions(bench, ledger, some, count)
    watch = Watch()
    verified = await ledger.verify()
    assert verified.sound, verified.wrong
    return [
        *lines,
        Line(bench, "verified_entries_per_second", round(verified.entries / watch.seconds), "1/s"),
        Line(bench, "cpu_per_verified_entry", round(watch.cpu / verified.entries * 1e6, 1), "us"),
    ]


async def _provisional(bench: str, ledger: Ledger, payments: Payments, count: int) -> list[Line]:
    posted = finalized = cpu = 0.0
    tenth = max(TOGETHER, count // 10 // TOGETHER * TOGETHER)
    for first in range(count, count + tenth, TOGETHER):
        some = payments.some(first, TOGETHER, Status.PROVISIONAL)
        watch = Watch()
        await ledger.post(some)
        posted += watch.seconds
        watch = Watch()
        await ledger.post([Finalize(one.id) for one in some])
        finalized += watch.seconds
        cpu += watch.cpu
    return [
        Line(bench, "provisional_per_second", round(tenth / posted), "1/s"),
        Line(bench, "finalized_per_second", round(tenth / finalized), "1/s"),
        Line(bench, "cpu_per_finality", round(cpu / tenth * 1e6, 1), "us"),
    ]


async def _questions(
    bench: str, ledger: Ledger, some: Sequence[LedgerTransaction], count: int
) -> list[Line]:
    merchant = some[0].postings[1].account
    middle = _START + count // 100
    lines = []

    async def ask(what: str, times: int, at: Point, *, final: bool = False) -> None:
        watch = Watch()
        for _ in range(times):
            await ledger.balance(merchant, at, final=final)
        lines.append(Line(bench, what, round(watch.seconds / times * 1e3, 2), "ms"))
        lines.append(Line(bench, f"cpu_{what}", round(watch.cpu / times * 1e3, 2), "ms"))

    await ask("balance", 50, Point())
    await ask("balance_at_time", 50, Point(time=middle))
    await ask("balance_at_slot_final", 50, Point(slot=1000 + count // 40), final=True)
    watch = Watch()
    trial = await ledger.trial(Point(time=middle))
    assert trial.balanced
    lines.append(Line(bench, "trial_balance_at_time", round(watch.seconds * 1e3, 1), "ms"))
    lines.append(Line(bench, "cpu_trial_balance_at_time", round(watch.cpu * 1e3, 1), "ms"))
    watch = Watch()
    read = len([line async for line in ledger.extract(merchant)])
    lines.append(Line(bench, "extract_lines_per_second", round(read / watch.seconds), "1/s"))
    return lines


@asynccontextmanager
async def _opened(where: Path | str) -> AsyncIterator[Ledger]:
    async with await Ledger.open(where, zone="Алатау", genesis="bench") as ledger:
        yield ledger


async def sqlite(count: int, folder: Path) -> list[Line]:
    """Measure in a file."""
    path = folder / "ledger.sqlite"
    async with _opened(path) as ledger:
        lines = await measure("ledger-sqlite", ledger, count)
    size = path.stat().st_size / (count + max(TOGETHER, count // 10 // TOGETHER * TOGETHER))
    return [*lines, Line("ledger-sqlite", "file_per_payment", round(size), "bytes")]


async def postgresql(count: int, url: str) -> list[Line]:
    """Measure in a database."""
    async with _opened(url) as ledger:
        return await measure("ledger-postgresql", ledger, count)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, one JSON object a line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ledger", description=__doc__)
    parser.add_argument("--payments", type=int, default=50_000, help="in one ledger")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    parser.add_argument("--folder", type=Path, help="where the file is made; default: a temporary")
    given = parser.parse_args(arguments)
    count = max(TOGETHER, given.payments // TOGETHER * TOGETHER)

    def show(lines: Sequence[Line]) -> None:
        for line in lines:
            sys.stdout.write(line.to_json() + "\n")
        sys.stdout.flush()

    if given.only != "postgresql":
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            show(asyncio.run(sqlite(count, Path(folder))))
    if given.only != "sqlite" and not available():
        sys.stderr.write("initdb was not found: PostgreSQL is not measured\n")
    elif given.only != "sqlite":
        with cluster("max_wal_size=4GB") as running:
            url = asyncio.run(running.create())
            show(asyncio.run(postgresql(count, url)))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    show([Line("ledger", "load_of_the_machine", round(load, 1), "processes")])
    return 0


if __name__ == "__main__":
    sys.exit(main())
