"""A large camt.053 in the memory of a small one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.unit.statement_files import camt, entry, read, statement

from alatau.statements import xml_tree

ROOT = Path(__file__).parents[2]
MOST_KB = 24 * 1024


def measured(megabytes: int) -> Any:
    path = os.pathsep.join([str(ROOT), str(ROOT / "client"), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.statements", "--megabytes", str(megabytes)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )
    return json.loads(done.stdout)


def test_read_a_large_statement_takes_no_more_memory_than_a_small_one() -> None:
    small, large = measured(1), measured(30)
    assert large["problems"] == []
    assert large["statements"] == 1
    assert large["bytes"] > 30_000_000
    assert large["total"] == large["entries"] * 150050
    assert large["peak_kb"] - small["peak_kb"] < MOST_KB, (small, large)


def test_read_an_entry_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENT", 200_000)
    huge = entry(details="<TxDtls/>" * 100_000)
    (error,) = read(camt(statement(huge))).errors
    assert "nothing ends within" in error.message
