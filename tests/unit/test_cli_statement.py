"""`alatau statement`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.statement_files import MT940, camt, entry, statement

from alatau.cli.main import main

FIRST = camt(statement(entry()))
SECOND = camt(statement(entry(day="2026-11-03", reference="C-1"), number=2, day="2026-11-03",
                        opening="2500.50", closing="4001.00")).replace(b"M-1", b"M-2")  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_bytes(FIRST)
    Path("b.xml").write_bytes(SECOND)
    Path("a.mt940").write_text(MT940, encoding="utf-8")
    return tmp_path


def test_check_statements_that_follow_each_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statement", "check", "b.xml", "a.xml"]) == 0
    assert capsys.readouterr().out == "2 statements with 2 entries: accepted\n"


def test_check_the_same_file_twice_counts_it_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("copy.xml").write_bytes(FIRST)
    assert main(["statement", "check", "a.xml", "copy.xml", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["same"] == {"copy.xml": "a.xml"}
    assert (found["statements"], found["entries"], found["accepted"]) == (1, 1, True)


def test_check_a_break_between_statements_ends_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("b.xml").write_bytes(
        SECOND.replace(b"2500.50", b"2500.51").replace(b"4001.00", b"4001.01")
    )
    assert main(["statement", "check", "a.xml", "b.xml", "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["field"], problem["severity"]) == (
        "b.xml",
        "balances",
        "error",
    )


def test_show_statement_in_both_forms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statement", "show", "a.mt940"]) == 0
    text = capsys.readouterr().out
    assert "KZ86125KZT5004100100" in text
    assert "1500.50" in text
    assert main(["statement", "show", "a.mt940", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (one,) = found["statements"]
    assert [each["amount"] for each in one["entries"]] == ["1500.50", "-200.00", "-1500.50"]
    assert one["entries"][0]["booked"] == "2027-01-02"


def test_show_a_cut_off_file_only_in_part(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.xml").write_bytes(FIRST[: FIRST.index(b"</Stmt>")])
    assert main(["statement", "show", "a.xml"]) == 2
    assert "is cut off" in capsys.readouterr().err
    assert main(["statement", "show", "a.xml", "--partial", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["statements"][0]["complete"] is False
    assert len(found["statements"][0]["entries"]) == 1


def test_show_csv_by_its_mapping(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("list.csv").write_text("day,sum\n2026-11-02,-1.50\n", encoding="utf-8")
    assert main(["statement", "show", "list.csv"]) == 2
    assert "needs a mapping" in capsys.readouterr().err
    text = 'account = "X"\ncurrency = "KZT"\n[columns]\nbooked = "day"\namount = "sum"\n'
    Path("columns.toml").write_text(text, encoding="utf-8")
    assert main(["statement", "show", "list.csv", "--mapping", "columns.toml"]) == 0
    assert "-1.50" in capsys.readouterr().out


def test_check_a_file_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statement", "check", "none.xml"]) == 2
    assert "none.xml: there is no such file" in capsys.readouterr().out
