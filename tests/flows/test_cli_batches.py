"""Payrolls, settling what is due and lanes, by commands alone."""

from __future__ import annotations

import pytest
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # the fixtures


def address(cli: Cli, wallet: str) -> str:
    return str(cli("keys", "show", f"{wallet}.json")["address"])


def available(cli: Cli, wallet: str, mint: str) -> str:
    return str(cli("account", "show", f"{wallet}.json", "--asset", mint)["available"])


@pytest.fixture
def rich(cli: Cli, mint: str) -> str:
    """Айгүл has 5,000.00."""
    cli("account", "deposit", "--asset", mint, "--amount", "5000.00", "--issue-with",
        "provider.json", "--keypair", "aigul.json")  # fmt: skip
    return mint


def test_pay_many_from_a_file_pays_every_line_once(cli: Cli, rich: str) -> None:
    ilya = address(cli, "ilya")
    file = cli.folder / "payroll.csv"
    file.write_text(f"wallet,amount\n{ilya},100.00\n\n{ilya},0.50\n", encoding="utf-8")
    command = ("pay-many", "--file", str(file), "--asset", rich, "--keypair", "aigul.json")
    (receipt,) = cli(*command, "--key", "жалақы")
    assert receipt["event"]["name"] == "PaidMany"
    assert receipt["event"]["total"] == "100.50"
    assert [row["amount"] for row in receipt["event"]["rows"]] == ["100.00", "0.50"]
    (again,) = cli(*command, "--key", "жалақы")
    assert again["signature"] == receipt["signature"]
    assert available(cli, "ilya", rich) == "100.50"
    text = cli.text(*command)
    assert "paid 100.50 to 2, 4799.00 available" in text


def test_pay_many_from_a_wrong_file_names_the_lines_and_pays_nobody(cli: Cli, rich: str) -> None:
    ilya = address(cli, "ilya")
    file = cli.folder / "payroll.csv"
    lines = [
        "wallet,amount",
        f"{ilya},1.00",
        "nobody,1.00",
        f"{ilya},1.001",
        f"{ilya}",
        f"{ilya},0",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    command = ("pay-many", "--file", str(file), "--asset", rich, "--keypair", "aigul.json")
    error = cli(*command, code=2)
    for part in ("line 3: 'nobody' is no address", "line 4:", "line 5: it has 1 fields", "line 6:"):
        assert part in error["message"]
    assert available(cli, "ilya", rich) == "0.00"
    file.write_text("payee;sum\n", encoding="utf-8")
    assert "heading" in cli(*command, code=2)["message"]
    file.write_text("wallet,amount\n", encoding="utf-8")
    assert "pays nobody" in cli(*command, code=2)["message"]


def test_settle_many_with_nothing_due_says_so(cli: Cli, rich: str) -> None:
    assert cli("settle-many", "--keypair", "ilya.json") == []
    assert cli.text("settle-many", "--keypair", "ilya.json") == "nothing is due\n"


def test_lane_is_opened_paid_consolidated_and_funded(cli: Cli, rich: str) -> None:
    clinic = address(cli, "clinic")
    opening = ("account", "open", "--wallet", clinic, "--asset", rich, "--lane", "3")
    assert cli(*opening, "--keypair", "aigul.json", code=1)["remedy"].startswith(
        "give the operator"
    )
    assert cli(*opening, "--keypair", "operator.json")["event"]["name"] == "AccountOpened"
    lane = ("--asset", rich, "--lane", "3")
    refused = cli("account", "consolidate", "--wallet", clinic, *lane, "--keypair", "ilya.json",
                  code=1)  # fmt: skip
    assert refused["message"].startswith("LaneEmpty")
    cli("pay", "--to", clinic, "--asset", rich, "--amount", "100.00", "--service", "clinic",
        "--keypair", "aigul.json")  # fmt: skip
    funded = cli("account", "fund-lane", *lane, "--amount", "10.00", "--keypair", "clinic.json")
    assert funded["event"]["lane_available"] == "10.00"
    moved = cli("account", "consolidate", "--wallet", clinic, *lane, "--keypair", "ilya.json")
    assert moved["event"]["amount"] == "10.00"
