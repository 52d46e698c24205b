"""`alatau reconcile run --chain`: the embedded chain in a file, read on, proven and compared."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from alatau.chain.embedded import EmbeddedChain
from alatau.cli.main import main
from alatau.program import PROGRAM_ID, program_path
from alatau.program.addresses import vault_address
from alatau.testing import FreshZone, Wallets
from alatau.zone import EMBEDDED_FILE

ZONE = "Алатау"
SENT = 5_00
"""Tokens that somebody sends to the vault without a deposit."""


async def found(home: Path) -> str:
    """A zone with deposits on the embedded chain of a folder, and tokens too many; the mint."""
    opened = EmbeddedChain.open(home / EMBEDDED_FILE, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain, name=ZONE) as zone:
        await Wallets(zone).resident("Дәулет Әбенов", tenge=5_000_00)
        await zone.issue(zone.tenge, vault_address(zone.tenge.address), SENT)
        return str(zone.tenge.mint)


@pytest.fixture
def mint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALATAU_HOME", str(tmp_path))
    monkeypatch.setenv("ALATAU_ZONE", ZONE)
    for variable in ("ALATAU_URL", "ALATAU_LEDGER", "ALATAU_POLICY", "ALATAU_RULES"):
        monkeypatch.delenv(variable, raising=False)
    made = asyncio.run(found(tmp_path))
    Path("policy.toml").write_text(
        f'[[backs]]\ncurrency = "KZT"\nasset = "{made}"\ndecimals = 2\n', encoding="utf-8"
    )
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    given = main([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert given == code, err
    return json.loads(out)


def test_run_with_the_chain_reads_it_on_and_compares_what_vaults_hold(
    mint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # The ledger of the zone is made, and knows nothing yet.
    before = run(capsys, "index")
    reconcile = ("reconcile", "run", "--actor", "Айгерім Сапарова", "--policy", "policy.toml")
    without = run(capsys, *reconcile)
    assert [one for one in without["breaks"] if "balance" in one["between"]] == []
    report = run(capsys, *reconcile, "--chain")
    (there,) = (one for one in report["breaks"] if "balance" in one["between"])
    assert (there["type"], there["asset"]) == ("unknown-deposit", mint)
    assert (there["amount"], there["at_risk"]) == ("5.00", "5.00")
    # Nothing moved since: the chain was read to where it was.
    assert run(capsys, "index")["transactions"] == 0 < before["transactions"]


def test_run_with_the_chain_of_no_zone_says_so(
    mint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "index")
    (ledger,) = Path().glob("ledger-*.sqlite")
    reconcile = ("reconcile", "run", "--actor", "Айгерім Сапарова", "--ledger", str(ledger))
    error = run(capsys, *reconcile, "--chain", "--zone", "Медеу", code=1)["error"]
    assert "there is no zone 'Медеу'" in error["message"]
