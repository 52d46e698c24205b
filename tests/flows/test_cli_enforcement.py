"""Freezes and orders of both regulators, by commands alone."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint, paying

__all__ = ["cli", "mint"]  # fixtures

BOTH = ("--regulator", "bank.json", "--regulator", "afsa.json", "--keypair", "operator.json")
# A day a month ahead, which ends in the zone at 19:00 UTC.
LAST_DAY = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
UNTIL = f"{LAST_DAY}T19:00:00Z"
TERMS = ("--case", "ҚІ-117", "--basis", "74")


def freezing(what: str, mint: str, *more: str) -> list[str]:
    asset = ("--asset", mint) if what == "account" else ()
    return ["freeze", what, "aigul.json", *asset, *TERMS, *more, "--keypair", "operator.json",
            "--regulator", "bank.json", "--until", LAST_DAY, "--yes"]  # fmt: skip


def test_freeze_account_stops_payments_until_it_is_lifted(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "1000")
    event = cli(*freezing("account", mint))["event"]
    assert event["name"] == "AccountFreezeSet"
    assert (event["case"], event["basis"], event["slot"]) == ("ҚІ-117", 74, "central_bank")
    assert event["until"] == UNTIL
    refused = cli(*paying(mint, "10"), code=1)
    assert refused["name"] == "AccountFrozen"
    assert "alatau account show" in refused["remedy"]
    assert cli("account", "show", "aigul.json", "--asset", mint)["freezes"] == {
        "central_bank": {"until": UNTIL, "case": "ҚІ-117", "basis": 74}
    }
    lifting = ("unfreeze", "account", "aigul.json", "--asset", mint, "--keypair", "operator.json")
    other = cli(*lifting, "--regulator", "afsa.json", code=1)
    assert other["name"] == "NotFrozen"
    cli(*lifting, "--regulator", "bank.json")
    assert cli(*paying(mint, "10"))["event"]["name"] == "Paid"


def test_freeze_participant_stops_payments_until_it_is_lifted(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "1000")
    cli(*freezing("participant", mint))
    assert cli(*paying(mint, "10"), code=1)["name"] == "ParticipantFrozen"
    shown = cli("participant", "show", "aigul.json")
    assert shown["freezes"]["central_bank"]["case"] == "ҚІ-117"
    cli("unfreeze", "participant", "aigul.json", "--regulator", "bank.json",
        "--keypair", "operator.json")  # fmt: skip
    assert cli(*paying(mint, "10"))["event"]["name"] == "Paid"


def test_freeze_without_yes_or_with_a_bad_case_does_nothing(cli: Cli, mint: str) -> None:
    given = [part for part in freezing("account", mint) if part != "--yes"]
    assert "add --yes" in cli(*given, code=2)["remedy"]
    long = [*freezing("account", mint), "--case", "ҚІ-2026/117-қосымша"]
    assert "16 are the most" in cli(*long, code=2)["message"]
    assert cli("account", "show", "aigul.json", "--asset", mint)["freezes"] == {}


def test_enforce_seizes_and_transfers_once_for_a_case(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "1000")
    cli(*freezing("account", mint))
    order = ("--asset", mint, *TERMS, *BOTH, "--yes")
    seized = cli("enforce", "seize", "aigul.json", "--amount", "900.00", *order)
    assert seized["event"]["name"] == "Seized"
    assert seized["event"]["available"] == "100.00"
    again = cli("enforce", "seize", "aigul.json", "--amount", "1", *order, code=1)
    assert again["name"] == "CaseExecuted"
    assert "alatau enforce list" in again["remedy"]
    moved = cli("enforce", "transfer", "aigul.json", "--to", "ilya.json", "--amount", "100.00",
                *order, "--case", "8d7f0f3e-5a0b-4c77-9f3b-0a4d7f6f2d11")  # fmt: skip
    assert moved["event"]["recipient_available"] == "100.00"
    assert balances(cli, mint, "treasury", "available") == ["900.00"]
    rows = cli("enforce", "list")
    assert sorted(row["kind"] for row in rows) == ["seizure", "transfer"]
    table = list(csv.DictReader(cli.text("enforce", "list", "--csv").splitlines()))
    assert {row["record"]: row["amount"] for row in table} == {
        seized["record"]: "900.00",
        moved["record"]: "100.00",
    }
    assert table == [{name: str(value) for name, value in row.items()} for row in rows]


def test_enforce_needs_both_regulators(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "1000")
    order = ("enforce", "seize", "aigul.json", "--asset", mint, "--amount", "1", *TERMS, "--yes",
             "--keypair", "operator.json", "--regulator", "bank.json")  # fmt: skip
    assert "both must sign" in cli(*order, code=2)["message"]
    for other in ("bank.json", "operator.json"):
        assert cli(*order, "--regulator", other, code=1)["name"] == "NotBothRegulators"
    assert balances(cli, mint, "aigul", "available") == ["1000.00"]
    assert cli("enforce", "list") == []
