"""What matching a month takes: seconds, memory, and how they grow with the number of lines.

    python -m tests.bench.match [--lines 1000000]

Each size is measured in a process of its own, as memory is never given back whole.  The time is
that of `match` alone; the memory is all that the process has, the items themselves among it.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tests.bench.lines import Line, Number, table
from tests.bench.match_items import Maker

from alatau.reconcile.matching.match import match
from alatau.reconcile.matching.rules import Band, Rules

BENCH: Final = "match"
SEED: Final = 20261101
RULES: Final = Rules(bands=(Band("rounding by the bank", absolute=50),))
STEPS: Final = 3
"""The largest size, a tenth of it, a hundredth."""


def measure(lines: int) -> dict[str, Number]:
    """One size, in this process."""
    sides = Maker(lines, SEED).make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    matching = match(sides.ours, sides.theirs, RULES)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    stages = Counter(one.stage.value for one in matching.matches)
    total = sum(item.amount for item in sides.theirs) - sum(item.amount for item in sides.ours)
    left = sum(item.amount for item in matching.theirs_left)
    left -= sum(item.amount for item in matching.ours_left)
    assert total == left + sum(one.difference for one in matching.matches)
    return {
        "ours": len(sides.ours),
        "theirs": len(sides.theirs),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "items_mb": round(before / 1024, 1),
        **{f"matched.{stage}": number for stage, number in sorted(stages.items())},
        "left.ours": len(matching.ours_left),
        "left.theirs": len(matching.theirs_left),
        "suggestions": len(matching.suggestions),
        "unsearched": len(matching.unsearched),
    }


def in_a_process(lines: int) -> dict[str, Number]:
    """The same in a new one."""
    command = [sys.executable, "-m", "tests.bench.match", "--one", str(lines)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Number] = json.loads(done.stdout)
    return found


def exponent(sizes: Sequence[int], values: Sequence[Number]) -> float:
    """The power of the size with which a value grows: the slope between logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True))
    return round(rise / sum((x - middle) ** 2 for x in xs), 3)


def unit_of(metric: str) -> str:
    """What a metric counts."""
    last = metric.rpartition("_")[2]
    return {"seconds": "s", "mb": "MB"}.get(last, "items")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.match")
    parser.add_argument("--lines", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one is not None:
        sys.stdout.write(json.dumps(measure(options.one)) + "\n")
        return 0
    sizes = [options.lines // 10**step for step in reversed(range(STEPS))]
    found = [in_a_process(size) for size in sizes]
    lines = [
        Line(BENCH, f"{size}.{metric}", value, unit_of(metric))
        for size, each in zip(sizes, found, strict=True)
        for metric, value in each.items()
    ]
    cpu = exponent(sizes, [each["cpu_seconds"] for each in found])
    lines.append(Line(BENCH, "growth_exponent", cpu, "power of the lines"))
    for line in lines:
        sys.stdout.write(line.to_json() + "\n")
    sys.stderr.write(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
