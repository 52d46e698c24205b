"""`alatau reconcile` from one period to the next: what is carried, and from where."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.unit.cli_reconcile import EVENING, Cli, journalled, new_cli
from tests.unit.desks import AIGERIM, DAY, Line, camt, chain
from tests.unit.ledgers import GENESIS, ZONE, open_at

from alatau.indexer.marks import SLOT
from alatau.ledger import Cursor
from alatau.sender import Entry, Journal, State


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    return new_cli(tmp_path, monkeypatch, capsys)


def test_journal_of_closed_days_is_left_out_and_what_it_may_still_change_is_not(cli: Cli) -> None:
    signature = journalled(Path("journal.sqlite"), "transfer:T-1")

    async def land() -> None:
        async with await open_at(Path("ledger.sqlite")) as ledger:
            await ledger.post([chain(signature, 1234)], cursors=[Cursor(SLOT, "20")])

    asyncio.run(land())
    Path("bank.xml").write_bytes(camt([Line("a", 5000), Line("T-1", 1234)]))
    given = ("--statement", "bank.xml", "--journal", "journal.sqlite")
    assert cli.run(*given, at=EVENING)["breaks"] == []
    assert compared_intents() == ["transfer:T-1"]
    cli("close", str(DAY), "--actor", AIGERIM, "--at", EVENING)
    with Journal.open(Path("journal.sqlite"), genesis=GENESIS, zone=ZONE) as journal:
        journal.prepare(Entry("transfer:T-2", "", 0, b"", State.PREPARED))
    for file in Path(".alatau/reconcile-inputs").iterdir():
        file.unlink()
    found = cli.run(*given, at="2026-11-03T03:00:00+00:00")
    assert compared_intents() == ["transfer:T-2"]
    assert found["breaks"] == []


def compared_intents() -> list[str]:
    """The keys of what the newest run was given."""
    (file,) = Path(".alatau/reconcile-inputs").iterdir()
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [one["key"] for one in lines if one.get("kind") == "journal"]


def test_what_a_closed_day_left_open_is_told_with_its_day_and_age(cli: Cli) -> None:
    cli.run("--statement", "bank.xml", at=EVENING)
    cli("close", str(DAY), "--actor", AIGERIM, "--at", EVENING)
    later = "2026-11-03T12:00:00+00:00"
    found = cli.run(at=later)
    assert found["carried_from"] == str(DAY)
    assert {(one["carried_from"], one["age_seconds"]) for one in found["breaks"]} == {
        (str(DAY), 36 * 3600)
    }
    text = cli.text("run", "--actor", AIGERIM, "--at", later)
    assert f"2 breaks were carried from closed days, the last {DAY}" in text
    assert str(DAY) in cli.text("list", "--at", later)


def test_opening_is_held_against_the_first_statement(cli: Cli) -> None:
    heading = "account,currency,amount\n"
    Path("opening.csv").write_text(f"{heading}KZ86 125K ZT50 0410 0100,KZT,10000.00\n")
    assert cli.run("--statement", "bank.xml", "--opening", "opening.csv")["breaks"] != []
    assert [one["type"] for one in cli("list", "--type", "amount")["breaks"]] == []
    Path("opening.csv").write_text(f"{heading}KZ86125KZT5004100100,KZT,-10000.01\n")
    cli.run("--opening", "opening.csv")
    (one,) = cli("list", "--type", "amount")["breaks"]
    assert one["amount"] == "20000.01"
    assert "the period before was closed with -1000001" in one["cause"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("KZ1,KZT,1.234", "1.234"),
        (",KZT,1.00", "there is no account"),
        ("KZ1,KZT,1.00\nKZ1,KZT,2.00", "twice"),
    ],
)
def test_opening_that_is_wrong_names_the_line(cli: Cli, line: str, words: str) -> None:
    Path("opening.csv").write_text(f"account,currency,amount\n{line}\n")
    error = cli.run("--opening", "opening.csv", code=2)["error"]
    assert words in error["message"]
    assert "opening.csv" in error["message"]
