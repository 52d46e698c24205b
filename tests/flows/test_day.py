"""The day job as its users run it: whole, again, killed in the middle, on both chains."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from alatau.localnet import Localnet

EXAMPLE = Path(__file__).parents[2] / "examples" / "alatau-day"
RUN_ONLY = {"orders_per_second", "chain", "compute_units", "transactions", "network_fees_lamports"}
BREAKS = 3


def command(home: Path, *options: str) -> list[str]:
    """The day of the example, its report on stdout as JSON."""
    program = [sys.executable, "-m", "alatau.cli"]
    return [*program, "day", str(EXAMPLE), "--home", str(home), "--json", *options]


def run(home: Path, *options: str) -> dict[str, Any]:
    """Run it to its end, and read its report."""
    done = subprocess.run(command(home, *options), capture_output=True, text=True, check=False)
    assert done.returncode == BREAKS, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def expected() -> dict[str, Any]:
    """What the generator put in."""
    read: dict[str, Any] = json.loads((EXAMPLE / "expected.json").read_text("utf-8"))
    return read


def facts(report: dict[str, Any]) -> dict[str, Any]:
    """A report without what is of one run."""
    return {name: value for name, value in report.items() if name not in RUN_ONLY}


def test_settle_a_day_finds_exactly_what_was_put_in(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    report = run(tmp_path / "home", "--report", str(page))
    assert facts(report) == expected()
    assert report["chain"] == "embedded"
    assert report["orders_per_second"] > 0
    text = page.read_text("utf-8")
    assert "<svg" in text
    assert "A-0589" in text
    for outside in ("http://", "https://", "src=", "@import"):
        assert outside not in text.replace("http://www.w3.org/", "")


def test_settle_a_day_again_pays_nothing_twice_and_reports_the_same(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    for report in (first, second):
        del report["orders_per_second"]
    assert first == second


def test_settle_a_day_killed_in_the_middle_goes_on_where_it_stopped(tmp_path: Path) -> None:
    undisturbed = run(tmp_path / "undisturbed")
    home = tmp_path / "killed"
    kills = 0
    for landed in (300, 900, 1_500):
        process = subprocess.Popen(
            command(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and _attempts(home) < landed:
            time.sleep(0.01)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills > 0
    resumed = run(home)
    assert facts(resumed) == facts(undisturbed) == expected()
    assert resumed["transactions"] == undisturbed["transactions"]
    assert resumed["network_fees_lamports"] == undisturbed["network_fees_lamports"]


def _attempts(home: Path) -> int:
    """How many transactions the chain's file has so far."""
    try:
        with sqlite3.connect(f"file:{home}/embedded.sqlite?mode=ro", uri=True) as chain:
            (count,) = chain.execute("SELECT count(*) FROM transactions").fetchone()
            return int(count)
    except sqlite3.OperationalError:
        return 0


@pytest.mark.validator
@pytest.mark.asyncio(loop_scope="session")
async def test_settle_a_day_on_a_validator_gives_the_same_figures(
    tmp_path: Path, localnet: Localnet
) -> None:
    embedded = run(tmp_path)
    first = await asyncio.to_thread(run, tmp_path, "--url", localnet.url)
    assert facts(first) == expected()
    # Not the compute units: to create an account costs 54 more on the embedded chain.
    for figure in ("transactions", "network_fees_lamports"):
        assert first[figure] == embedded[figure], figure
    second = await asyncio.to_thread(run, tmp_path, "--url", localnet.url)
    assert facts(second) == facts(first)
    assert second["transactions"] == first["transactions"]
