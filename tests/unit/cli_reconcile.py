"""`alatau reconcile` in process, on a ledger and a bank's file in the current folder."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.transaction import VersionedTransaction
from tests.unit.desks import AIGERIM, BOLAT, KZTE, Line, camt, chain
from tests.unit.ledgers import GENESIS, ZONE, open_at

from alatau.cli.main import main
from alatau.program import PROGRAM_ID
from alatau.sender import Attempt, Entry, Evidence, Journal, State

POLICY = f"""
actors = ["{AIGERIM}", "{BOLAT}"]

[dual_control]
{KZTE} = 10_000

[[sla]]
hours = 72

[[sla]]
at_risk = 50_000
hours = 1

[[backs]]
currency = "KZT"
asset = "{KZTE}"
decimals = 2
"""
NOON, EVENING = "2026-11-02T12:00:00+00:00", "2026-11-03T02:00:00+00:00"


class Cli:
    """Commands with JSON output, each by someone at a time."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *given: str, code: int = 0) -> dict[str, Any]:
        when = () if "--at" in given else ("--at", NOON)
        assert main(["reconcile", *given, *when, "--json"]) == code
        found: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return found

    def text(self, *given: str, code: int = 0) -> str:
        assert main(["reconcile", *given]) == code
        return self._capsys.readouterr().out

    def run(self, *given: str, actor: str = AIGERIM, at: str = NOON, code: int = 0
            ) -> dict[str, Any]:  # fmt: skip
        return self("run", "--actor", actor, "--at", at, *given, code=code)

    def decide(self, *given: str, actor: str = AIGERIM, code: int = 0) -> dict[str, Any]:
        return self(*given, "--actor", actor, "--reason", "сверено", "--at", NOON, code=code)


def new_cli(folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """A ledger with one deposit, which one of three lines of the bank's file is for."""
    patch.chdir(folder)
    patch.setenv("ALATAU_LEDGER", "ledger.sqlite")
    patch.setenv("ALATAU_POLICY", "policy.toml")
    Path("policy.toml").write_text(POLICY, encoding="utf-8")
    Path("bank.xml").write_bytes(
        camt([Line("a", 5000), Line("zzz", 1234), Line("=cmd()", 20_000, party="=HYPERLINK(1)")])
    )

    async def make() -> None:
        async with await open_at(folder / "ledger.sqlite") as ledger:
            await ledger.post([chain("a", 5000)])

    asyncio.run(make())
    return Cli(capsys)


def journalled(path: Path, key: str) -> str:
    """A journal of one intent that is final; its signature."""
    payer = Keypair()
    called = Instruction(PROGRAM_ID, b"deposit", [])
    message = MessageV0.try_compile(payer.pubkey(), [called], [], Hash.default())
    signed = VersionedTransaction(message, [payer])
    signature = str(signed.signatures[0])
    sent = Attempt(signature, key, bytes(signed), 150, str(Hash.default()), 5)
    with Journal.open(path, genesis=GENESIS, zone=ZONE) as journal:
        journal.prepare(Entry(key, "", 0, b"", State.PREPARED))
        asyncio.run(journal.sign(sent))
        journal.move(key, State.FINALIZED, Evidence(9), signature=signature, slot=9)
    return signature
