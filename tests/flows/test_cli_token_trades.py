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
    assert (stranger["kind"], stranger["remedy"]) == (
        "QuoteInvalid", "ask for another one: alatau token trade request",
    )  # fmt: skip
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


def test_trade_request_for_nothing_writes_no_file(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    request = ("token", "trade", "request", towers, "--out", "request.json", *BUYER)
    for seller, quantity, price, field in (
        ("aigul.json", "1", "1.00", "--seller"),
        ("issuer.json", "0", "1.00", "--quantity"),
        ("issuer.json", "1", "0.00", "--price"),
    ):
        refused = cli(
            *(*request, "--seller", seller, "--quantity", quantity, "--price", price), code=2
        )
        assert refused["message"].startswith(f"{field}: ")
    assert not Path("request.json").exists()


def test_token_remedies_name_what_tells_more(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    take = ("token", "take", towers, "--seller", "issuer.json", "--quantity", "1", *BUYER)
    assert cli(*take, "--number", "9", code=1)["remedy"] == (
        "alatau token offers lists those there are"
    )
    cli("token", "offer", towers, "--expires", "2031-12-31", "--quantity", "40",
        "--price", "10.00", *ISSUER)  # fmt: skip
    much = cli("token", "transfer", towers, "--to", "aigul.json", "--quantity", "61", *ISSUER,
               code=1)  # fmt: skip
    assert "61 where 60 are free, of 100 with 40 offered, 0 outside" in much["message"]
    assert much["figures"] == {"quantity": 61, "units": 100, "offered": 40, "outside": 0}
    assert much["remedy"].startswith("give fewer: alatau token holders tells")
    warm = cli("unfreeze", "holding", "issuer.json", "--instrument", towers, "--regulator",
               "afsa.json", *ISSUER, code=1)  # fmt: skip
    assert (warm["name"], "alatau token holders" in warm["remedy"]) == ("NotFrozen", True)


def test_token_offers_are_listed_taken_and_cancelled(cli: Cli, mint: str) -> None:
    towers = market(cli, mint)
    offer = ("token", "offer", towers, "--expires", "2031-12-31")
    dear = cli(*offer, "--quantity", "20", "--price", "12.50", "--key", "екінші", "--least", "5",
               *ISSUER)["event"]  # fmt: skip
    cheap = cli(*offer, "--quantity", "10", "--price", "11.25", "--key", "үшінші", *ISSUER)["event"]
    listed = cli("token", "offers", towers)
    assert [(one["number"], one["price"], one["left"], one["least"]) for one in listed] == [
        (cheap["sequence"], "11.25", "10", "1"), (dear["sequence"], "12.50", "20", "5"),
    ]  # fmt: skip
    few = cli("token", "take", towers, "--seller", "issuer.json", "--number", str(dear["sequence"]),
              "--quantity", "4", *BUYER, code=1)  # fmt: skip
    assert (few["name"], few["remedy"]) == (
        "BelowOfferLeast", "take more, or all that is left: alatau token offers tells the least",
    )  # fmt: skip
    assert few["message"].endswith("4 where 5 are the least, of 20 left")
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


def test_token_trade_that_failed_is_asked_anew_and_says_so(cli: Cli, mint: str) -> None:
    """Its sequence is free again: the next request has it, and is another one to both."""
    towers = market(cli, mint)

    def ask() -> None:
        cli(*("token", "trade", "request", towers, "--seller", "issuer.json", "--quantity", "4"),
            *("--price", "6000.00", "--out", "request.json", *BUYER))  # fmt: skip
        cli("token", "trade", "answer", "request.json", "--price", "6000.00",
            "--out", "trade.json", *ISSUER)  # fmt: skip

    accept = ("token", "trade", "accept", "trade.json", *BUYER)
    ask()
    short = cli(*accept, code=1)
    assert (short["kind"], "recorded" in short) == ("InsufficientFunds", False)
    old = Path("trade.json").read_text("utf-8")
    deposit(cli, mint, "2000")
    for _ in range(2):
        again = cli(*accept, code=1)
        assert (again["name"], again["signature"]) == (short["name"], short["signature"])
        assert (again["recorded"], "figures" in again) == (True, False)
        assert "make a new request" in again["remedy"]
        ask()
        Path("new.json").write_text(Path("trade.json").read_text("utf-8"), "utf-8")
        Path("trade.json").write_text(old, "utf-8")
    done = cli("token", "trade", "accept", "new.json", *BUYER)
    assert done["event"]["buyer_available"] == "1000.00"
    assert cli(*accept, code=1)["signature"] == short["signature"]
