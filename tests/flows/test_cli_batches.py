"""Payrolls, settling what is due and lanes, by commands alone."""

from __future__ import annotations

import pytest
from tests.flows.test_cli_enforcement import BOTH, LAST_DAY
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


@pytest.fixture
def lane(cli: Cli, rich: str) -> tuple[str, ...]:
    """Lane 3 of the clinic, which 100.00 were paid to: the options that name it."""
    cli("account", "open", "--wallet", "clinic.json", "--asset", rich, "--lane", "3",
        "--keypair", "operator.json")  # fmt: skip
    cli("pay", "--to", "clinic.json", "--asset", rich, "--amount", "100.00", "--service", "clinic",
        "--lane", "3", "--keypair", "aigul.json")  # fmt: skip
    return "--asset", rich, "--lane", "3"


def test_freeze_of_a_lane_leaves_the_others_free(cli: Cli, lane: tuple[str, ...]) -> None:
    terms = ("--case", "ҚІ-118", "--basis", "74", "--until", LAST_DAY, "--yes")
    signers = ("--regulator", "bank.json", "--keypair", "operator.json")
    frozen = cli.text("freeze", "account", "clinic.json", *lane, *terms, *signers)
    assert frozen.startswith("froze lane 3 of ")
    moving = ("account", "consolidate", "--wallet", "clinic.json", *lane, "--keypair", "ilya.json")
    assert cli(*moving, code=1)["name"] == "AccountFrozen"
    assert cli("account", "show", "clinic.json", *lane)["freezes"]
    assert not cli("account", "show", "clinic.json", *lane[:2])["freezes"]
    lifted = cli.text("unfreeze", "account", "clinic.json", *lane, *signers)
    assert lifted.startswith("unfroze lane 3 of ")
    assert cli(*moving)["event"]["name"] == "Consolidated"
    other = cli("unfreeze", "account", "clinic.json", *lane[:2], "--lane", "4", *signers, code=1)
    assert "has no lane 4 for the mint" in other["message"]


def test_enforce_on_a_lane_takes_what_that_lane_has(cli: Cli, lane: tuple[str, ...]) -> None:
    order = (*lane, "--basis", "74", *BOTH, "--yes", "--case")
    taken = cli("enforce", "seize", "clinic.json", "--amount", "90.00", *order, "ҚІ-119")
    assert taken["event"]["available"] == "6.00"
    # The same case once more is refused on this account alone.
    assert cli("enforce", "seize", "clinic.json", "--amount", "1.00", *order, "ҚІ-119",
               code=1)["name"] == "CaseExecuted"  # fmt: skip
    moved = cli("enforce", "transfer", "clinic.json", "--to", "ilya.json", "--amount", "6.00",
                *order, "ҚІ-119-2")  # fmt: skip
    assert moved["event"]["recipient_available"] == "6.00"
    assert available(cli, "clinic", lane[1]) == "0.00"
    other = cli("enforce", "seize", "clinic.json", "--amount", "1.00", *order[:2], *order[4:],
                "ҚІ-120", "--lane", "9", code=1)  # fmt: skip
    assert "has no lane 9 for the mint" in other["message"]


def test_lane_has_limits_and_tax_periods_of_its_own(cli: Cli, lane: tuple[str, ...]) -> None:
    limits = ("account", "limits", "clinic.json", *lane, "--operator", "operator.json")
    cli(*limits, "--month", "150.00")
    assert cli("account", "show", "clinic.json", *lane)["receive_per_month"] == "150.00"
    assert cli("account", "show", "clinic.json", *lane[:2])["receive_per_month"] == "none"
    (period,) = cli("tax", "periods", "clinic.json", *lane)
    assert (period["turnover"], period["tax"]) == ("100.00", "3.00")
    assert cli("tax", "periods", "clinic.json", *lane[:2]) == []
    early = cli("tax", "close", "clinic.json", *lane, "--month", period["month"],
                "--keypair", "ilya.json", code=1)  # fmt: skip
    assert early["name"] == "TaxPeriodOpen"
    early = cli("account", "close", "clinic.json", *lane, "--keypair", "ilya.json", code=1)
    assert early["name"] == "ZoneNotEnded"


def test_lane_is_named_in_lists_histories_and_payments(cli: Cli, lane: tuple[str, ...]) -> None:
    clinic = address(cli, "clinic")
    rows = cli("account", "list", "--wallet", clinic)
    assert [(row["lane"], row["available"]) for row in rows] == [(0, "0.00"), (3, "96.00")]
    # Found though the transaction names no account of the clinic but the lane.
    (paid,) = [
        event
        for row in cli("history", clinic)
        for event in row["events"]
        if event["name"] == "Paid"
    ]
    assert paid["payee_lane"] == 3
    assert "payee_lane 3" in cli.text("history", clinic)
    held = cli("pay", "--to", clinic, "--asset", lane[1], "--amount", "10.00", "--service",
               "clinic", "--hold", "24h", "--lane", "3", "--keypair", "aigul.json")  # fmt: skip
    shown = cli("payment", held["payment"])
    assert (shown["payer"], shown["payee"]) == (address(cli, "aigul"), clinic)
    assert shown["payee_lane"] == 3
    moved = cli("account", "consolidate", "--wallet", clinic, *lane, "--keypair", "ilya.json")
    newest = cli("history", clinic)[0]
    assert newest["signature"] == moved["signature"]
    assert newest["events"][0]["lane"] == 3
    swept = cli("collect", "--asset", lane[1], "--keypair", "ilya.json")
    assert [row["lane"] for row in swept] == [3]
