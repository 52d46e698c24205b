"""Orders of both regulators about units, by commands alone."""

from __future__ import annotations

from tests.flows.test_cli_enforcement import BOTH, LAST_DAY, TERMS, UNTIL
from tests.flows.test_cli_token_redemption import have_units
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures


def freeze(cli: Cli, towers: str) -> None:
    """What the provider has."""
    cli("freeze", "holding", "provider.json", "--instrument", towers, *TERMS, *BOTH,
        "--until", LAST_DAY, "--yes")  # fmt: skip


def frozen(cli: Cli, towers: str) -> object:
    """What the register says of the provider's freeze."""
    rows = cli("token", "holders", towers)["holdings"]
    return next((row["freeze"] for row in rows if row["freeze"]), None)


def test_freeze_holding_stops_units_until_it_is_lifted(cli: Cli, mint: str) -> None:
    towers = have_units(cli, mint)
    freeze(cli, towers)
    assert frozen(cli, towers) == {"until": UNTIL, "case": "ҚІ-117", "basis": 74}
    given = ("token", "transfer", towers, "--to", "bank.json", "--quantity", "1",
             "--keypair", "provider.json")  # fmt: skip
    refused = cli(*given, code=1)
    assert (refused["name"], refused["remedy"]) == (
        "HoldingFrozen", "alatau token holders --json tells until when, and for which case",
    )  # fmt: skip
    lift = ("unfreeze", "holding", "provider.json", "--instrument", towers,
            "--keypair", "operator.json", "--regulator")  # fmt: skip
    assert cli(*lift, "operator.json", code=1)["name"] == "NotRegulator"
    event = cli(*lift, "afsa.json")["event"]
    assert (event["name"], event["case"]) == ("HoldingFreezeLifted", "ҚІ-117")
    assert frozen(cli, towers) is None
    assert cli(*given)["event"]["name"] == "UnitsTransferred"


def test_enforce_seizes_and_transfers_units_once_for_a_case(cli: Cli, mint: str) -> None:
    towers = have_units(cli, mint)
    cli("token", "offer", towers, "--quantity", "40", "--price", "1000.00", "--expires", LAST_DAY,
        "--keypair", "provider.json")  # fmt: skip
    order = ("provider.json", "--instrument", towers, *TERMS, *BOTH, "--yes")
    free = cli("enforce", "seize-units", *order, "--quantity", "30", code=2)
    assert "freeze the holding first" in free["remedy"]
    freeze(cli, towers)
    seized = cli("enforce", "seize-units", *order, "--quantity", "30")
    assert seized["event"]["name"] == "UnitsSeized"
    assert (seized["event"]["units"], seized["event"]["treasury_units"]) == ("20", "30")
    assert cli("token", "offers", towers) == []
    again = cli("enforce", "seize-units", *order, "--quantity", "1", code=1)
    assert again["name"] == "CaseExecuted"
    moved = cli("enforce", "transfer-units", *order, "--to", "bank.json", "--quantity", "20",
                "--case", "СШ-2026/9")  # fmt: skip
    assert (moved["event"]["units"], moved["event"]["recipient_units"]) == ("0", "70")
    rows = {row["record"]: row for row in cli("enforce", "list")}
    assert [(rows[one["record"]]["kind"], rows[one["record"]]["amount"])
            for one in (seized, moved)] == [
        ("seizure_of_units", "30"),
        ("transfer_of_units", "20"),
    ]  # fmt: skip
    missing = cli("enforce", "transfer-units", *order, "--to", "operator.json", "--quantity", "1",
                  code=1)  # fmt: skip
    assert missing["remedy"] == "alatau token open opens one"
    told = cli("token", "history", towers)
    assert [row["event"] for row in told[-2:]] == ["UnitsForcedTransferred"] * 2
