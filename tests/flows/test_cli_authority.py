"""Seats and their successions, and the end of a zone, by commands alone."""

from __future__ import annotations

from tests.flows.test_cli_ends import BOTH, OPERATOR
from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint, paying

__all__ = ["cli", "mint"]  # the fixtures


def address(cli: Cli, name: str) -> str:
    return str(cli("keys", "show", f"{name}.json")["address"])


def seats(cli: Cli) -> dict[str, tuple[str, str | None]]:
    return {row["seat"]: (row["holder"], row["successor"]) for row in cli("authority", "show")}


def test_authority_is_proposed_cancelled_and_taken(cli: Cli, mint: str) -> None:
    operator, new = address(cli, "operator"), address(cli, "ilya")
    propose = ("authority", "propose", "operator", "ilya.json", "--authority")
    assert cli(*propose, "aigul.json", code=1)["name"] == "NotIncumbent"
    cli(*propose, "operator.json")
    assert seats(cli)["operator"] == (operator, new)
    cli("authority", "cancel", "operator", "--authority", "operator.json")
    none = cli("authority", "accept", "operator", "--authority", "ilya.json", code=1)
    assert none["name"] == "NoSuccession"
    assert none["remedy"].startswith("alatau authority show")
    cli(*propose, "operator.json")
    assert "alatau authority accept operator" in cli.text(*propose, "operator.json")
    cli("authority", "accept", "operator", "--authority", "ilya.json")
    assert seats(cli)["operator"] == (new, None)
    wrong = cli("authority", "propose", "mayor", "ilya.json", "--authority", "ilya.json", code=2)
    assert wrong["remedy"] == ("name one of operator, first-regulator, second-regulator, treasury")


def test_authority_replaced_can_be_vetoed_and_is_not_ready_for_a_week(cli: Cli, mint: str) -> None:
    replace = ("authority", "replace", "first-regulator", "ilya.json", "--other", "operator.json")
    assert "give it twice" in cli(*replace, code=2)["remedy"]
    both = (*replace, "--other", "afsa.json")
    assert "add --yes" in cli(*both, code=2)["remedy"]
    ready = cli(*both, "--yes")["event"]["ready_at"]
    early = cli("authority", "accept", "first-regulator", "--authority", "ilya.json", code=1)
    assert early["name"] == "SuccessionNotReady"
    assert f"from {ready} on" in early["message"]
    cli("authority", "cancel", "first-regulator", "--authority", "bank.json")
    assert seats(cli)["first-regulator"] == (address(cli, "bank"), None)


def test_zone_stops_withdrawals_and_puts_its_end_off(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    stop = ("zone", "stop-withdrawals")
    signers = (*BOTH, "--keypair", "operator.json")
    assert "add --yes" in cli(*stop, "24h", *signers, code=2)["remedy"]
    until = cli(*stop, "24h", *signers, "--yes")["event"]["until"]
    withdraw = ("account", "withdraw", "--asset", mint, "--amount", "1", "--keypair", "aigul.json")
    stopped = cli(*withdraw, code=1)
    assert stopped["name"] == "WithdrawalsStopped"
    assert f"from {until} on" in stopped["message"]
    cli(*stop, "none", *signers)
    cli(*withdraw)
    extended = cli("zone", "extend", "2038-12-31", *OPERATOR, *BOTH)["event"]
    assert extended["ends_at"] == "2038-12-31T19:00:00Z"
    assert cli("zone", "migrate", "--keypair", "operator.json") == {"migrated": 0}


def test_zone_ended_lets_money_out_of_a_lane_and_closes_accounts(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    clinic, lane = ("--keypair", "clinic.json"), ("--lane", "3")
    cli("account", "open", "--wallet", "clinic.json", "--asset", mint, *lane,
        "--keypair", "operator.json")  # fmt: skip
    cli(*paying(mint, "100", *lane))
    withdraw = ("account", "withdraw", "--asset", mint, "--amount", "96.00", *lane, *clinic)
    early = cli(*withdraw, code=1)
    assert early["name"] == "LaneReceivesOnly"
    assert early["remedy"].startswith("alatau account consolidate")
    cli("zone", "wind-down", *BOTH, "--yes", "--keypair", "operator.json")
    assert cli(*paying(mint, "1", *lane), code=1)["name"] == "ZoneEnded"
    cli("account", "close", "clinic.json", "--asset", mint, *clinic)
    assert cli(*withdraw, "--key", "соңғы")["event"]["available"] == "0.00"
    assert cli(*withdraw, "--key", "соңғы")["event"]["available"] == "0.00"
    close = ("account", "close", "clinic.json", "--asset", mint, *lane, *clinic)
    assert cli(*close, code=1)["name"] == "AccountNotEmpty"
    (swept,) = cli("collect", "--asset", mint, "--keypair", "ilya.json")
    assert (swept["lane"], swept["fee"], swept["tax"]) == (3, "1.00", "3.00")
    open_period = cli(*close, code=1)
    assert open_period["name"] == "TaxPeriodsNotClosed"
    assert balances(cli, mint, "treasury", "available") == ["4.00"]
