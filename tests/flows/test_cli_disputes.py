"""Disputes by commands alone: two sides' evidence, an arbiter, a reserve, the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint, paying

__all__ = ["cli", "mint"]  # the fixtures


@pytest.fixture
def evidence(cli: Cli) -> tuple[Path, Path]:
    """A letter and a waybill."""
    letter, waybill = cli.folder / "хат.txt", cli.folder / "накладная.txt"
    letter.write_text("Дәрігер қабылдамады", encoding="utf-8")
    waybill.write_text("Подпись пациента: А. Сәрсенова", encoding="utf-8")
    return letter, waybill


def disputed(cli: Cli, mint: str, letter: Path) -> str:
    deposit(cli, mint, "5000")
    payment = str(cli(*paying(mint, "100", "--hold", "24h"))["payment"])
    dispute = ("payment", "dispute", payment, "--evidence", str(letter), "--keypair", "aigul.json")
    open_one = cli(*dispute, "--reason", "not_received", code=1)
    assert open_one["name"] == "NotDisputable"
    cli("fulfil", payment, "--keypair", "clinic.json")
    event = cli(*dispute, "--reason", "not_received")["event"]
    assert (event["reason"], event["state"]) == ("not_received", "disputed")
    return payment


def test_dispute_is_answered_and_resolved_by_the_arbiter(
    cli: Cli, mint: str, evidence: tuple[Path, Path]
) -> None:
    letter, waybill = evidence
    arbiter = cli("keys", "show", "ilya.json")["address"]
    cli("zone", "policy", "--arbiter", arbiter, "--respond", "3d", "--operator", "operator.json")
    assert cli("zone", "show")["arbiter"] == arbiter
    payment = disputed(cli, mint, letter)
    cli("payment", "respond", payment, "--evidence", str(waybill), "--keypair", "clinic.json")
    resolve = ("payment", "resolve", payment, "40", "--keypair")
    refused = cli(*resolve, "bank.json", code=1)
    assert refused["name"] == "NotArbiter"
    assert "--keypair" in refused["remedy"]
    event = cli(*resolve, "ilya.json")["event"]
    assert (event["outcome"], event["to_payer"], event["to_payee"]) == (
        *("resolved", "40.00", "57.60"),
    )
    assert balances(cli, mint, "aigul", "available") == ["4940.00"]
    assert cli("payment", payment)["state"] == "settled"
    close = cli("payment", "close", payment, "--keypair", "ilya.json", code=1)
    assert close["name"] == "RetentionNotOver"


def test_dispute_is_dropped_by_its_payer(cli: Cli, mint: str, evidence: tuple[Path, Path]) -> None:
    payment = disputed(cli, mint, evidence[0])
    conclude = ("payment", "conclude", payment, "--keypair")
    assert cli(*conclude, "ilya.json", code=1)["name"] == "DecisionNotDue"
    assert cli(*conclude, "ilya.json", "--drop", code=1)["name"] == "NotDisputer"
    text = cli.text(*conclude, "aigul.json", "--drop")
    assert "dropped: 0.00 back to the payer, 96.00 to the payee" in text


def test_reserve_is_kept_of_later_payments(cli: Cli, mint: str) -> None:
    reserve = ("participant", "reserve", "clinic.json", "--operator", "operator.json")
    missing = cli(*reserve, "1000", code=2)
    assert "--keep" in missing["message"]
    cli(*reserve, "1000", "--keep", "30d")
    deposit(cli, mint, "5000")
    payment = str(cli(*paying(mint, "100", "--hold", "24h"))["payment"])
    event = cli("settle", payment, "--keypair", "aigul.json")["event"]
    assert (event["net"], event["reserve"]) == ("86.40", "9.60")
    assert balances(cli, mint, "clinic", "available", "reserve") == ["86.40", "9.60"]
    release = cli("payment", "release", payment, "--keypair", "ilya.json", code=1)
    assert release["name"] == "ReserveNotDue"
    cli(*reserve, "0")
    shown = cli("participant", "show", "clinic.json")
    assert shown["reserve_bps"] == 0


def test_dispute_with_evidence_that_cannot_be_read_is_refused(cli: Cli, mint: str) -> None:
    refused = cli(
        *("payment", "dispute", mint, "--reason", "other", "--evidence", "жоқ.pdf"),
        *("--keypair", "aigul.json"),
        code=2,
    )
    assert "жоқ.pdf" in refused["message"]
