"""kill -9 at any moment: what a commit had is there whole, or not at all."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.postgres import Cluster
from tests.unit.ledgers import DANA, deposit, open_at

from alatau.ledger import Cursor, Finalize, Ledger, LedgerTransaction, Status

TOGETHER = 40
ROUNDS = 6
SCRIPT = """
import asyncio, sys
from tests.unit.test_ledger_crash import run
asyncio.run(run(sys.argv[1]))
"""


def batch(number: int) -> list[LedgerTransaction | Finalize]:
    """What the source has at a place: new provisional facts, and the ones before final."""
    new = [deposit(f"t{number}-{n}", 1 + n, at=number, status=Status.PROVISIONAL)
           for n in range(TOGETHER)]  # fmt: skip
    return [*new, *(Finalize(f"t{number - 1}-{n}") for n in range(TOGETHER if number else 0))]


async def follow(ledger: Ledger) -> None:
    """Post the source from the cursor on, one place a commit."""
    at = int(await ledger.cursor("source") or 0)
    while True:
        expected = str(at) if at else ""
        await ledger.post(batch(at), cursors=[Cursor("source", str(at + 1), expected=expected)])
        at += 1
        sys.stdout.write(f"{at}\n")
        sys.stdout.flush()


async def run(where: str) -> None:
    async with await open_at(where) as ledger:
        await follow(ledger)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_at_any_moment_loses_and_doubles_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "ledger.sqlite")
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        where = asyncio.run(cluster.create())
    asyncio.run(_made(where))
    chance = random.Random(7)
    for _ in range(ROUNDS):
        known = _killed(where, chance)
        asyncio.run(_hold(where, known))


async def _made(where: str) -> None:
    await (await open_at(where)).close()


def _killed(where: str, chance: random.Random) -> int:
    """The last commit that the process told of before it was killed."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, where],
        stdout=subprocess.PIPE, text=True, cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *filter(None, sys.path)])},
    )  # fmt: skip
    assert process.stdout is not None
    told = "0"
    for _ in range(chance.randrange(1, 4)):
        told = process.stdout.readline() or told
    time.sleep(chance.random() * 0.05)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return int((rest or [told])[-1])


async def _hold(where: str, known: int) -> None:
    async with await open_at(where) as ledger:
        at = int(await ledger.cursor("source") or 0)
        assert at >= known
        each = sum(range(1, TOGETHER + 1))
        assert await ledger.balance(DANA) == -each * at
        assert await ledger.balance(DANA, final=True) == -each * max(0, at - 1)
        verified = await ledger.verify()
        assert verified.wrong == ()
        assert verified.entries == TOGETHER * (at + max(0, at - 1))
