"""Calls, redemptions and tenders by commands alone."""

from __future__ import annotations

from tests.flows.test_cli_token import AFSA, prepare, propose
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures

ISSUER = ("--keypair", "issuer.json")
HOLDERS = ("provider", "bank")


def have_units(cli: Cli, mint: str) -> str:
    """Two holders of 50 units each, an issuer with money; all have payment accounts."""
    towers = prepare(cli)
    propose(cli, mint)
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    for who in ("issuer", *HOLDERS):
        cli("account", "open", "--wallet", f"{who}.json", "--asset", mint, *ISSUER)
    cli("account", "deposit", "--asset", mint, "--amount", "500000", "--issue-with",
        "provider.json", *ISSUER)  # fmt: skip
    for who in HOLDERS:
        cli("token", "open", towers, "--wallet", f"{who}.json", *ISSUER)
        cli("token", "issue", towers, "--to", f"{who}.json", "--quantity", "50", *ISSUER)
    return towers


def test_token_is_tendered_called_and_redeemed_by_commands(cli: Cli, mint: str) -> None:
    towers = have_units(cli, mint)
    opened = cli("token", "tender-open", towers, "--price", "980.50", "--quantity", "10",
                 "--key", "кері", *ISSUER)["event"]  # fmt: skip
    assert (opened["price"], opened["quantity"], opened["amount"]) == ("980.50", "10", "9805.00")
    shown = cli("token", "show", towers)
    assert (shown["tender_price"], shown["tender_left"]) == ("980.50", "10")
    given = cli("token", "tender", towers, "--quantity", "4", "--keypair", "provider.json")["event"]
    assert (given["amount"], given["units"], given["tender_left"]) == ("3922.00", "46", "6")
    tender = ("token", "tender", towers, "--quantity", "1", "--keypair", "provider.json")
    dear = cli(*tender, "--price", "1000", code=1)
    assert (dear["name"], dear["remedy"]) == (
        "TenderPriceChanged", "alatau token show tells the price now: tender for it with --price",
    )  # fmt: skip
    told = cli.text(*tender, "--price", "980.50", "--key", "біреу")
    assert "tendered 1 at 980.50, for 980.50" in told
    assert cli.text(*tender, "--price", "980.50", "--key", "біреу") == told
    much = cli("token", "tender", towers, "--quantity", "7", "--keypair", "bank.json", code=1)
    assert (much["name"], much["remedy"]) == (
        "TenderExceeded", "tender fewer: alatau token show tells how many it still takes",
    )  # fmt: skip
    cli("token", "open", towers, *ISSUER)
    own = cli("token", "tender", towers, "--quantity", "1", *ISSUER, code=1)
    assert (own["name"], own["remedy"]) == (
        "AccountNamedTwice",
        "the issuer is not paid for units of its own: they end, unpaid, with alatau token call",
    )
    assert cli("token", "tender-close", towers, "--keypair", "bank.json", code=1)["name"] == (
        "NotIssuer"
    )
    assert "4902.50 is available again" in cli.text("token", "tender-close", towers, *ISSUER)

    call = ("token", "call", towers, "--price", "1000", *ISSUER)
    assert cli(*call, code=2)["remedy"] == "add --yes to do it"
    assert cli(*call, "--yes", code=1)["name"] == "NotMatured"
    early = cli("token", "redeem", towers, "--wallet", "bank.json", *ISSUER, code=1)
    assert (early["name"], early["remedy"]) == (
        "RedemptionNotCalled", "the issuer calls it first: alatau token call",
    )  # fmt: skip
    cli("token", "delist", towers, *AFSA, "--yes")
    called = cli(*call, "--yes", "--key", "өтеу")["event"]
    assert (called["issued"], called["amount"], called["account_held"]) == (
        "95", "95000.00", "95000.00",
    )  # fmt: skip
    assert cli("token", "show", towers)["redemption_price"] == "1000.00"
    both = cli("token", "redeem", towers, "--all", "--wallet", "bank.json", *ISSUER, code=2)
    assert both["message"] == "--all: --all and --wallet exclude each other"
    one = cli("token", "redeem", towers, "--wallet", "bank.json", *ISSUER)["event"]
    assert (one["quantity"], one["amount"], one["units"]) == ("50", "50000.00", "0")
    rest = cli("token", "redeem", towers, "--all", *ISSUER)
    assert [(row["quantity"], row["amount"], row["error"]) for row in rest] == [
        ("45", "45000.00", None),
    ]  # fmt: skip
    assert "redeemed 0 of 0 holdings for 0.00" in cli.text(
        "token", "redeem", towers, "--all", *ISSUER
    )
    shown = cli("token", "show", towers)
    assert (shown["state"], shown["issued"], shown["redeemed"]) == ("delisted", "0", "100")
    (event,) = cli("history", "--limit", "1")[0]["events"]
    assert (event["name"], event["quantity"], event["amount"]) == (
        "UnitsRedeemed",
        "45",
        "45000.00",
    )
