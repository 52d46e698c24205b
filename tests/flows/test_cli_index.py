"""The chain into the ledger by command: what it says, and that it goes on where it was."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alatau.chain.embedded import EmbeddedChain
from alatau.cli.main import main
from alatau.program import DISCRIMINATORS, PROGRAM_ID, Service, program_path
from alatau.testing import FreshZone, Wallets
from alatau.zone import EMBEDDED_FILE

ZONE = "Алатау"


async def found(home: Path) -> str:
    """A zone with a payment on the embedded chain of a folder; the shop's address."""
    opened = EmbeddedChain.open(home / EMBEDDED_FILE, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain, name=ZONE) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Дәулет Әбенов", tenge=5_000_00)
        shop = await wallets.merchant("«Береке» дүкені")
        await zone.pay(
            payee=shop.pubkey(),
            mint=zone.tenge.mint,
            amount=1_200_00,
            service=Service.SHOPS,
            wallet=payer,
        )
        return f"{shop.pubkey()}/{zone.tenge.mint}/available"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALATAU_HOME", str(tmp_path))
    monkeypatch.setenv("ALATAU_ZONE", ZONE)
    for variable in ("ALATAU_URL", "ALATAU_LEDGER"):
        monkeypatch.delenv(variable, raising=False)
    return asyncio.run(found(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    given = main([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert given == code, err
    return json.loads(out)


def test_index_twice_takes_all_in_once_and_the_ledger_has_the_balances(
    shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run(capsys, "index")
    assert first["transactions"] > 10
    assert (first["provisional"], first["reversed"], first["differences"]) == (0, 0, [])
    rent = first["rent"]
    assert rent["lamports_known"] == rent["lamports_on_chain"] > 0
    assert (rent["differences"], rent["unknown_to_slot"]) == ([], 0)
    again = run(capsys, "index")
    assert again["transactions"] == 0
    assert again["rent"] == rent
    assert again["head"] == first["head"]
    assert run(capsys, "ledger", "verify", "--head", first["head"])["sound"]
    statement = run(capsys, "ledger", "statement", shop)
    assert "Paid" in json.dumps(statement)


def test_index_says_for_people_what_it_did(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 0
    out, _ = capsys.readouterr()
    assert "all up to slot" in out
    assert "accounts are what their history adds up to" in out
    assert "lamports of rent are in" in out


async def change(home: Path, lamports: int) -> str:
    """Give the shop's account so many lamports more, past all programs; its address."""
    async with await EmbeddedChain.open(home / EMBEDDED_FILE, programs={}) as chain:
        accounts = await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["PaymentAccount"])
        address, info = accounts[0]
        await chain.set_account(address, replace(info, lamports=info.lamports + lamports))
        return str(address)


@pytest.mark.parametrize(("lamports", "code"), [(-1, 1), (5, 0)])
def test_index_tells_accounts_with_other_lamports_and_fails_for_less(
    shop: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, lamports: int, code: int
) -> None:
    account = asyncio.run(change(tmp_path, lamports))
    found = run(capsys, "index", code=code)
    (difference,) = found["rent"]["differences"]
    assert (difference["account"], difference["missing"]) == (account, bool(code))
    assert difference["lamports_on_chain"] - difference["lamports_known"] == lamports
    assert found["differences"] == []
    assert main(["index"]) == code
    out, _ = capsys.readouterr()
    assert ("1 of them hold less than was paid for them:" in out) == bool(code)
    assert ("1 of them hold other lamports than that:" in out) != bool(code)
    assert account in out


def test_index_into_the_ledger_of_another_zone_is_refused(
    shop: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    where = str(tmp_path / "books.sqlite")
    run(capsys, "index", "--ledger", where)
    error = run(capsys, "index", "--ledger", where, "--zone", "Қапшағай", code=1)["error"]
    assert error["kind"] == "AccountMissing"
