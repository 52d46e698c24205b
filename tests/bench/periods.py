"""What a day's run costs in a ledger of many days: python -m tests.bench.periods

Payments of many days are deposited, booked by the bank and matched; all days but the last are
closed.  Then a process of its own accepts the last day's statement and compares.  `make` and
`measure` may be done apart, to measure another version on one ledger.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.unit.desks import Line, camt, chain, open_desk, reading, who

from alatau.reconcile.sources.facts import Inputs
from alatau.reconcile.workflow.closing import ends_of

FIRST = date(2026, 1, 5)
OPENING = 1_000_000
PER_PAYMENT = 8
"""Postings: the deposit's four, two of the bank's entry, two of their match."""


def lines_of(day: int, payments: int) -> list[Line]:
    return [Line(f"оплата-{day}-{number}", 10_000 + number) for number in range(payments)]


def statement_of(day: int, payments: int) -> bytes:
    each = sum(one.amount for one in lines_of(0, payments))
    when = FIRST + timedelta(days=day)
    opening = OPENING + day * each
    return camt(lines_of(day, payments), opening=opening, day=when, number=day + 1)


async def make(path: Path, days: int, payments: int) -> None:
    """All days; all but the last are compared, and the one before it closed."""
    desk = await open_desk(path)
    for day in range(days):
        ends = ends_of(FIRST + timedelta(days=day), 0)
        await desk.ledger.post(
            [chain(one.reference, one.amount, at=ends - 3600) for one in lines_of(day, payments)]
        )
        if day < days - 1:
            await desk.accept(reading(statement_of(day, payments)), who(at=ends))
            if day == days - 2 or day % 30 == 29:
                await desk.run(Inputs(), who(at=ends))
            if day == days - 2:
                await desk.close(FIRST + timedelta(days=day), who(at=ends))
    await desk.ledger.close()


async def measure(path: Path, days: int, payments: int) -> dict[str, float]:
    """The last day: seconds of its acceptance and run, and the most memory of the process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    at = ends_of(FIRST + timedelta(days=days - 1), 0)
    given = reading(statement_of(days - 1, payments))
    desk = await open_desk(path)
    times = [time.perf_counter(), time.process_time()]
    await desk.accept(given, who(at=at))
    accepted = [time.perf_counter(), time.process_time()]
    run = await desk.run(Inputs(), who(at=at))
    done = [time.perf_counter(), time.process_time()]
    await desk.ledger.close()
    if len(run.new) != payments:
        raise SystemExit(f"{len(run.new)} matches are new, and should be {payments}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "accept_seconds": round(accepted[0] - times[0], 2),
        "accept_cpu_seconds": round(accepted[1] - times[1], 2),
        "run_seconds": round(done[0] - accepted[0], 2),
        "run_cpu_seconds": round(done[1] - accepted[1], 2),
        "peak_mb": round(peak / 1024),
        "imported_mb": round(before / 1024),
    }


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=250)
    parser.add_argument("--payments", type=int, default=100, help="of each day")
    parser.add_argument("--make", type=Path, metavar="FILE", help="make the ledger, and stop")
    parser.add_argument("--measure", type=Path, metavar="FILE", help="a ledger that was made")
    given = parser.parse_args()
    size = given.days, given.payments
    if given.make:
        asyncio.run(make(given.make, *size))
    elif given.measure:
        found = asyncio.run(measure(given.measure, *size))
        found |= {"days": size[0], "postings": size[0] * size[1] * PER_PAYMENT}
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        with tempfile.TemporaryDirectory(prefix="alatau-periods-") as folder:
            path = Path(folder) / "ledger.sqlite"
            asyncio.run(make(path, *size))
            _measure_apart(path, *size)


def _measure_apart(path: Path, days: int, payments: int) -> None:
    """Its memory is that of a process which has not made the ledger."""
    command = [sys.executable, "-m", "tests.bench.periods", "--measure", str(path)]
    subprocess.run([*command, f"--days={days}", f"--payments={payments}"], check=True)


if __name__ == "__main__":
    main()
