"""The ledger by commands: what it says, as JSON and for people, and what is wrong with it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.unit.ledgers import GENESIS, START, ZONE, deposit, open_at, payment, sql

from alatau.cli.main import main
from alatau.file_names import file_name
from alatau.ledger import Finalize, Reverse, Status
from alatau.statements import read_statements


@dataclass(frozen=True)
class Cli:
    """Runs commands of the ledger in this process."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        """The JSON that a command prints."""
        given = main(["ledger", *arguments, "--json"])
        out, err = self.capsys.readouterr()
        assert given == code, err
        return json.loads(out)

    def text(self, *arguments: str, code: int = 0) -> str:
        """What a command prints for people."""
        given = main(["ledger", *arguments])
        out, err = self.capsys.readouterr()
        assert given == code, err
        return out


async def fill(path: Path) -> None:
    async with await open_at(path) as ledger:
        await ledger.post([deposit("d", 500_000), payment("p", 1_000, at=5, actor="Aliya")])
        await ledger.post(
            [payment("q", 300, at=9, status=Status.PROVISIONAL, references={"uetr": "u-1"}),
             payment("x", 70, at=9, status=Status.PROVISIONAL)]
        )  # fmt: skip
        await ledger.post([Finalize("q"), Reverse("r", "x", reason="it vanished")])
        await ledger.post([payment("open", 10, at=20, status=Status.PROVISIONAL)])


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALATAU_HOME", str(tmp_path / "home"))
    for variable in ("ALATAU_ZONE", "ALATAU_LEDGER"):
        monkeypatch.delenv(variable, raising=False)
    path = tmp_path / "home" / file_name("ledger", GENESIS, ZONE)
    asyncio.run(fill(path))
    return Cli(path, capsys)


def test_balances_as_of_points_are_those_of_the_books(cli: Cli) -> None:
    def dana(*options: str) -> str:
        found = cli("balances", "--participant", "dana", *options)["balances"]
        return next((one["balance"] for one in found), "0")

    assert dana() == "-498690"
    assert dana("--final") == "-498700"
    assert dana("--at", "slot:1004") == "-500000"
    assert dana("--at", "2027-01-15T08:00:05Z") == "-499000"
    assert dana("--at", "2027-01-14") == "0"
    assert dana("--at", "entry:4", "--at", "slot:1009") == "-498630"
    assert dana("--purpose", "held") == "0"
    text = cli.text("balances", "--decimals", "KZTE=2", "--purpose", "vault")
    assert text.splitlines()[1].split() == ["/KZTE/vault", "5000.00", "-"]


def test_statement_begins_and_ends_at_balances(cli: Cli) -> None:
    found = cli("statement", "dana/KZTE/available", "--since", "2027-01-15T08:00:05Z", "--final")
    assert (found["opening"], found["closing"]) == ("-500000", "-498700")
    assert [line["id"] for line in found["lines"]] == ["p", "q"]
    assert found["lines"][1]["references"] == {"uetr": "u-1"}
    text = cli.text("statement", "dana/KZTE/available", "--decimals", "KZTE=2")
    assert text.startswith("opening 0.00\n")
    assert text.endswith("closing 4986.90 credit\n")


PERIOD = ("--since", "2027-01-15T08:00:05Z", "--until", "2027-01-15")


def test_statement_files_are_accepted_by_our_own_reader(cli: Cli, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.xml" for name in ("camt", "notify", "transfers")}
    options = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    account, more = "café Ару/KZTE", ("--currency", "KZT", "--owner", "ИП «Ару»")
    found = cli("statement", account, *PERIOD, *options, *more, "--clock", "+05:00")
    assert [(one["kind"], one["entries"], one["pending"]) for one in found["files"]] == [
        ("camt", 3, 1),
        ("notify", 3, 1),
        ("transfers", 2, 0),
    ]
    assert found["accounts"][1] == "café Ару/KZTE/held"
    statement = next(iter(read_statements(files["camt"]).accepted()))
    assert statement.account.owner == "ИП «Ару»"
    assert [one.amount for one in statement.entries] == [870, 261, 9]
    assert str(statement.begins) == "2027-01-15 13:00:05+05:00"
    for path in files.values():
        assert read_statements(path).problems == ()
    before = files["camt"].read_bytes()
    text = cli.text("statement", account, *PERIOD, "--camt", str(files["camt"]), *more,
                    "--clock", "+05:00", "--known", str(found["known"]))  # fmt: skip
    assert f"--known {found['known']} writes the same again" in text
    assert "1 of them are pending" in text
    assert files["camt"].read_bytes() == before


def test_statement_file_that_cannot_be_leaves_nothing_behind(cli: Cli, tmp_path: Path) -> None:
    there = tmp_path / "transfers.xml"
    there.write_text("what was there before", encoding="utf-8")
    given = ("statement", "dana/KZTE", "--since", "2027-01-15T09:00Z", "--until", "2027-01-15")
    error = cli(*given, "--transfers", str(there), "--currency", "KZT", code=2)["error"]
    assert "needs a transfer" in error["message"]
    assert there.read_text(encoding="utf-8") == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "transfers.xml"]
    nowhere = str(tmp_path / "none" / "x.xml")
    error = cli(*given, "--camt", nowhere, "--currency", "KZT", code=1)["error"]
    assert error["kind"] == "StorageError"


def test_trial_is_balanced(cli: Cli) -> None:
    found = cli("trial")
    assert found["balanced"]
    assert found["totals"] == {"KZTE": {"debit": "500000", "credit": "500000"}}
    assert "in all" in cli.text("trial", "--at", "2027-01-15", "--decimals", "KZTE=2")


def test_show_tells_what_became_of_a_transaction(cli: Cli) -> None:
    (found,) = cli("show", "x")["transactions"]
    assert (found["status"], found["pending"], found["reversed_by"]) == ("provisional", False, 6)
    assert found["time"] == "2027-01-15T08:00:09Z"
    assert "it vanished" in cli.text("show", "r")
    assert "alatau ledger statement" in cli("show", "none", code=2)["error"]["remedy"]


def test_head_proves_what_verify_reads(cli: Cli) -> None:
    head = cli("head")["head"]
    assert cli.text("head").strip() == head
    found = cli("verify", "--head", head)
    assert (found["sound"], found["entries"], found["head"]) == (True, 7, head)
    assert "is sound: 7 entries" in cli.text("verify", "--ledger", str(cli.path))
    asyncio.run(sql(cli.path, "UPDATE postings SET low = low + 1 WHERE sequence = 2"))
    found = cli("verify", code=1)
    assert not found["sound"]
    assert any("entry 2" in one for one in found["wrong"])
    assert "is damaged" in cli.text("verify", code=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["balances", "--at", "slot:x"], "--at"),
        (["balances", "--at", "yesterday"], "--at"),
        (["balances", "--purpose", "fun"], "--purpose"),
        (["balances", "--decimals", "KZTE"], "--decimals"),
        (["statement", "dana"], "PARTICIPANT/ASSET/PURPOSE"),
        (["statement", "dana/KZTE", "--camt", "x.xml"], "--currency"),
        (["statement", "dana/KZTE", "--camt", "x.xml", "--currency", "KZT"], "its beginning"),
        (["statement", "dana/KZTE", "--camt", "x.xml", "--currency", "T"], "no currency"),
        (["statement", "d/K", "--camt", "x", "--currency", "KZT", "--clock", "5"], "--clock"),
        (["verify", "--head", "7"], "head"),
        (["head", "--zone", "Other"], "there is no ledger of the zone 'Other'"),
        (["head", "--ledger", "mysql://x/y"], "--ledger"),
    ],
)
def test_input_bad_says_what_is_wrong(cli: Cli, arguments: list[str], words: str) -> None:
    error = cli(*arguments, code=2)["error"]
    assert words in f"{error['message']} {error['remedy']}"


def test_ledger_that_is_none_gives_1(cli: Cli) -> None:
    assert cli("head", "--ledger", "none.sqlite", code=1)["error"]["kind"] == "LedgerSchema"


def test_several_ledgers_are_listed(cli: Cli) -> None:
    asyncio.run(_another(cli.path.with_name(file_name("ledger", "x" * 32, "Other"))))
    error = cli("head", code=2)["error"]
    assert "there are 2 ledgers" in error["message"]
    assert cli("head", "--zone", "Other")["sequence"] == 0


async def _another(path: Path) -> None:
    await (await open_at(path, zone="Other", now=lambda: START)).close()
