"""`alatau reconcile`, in process: from a bank's file to a closing that is reproduced."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli_reconcile import EVENING, NOON, POLICY, Cli, journalled, new_cli
from tests.unit.desks import AIGERIM, BOLAT, DAY, Line, camt, chain, next_day
from tests.unit.ledgers import open_at

from alatau.cli.main import main


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    return new_cli(tmp_path, monkeypatch, capsys)


def of_type(found: dict[str, Any], kind: str, amount: str) -> str:
    (id_,) = (one["id"] for one in found["breaks"]
              if (one["type"], one["amount"]) == (kind, amount))  # fmt: skip
    return str(id_)


def test_run_accepts_a_file_and_tells_breaks_by_type(cli: Cli) -> None:
    found = cli.run("--statement", "bank.xml")
    assert found["files"] == [{"file": "bank.xml", "known": False, "statements": 1, "booked": 3}]
    assert (found["run"]["matches"], found["run"]["new"], found["overdue"]) == (1, 1, 0)
    (line,) = found["types"]
    assert (line["type"], line["breaks"], line["at_risk"]) == ("unknown-deposit", 2, "212.34")
    again = cli.run("--statement", "bank.xml")
    assert again["files"][0]["known"] is True
    assert again["run"]["new"] == 0
    text = cli.text("run", "--actor", AIGERIM, "--at", NOON, "--statement", "bank.xml")
    assert "bank.xml: known, nothing changes" in text
    assert "1 matches, 0 of them new" in text
    assert "unknown-deposit  KZTE   2       0        212.34" in text


def test_run_ends_with_3_where_a_break_is_overdue(cli: Cli) -> None:
    cli.run("--statement", "bank.xml")
    later = "2026-11-09T12:00:00+00:00"
    assert cli.run(at=later, code=3)["overdue"] == 2
    assert "(overdue)" in cli.text("list", "--at", later, code=3)


def test_bad_file_is_named_and_nothing_is_posted(cli: Cli) -> None:
    bad = Path("bank.xml").read_bytes().replace(b'Ccy="KZT">12.34', b'Ccy="KZT">12.3x', 1)
    Path("bad.xml").write_bytes(bad)
    error = cli.run("--statement", "bad.xml", code=2)["error"]
    assert error["kind"] == "StatementInvalid"
    assert error["message"].startswith("bad.xml:")
    assert "Ntry[2]" in error["message"]
    assert "Amt" in error["message"]
    assert cli("list")["decisions"] == 0
    found = cli.run("--statement", "bad.xml", "--partial")
    assert found["files"][0]["booked"] == 2
    assert found["problems"][0]["severity"] == "error"


def test_books_say_which_deposit_the_bank_means(cli: Cli) -> None:
    signature = journalled(Path("journal.sqlite"), "transfer:T-1")

    async def land() -> None:
        async with await open_at(Path("ledger.sqlite")) as ledger:
            await ledger.post([chain(signature, 7000)])

    asyncio.run(land())
    Path("bank.xml").write_bytes(camt([Line("a", 5000), Line("KZ260000015797", 7001)]))
    heading = "key,time,currency,amount,reference,party"
    Path("books.csv").write_text(
        f"{heading}\ntransfer:T-1,{NOON},KZT,70.00,KZ260000015797,Әлия Серікқызы\n",
        encoding="utf-8",
    )
    given = ("--statement", "bank.xml", "--journal", "journal.sqlite", "--books", "books.csv")
    found = cli.run(*given)
    (one,) = found["breaks"]
    assert (one["type"], one["amount"]) == ("amount", "0.01")
    Path("books.csv").write_text(
        f"{heading}\ntransfer:T-1,{NOON},KZT,70.00,,\ntransfer:T-1,{NOON},USD,-1,,\n",
        encoding="utf-8",
    )
    error = cli.run(*given, code=2)["error"]
    assert error["message"].startswith("books.csv:3: line 3: the key 'transfer:T-1' is there twice")
    Path("books.csv").write_text(f"{heading}\nT-2,{NOON},USD,-1,,\n", encoding="utf-8")
    assert "'USD' backs nothing" in cli.run(*given, code=2)["error"]["message"]


def test_two_people_write_off_and_take_back(cli: Cli) -> None:
    found = cli.run("--statement", "bank.xml")
    small = of_type(found, "unknown-deposit", "12.34")
    large = of_type(found, "unknown-deposit", "200.00")
    assert cli.decide("write-off", small)["posted"] == ["write-off:3"]
    proposed = cli.decide("write-off", large)
    assert (proposed["proposed"], proposed["decision"]) == (True, "proposal:4")
    assert [one["id"] for one in cli("list", "--state", "proposed")["breaks"]] == [large]
    assert cli.decide("approve", "proposal:4", code=1)["error"]["kind"] == "OwnApproval"
    assert cli.decide("approve", "proposal:4", actor=BOLAT)["posted"] == ["write-off:4"]
    again = cli.decide("approve", "proposal:4", actor=BOLAT, code=1)["error"]
    assert again["kind"] == "AlreadyDecided"
    assert cli("list")["breaks"] == []
    assert len(cli("list", "--all")["breaks"]) == 2
    undone = cli.decide("unmatch", "resolution:3", actor=BOLAT)
    assert undone["posted"] == ["undo:6"]
    shown = cli("show", small)
    assert shown["state"] == "reopened"
    assert [one["what"] for one in shown["history"]] == ["run", "resolve", "resolve"]
    assert [one["actor"] for one in shown["history"][1:]] == [AIGERIM, BOLAT]


def test_assign_match_and_unmatch(cli: Cli) -> None:
    found = cli.run("--statement", "bank.xml")
    id_ = of_type(found, "unknown-deposit", "12.34")
    cli("assign", id_, "--to", BOLAT, "--actor", AIGERIM, "--at", NOON)
    assert cli("show", id_)["assigned"] == BOLAT
    (name,) = (one["id"] for one in ledger_ids() if one["id"].startswith("match:"))
    assert cli("show", name)["stage"] == "reference"
    cli.decide("unmatch", name)
    breaks = [one["id"] for one in cli("list")["breaks"] if one["cause"].startswith("its match")]
    assert len(breaks) == 2
    matched = cli.decide("match", *breaks)
    assert matched["resolution"]["shares"][0]["difference"] == "0.00"
    text = cli.text("list", "--at", NOON)
    assert BOLAT in text
    assert "200.00" in text


def ledger_ids() -> list[dict[str, str]]:
    async def read() -> list[dict[str, str]]:
        async with await open_at(Path("ledger.sqlite")) as ledger:
            return [{"id": one.transaction.id} for one in await ledger.transactions()]

    return asyncio.run(read())


def test_close_and_reproduce(cli: Cli) -> None:
    cli.run("--statement", "bank.xml", at=EVENING)
    closed = cli("close", str(DAY), "--actor", AIGERIM, "--at", EVENING, "--out", "closing.json")
    content = Path("closing.json").read_bytes()
    assert json.loads(content) == closed["closing"]
    Path("more.xml").write_bytes(
        camt([Line("b", 5)], opening=1_026_234, day=next_day(DAY), number=2)
    )
    cli.run("--statement", "more.xml", at="2026-11-04T02:00:00+00:00")
    made = cli("close", str(DAY), "--reproduce", "--out", "again.json")
    assert (made["reproduced"], made["hash"]) == (True, closed["hash"])
    assert Path("again.json").read_bytes() == content
    Path("policy.toml").write_text(POLICY.replace("72", "71"), encoding="utf-8")
    error = cli("close", str(DAY), "--reproduce", code=1)["error"]
    assert error["kind"] == "ClosingDiffers"
    assert cli("close", "2026-11-05", "--reproduce", code=2)["error"]["kind"] == "InputError"


def test_reports_are_the_same_bytes_and_escape_formulas(cli: Cli) -> None:
    cli.run("--statement", "bank.xml")
    cli("assign", of_type(cli("list"), "unknown-deposit", "12.34"), "--to", BOLAT,
        "--actor", AIGERIM)  # fmt: skip
    for form in ("json", "csv", "html"):
        given = ("report", "--format", form, "--all", "--at", NOON)
        first = cli.text(*given)
        assert cli.text(*given) == first
        cli.text(*given, "--out", f"report.{form}")
        assert Path(f"report.{form}").read_bytes().decode() == first
    rows = list(csv.DictReader(io.StringIO(Path("report.csv").read_text(encoding="utf-8"))))
    assert {one["amount"] for one in rows} == {"12.34", "200.00"}
    assert not any(cell.startswith(("=", "+", "@", "\t")) for one in rows for cell in one.values())
    page = Path("report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "Breaks by type" in page
    assert "<script" not in page
    assert "=HYPERLINK(1) is no party" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["show", "nothing"], "there is no break"),
        (["list", "--state", "lost"], "--state"),
        (["list", "--type", "odd"], "--type"),
        (["report", "--format", "pdf"], "--format"),
        (["close", "yesterday", "--actor", AIGERIM], "DAY"),
        (["run", "--actor", "Чужой"], "may not"),
        (["run", "--actor", AIGERIM, "--statement", "none.xml"], "none.xml"),
        (["run", "--actor", AIGERIM, "--rules", "none.toml"], "none.toml"),
        (["list", "--policy", "none.toml"], "none.toml"),
        (["run", "--actor", AIGERIM, "--at", "then"], "--at"),
        (["approve", "proposal:1", "--actor", AIGERIM, "--reason", "x"], "no proposal"),
    ],
)
def test_what_is_wrong_is_named(
    cli: Cli, given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", *given]) in {1, 2}
    assert words in capsys.readouterr().err
