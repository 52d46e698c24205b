"""Are all breaks found, and no others?  Months by seed, reconciled, against what was planted.

``python -m tests.bench.breaks --seeds 100``.  Prints lines of JSON; ends with 1 unless recall and
precision are both 100 %.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.lines import Line

from alatau.reconcile.fourway import reconcile
from alatau.reconcile.model import BreakType
from alatau.testing.month import make_month
from alatau.testing.month_score import Score

BENCH = "breaks"


@dataclass
class Totals:
    """What all months together had, and what was found."""

    months: int = 0
    lines: int = 0
    transfers: int = 0
    planted: int = 0
    found: int = 0
    right: int = 0
    seconds: float = 0.0
    of_type: Counter[BreakType] = field(default_factory=Counter)
    right_of_type: Counter[BreakType] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, seed: int, score: Score) -> None:
        self.months += 1
        self.planted += score.planted
        self.found += score.found
        self.right += score.right
        for kind, planted, right in score.by_type:
            self.of_type[kind] += planted
            self.right_of_type[kind] += right
        self.wrong += [f"seed {seed}: {line}" for line in score.wrong]

    def to_lines(self) -> list[Line]:
        lines = [
            Line(BENCH, "months", self.months, "months"),
            Line(BENCH, "statement_lines", self.lines, "lines"),
            Line(BENCH, "chain_transactions", self.transfers, "transactions"),
            Line(BENCH, "planted", self.planted, "breaks"),
            Line(BENCH, "found", self.found, "breaks"),
            Line(BENCH, "recall", _percent(self.right, self.planted), "%"),
            Line(BENCH, "precision", _percent(self.right, self.found), "%"),
        ]
        for kind in BreakType:
            share = _percent(self.right_of_type[kind], self.of_type[kind])
            name = kind.value.replace("-", "_")
            lines.append(Line(BENCH, f"planted_{name}", self.of_type[kind], "breaks"))
            lines.append(Line(BENCH, f"recall_{name}", share, "%"))
        lines.append(Line(BENCH, "seconds_to_reconcile", round(self.seconds, 2), "s"))
        return lines


def _percent(part: int, whole: int) -> float:
    # Rounded down: 99.99 % is not 100 %.
    return part * 10_000 // whole / 100 if whole else 0.0


async def _month(seed: int, movements: int, totals: Totals) -> None:
    month = make_month(seed, movements)
    with tempfile.TemporaryDirectory() as folder:
        inputs = await month.read(Path(folder))
    began = time.perf_counter()
    found = reconcile(inputs, month.rules, now=month.now)
    totals.seconds += time.perf_counter() - began
    totals.lines += len(month.plan.lines)
    totals.transfers += len(month.plan.transfers)
    totals.add(seed, month.score(found, inputs))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, one JSON object a line; what was wrong goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.breaks", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many months")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--movements", type=int, default=400, help="sound ones in each month")
    given = parser.parse_args(arguments)
    totals = Totals()
    for seed in range(given.first, given.first + given.seeds):
        asyncio.run(_month(seed, given.movements, totals))
    for line in totals.to_lines():
        sys.stdout.write(line.to_json() + "\n")
    for wrong in totals.wrong:
        sys.stderr.write(f"{wrong}\n")
    return 0 if totals.planted == totals.found == totals.right else 1


if __name__ == "__main__":
    sys.exit(main())
