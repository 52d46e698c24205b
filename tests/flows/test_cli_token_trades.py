"""Units for money by commands alone: asked, answered, accepted; offered, taken, cancelled."""

from __future__ import annotations

from pathlib import Path

from tests.flows.test_cli_token import AFSA, prepare, propose
from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint

__all__ = ["cli", "mint"]  # fixtures

ISSUER = ("--keypair", "issuer.json")
BUYER = ("--keypair", "aigul.json")


def market(cli: Cli, mint: str) -> str:
    """An admitted instrument: the issuer has 100 units, Айгүл 5,000 in money."""
    towers = prepare(cli)
    propose(cli, mint)
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    cli("participant", "amend", "aigul.json", "--role", "resident", "--role", "investor",
        "--operator", "operator.json")  # fmt: skip
    for who in ("issuer", "aigul"):
        cli("token", "open", towers, "--wallet", f"{who}.json", *ISSUER)
    cli("account", "open", "--wallet", "issuer.json", "--asset", mint, "--keypair", "operator.json")
    cli("token", "issue", towers, "--to", "issuer.json", "--quantity", "100", *ISSUER)
    deposit(cli, mint, "5000")
    return towers


def test_token_trade_is_asked_answered_and_accepted_once(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    cli(
        *("token", "trade", "request", towers, "--seller", "issuer.json", "--quantity", "4"),
        *("--price", "1000.00", "--out", "request.json", "--key", "бірінші", *BUYER),
    )
    answer = ("token", "trade", "answer", "request.json", "--out", "trade.json")
    dear = cli(*answer, "--price", "1000.01", *ISSUER, code=2)
    assert "the request offers 1000.00" in dear["message"]
    stranger = cli(*answer, "--price", "1000.00", *BUYER, code=2)
    assert stranger["kind"] == "QuoteInvalid"
    cli(*answer, "--price", "1000.00", *ISSUER)
    accept = ("token", "trade", "accept", "trade.json", *BUYER)
    done = cli(*accept)
    event = done["event"]
    assert (event["name"], event["quantity"], event["price"]) == ("Traded", "4", "1000.00")
    assert (event["buyer_units"], event["buyer_available"]) == ("4", "4000.00")
    assert cli(*accept)["signature"] == done["signature"]
    assert "bought 4 for 1000.00, of which the seller owes fee" in cli.text(*accept)
    got = 1000 - float(event["fee"]) - float(event["tax"])
    assert balances(cli, mint, "issuer", "available") == [f"{got:.2f}"]
    told = cli("history", "--limit", "1")[0]["events"][0]
    assert (told["price"], told["quantity"]) == ("1000.00", "4")
    Path("request.json").unlink()
    assert "cannot be read" in cli(*answer, "--price", "1", *ISSUER, code=2)["message"]


def test_token_offers_are_listed_taken_and_cancelled(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    offer = ("token", "offer", towers, "--expires", "2031-12-31")
    dear = cli(*offer, "--quantity", "20", "--price", "12.50", "--key", "екінші", *ISSUER)["event"]
    cheap = cli(*offer, "--quantity", "10", "--price", "11.25", "--key", "үшінші", *ISSUER)["event"]
    listed = cli("token", "offers", towers)
    assert [(one["number"], one["price"], one["left"]) for one in listed] == [
        (cheap["sequence"], "11.25", "10"), (dear["sequence"], "12.50", "20"),
    ]  # fmt: skip
    assert [one["expired"] for one in listed] == [False, False]
    assert "11.25" in cli.text("token", "offers", towers)
    number = ("--seller", "issuer.json", "--number", str(cheap["sequence"]))
    taken = cli("token", "take", towers, *number, "--quantity", "4", *BUYER)["event"]
    assert (taken["price"], taken["left"], taken["offered"]) == ("45.00", "6", "26")
    over = cli("token", "take", towers, *number, "--quantity", "7", *BUYER, code=1)
    assert (over["name"], over["remedy"]) == (
        "OfferExceeded", "take fewer: alatau token offers tells what is left",
    )  # fmt: skip
    stands = cli("token", "cancel-offer", towers, *number, *BUYER, code=1)
    assert stands["name"] == "OfferStands"
    ended = cli("token", "cancel-offer", towers, "--number", str(cheap["sequence"]), *ISSUER)
    assert (ended["event"]["quantity"], ended["event"]["offered"]) == ("6", "20")
    assert len(cli("token", "offers", towers)) == 1


def test_token_split_shows_shares_beside_units(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    assert cli("token", "show", towers)["issued_shares"] == "100"
    revision = str(cli("token", "show", towers)["revision"])
    split = ("token", "split", towers, "--shares", "4", "--per-units", "6", "--revision", revision)
    assert cli(*split, *ISSUER, code=2)["message"].startswith("--regulator: ")
    done = cli(*split, *AFSA, *ISSUER)["event"]
    assert (done["shares"], done["per_units"]) == (2, 3)
    assert cli(*split, *AFSA, *ISSUER, code=1)["name"] == "TermsChanged"
    shown = cli("token", "show", towers)
    assert (shown["issued"], shown["issued_shares"]) == ("100", "66.666666")
    (most, _) = cli("token", "holders", towers)["holdings"]
    assert (most["units"], most["shares"]) == ("100", "66.666666")
