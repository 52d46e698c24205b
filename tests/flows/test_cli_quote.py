"""A conversion by commands alone: request, answer, accept, each with the other's file."""

from __future__ import annotations

from pathlib import Path

from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint

__all__ = ["cli", "mint"]


def second_asset(cli: Cli) -> str:
    """Another asset of six decimals, and an exchange provider with 1,000 of it."""
    for name in ("second", "exchange"):
        cli("keys", "new", f"{name}.json")
    cli("keys", "fund", "exchange.json")
    cli("zone", "create-mint", "second.json", "--decimals", "6", "--provider", "provider.json",
        "--keypair", "operator.json")  # fmt: skip
    address = str(cli("keys", "show", "second.json")["address"])
    cli(
        *("zone", "list-asset", address, "--class", "national", "--operator", "operator.json"),
        *("--tax-bps", "0,300,800,1200"),
    )
    cli("zone", "consent", address, "--regulator", "bank.json")
    cli("participant", "register", "exchange.json", "--role", "provider",
        "--operator", "operator.json")  # fmt: skip
    cli(
        *("licence", "grant", "exchange.json", "--activity", "exchange", "--class", "national"),
        *("--expires", "2031-12-31", "--credential", "НБ-2026/118", "--regulator", "bank.json"),
    )
    return address


def test_quote_is_asked_answered_and_accepted_once(cli: Cli, mint: str) -> None:
    second = second_asset(cli)
    for who, asset in (("exchange", mint), ("exchange", second), ("clinic", second)):
        cli("account", "open", "--wallet", f"{who}.json", "--asset", asset,
            "--keypair", "operator.json")  # fmt: skip
    deposit(cli, mint, "5000")
    cli("account", "deposit", "--asset", second, "--amount", "1000", "--keypair", "exchange.json",
        "--issue-with", "provider.json")  # fmt: skip
    request = [
        *("quote", "request", "--provider", "exchange.json", "--to", "clinic.json"),
        *("--pay-in", mint, "--paid-in", second, "--amount-out", "12.5", "--service", "clinic"),
        *("--out", "request.json", "--key", "visit 7", "--keypair", "aigul.json"),
    ]
    cli(*request)
    asked = Path("request.json").read_text(encoding="utf-8")
    cli(*request)
    assert Path("request.json").read_text(encoding="utf-8") == asked
    answer = ("quote", "answer", "request.json", "--amount", "60.00", "--out", "quote.json")
    refused = cli(*answer, "--mid", "12.8", "--keypair", "aigul.json", code=2)
    assert refused["kind"] == "QuoteInvalid"
    cli(*answer, "--mid", "12.8", "--keypair", "exchange.json")
    accept = ("quote", "accept", "quote.json", "--keypair", "aigul.json")
    assert cli(*accept, "--max-spread", "200", code=2)["kind"] == "QuoteInvalid"
    receipt = cli(*accept)
    event = receipt["event"]
    assert (event["amount_in"], event["payer_available"]) == ("60.00", "4940.00")
    assert (event["amount_out"], event["mid_out"], event["spread"]) == (
        "12.500000",
        "12.800000",
        "0.300000",
    )
    assert event["tax"] == "0.375000"
    assert cli(*accept)["signature"] == receipt["signature"]
    assert "paid 60.00, the merchant is paid 12.500000" in cli.text(*accept)
    assert balances(cli, second, "clinic", "available", "tax_due") == ["12.125000", "0.375000"]
    assert balances(cli, mint, "exchange", "available") == ["60.00"]
    shown = cli("history", "--limit", "1")
    assert shown[0]["events"][0]["amount_in"] == "60.00"
    assert shown[0]["events"][0]["amount_out"] == "12.500000"


def test_pay_from_a_wallet_with_an_account_says_what_to_do(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "50")
    cli("account", "withdraw", "--asset", mint, "--amount", "50", "--keypair", "aigul.json")
    refused = cli(
        *("payment", "deposit-and-pay", "--to", "clinic.json", "--asset", mint, "--amount", "20"),
        *("--service", "clinic", "--keypair", "aigul.json"),
        code=1,
    )
    assert refused["name"] == "HasAccount"
    assert "alatau account deposit" in refused["remedy"]
    listed = cli("zone", "show")
    assert listed["assets"][0]["flags"] == []
