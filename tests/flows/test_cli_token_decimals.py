"""An instrument whose units have decimals: prices are of the smallest, sentences tell both."""

from __future__ import annotations

from tests.flows.test_cli_token import AFSA, prepare, propose
from tests.flows.test_cli_token_offerings import DAY, ISSUER, moment
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures

HOLDER = ("--keypair", "provider.json")


def have_fund(cli: Cli, mint: str) -> str:
    """A fund of 2 decimals: the provider has 10.50 of it, its issuer 50,000.00 in money."""
    towers = prepare(cli)
    propose(cli, mint, "--decimals", "2")
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    for who in ("issuer", "provider"):
        cli("account", "open", "--wallet", f"{who}.json", "--asset", mint, *ISSUER)
    cli("account", "deposit", "--asset", mint, "--amount", "50000", "--issue-with",
        "provider.json", *ISSUER)  # fmt: skip
    cli("token", "open", towers, *HOLDER)
    cli("token", "issue", towers, "--to", "provider.json", "--quantity", "10.50", *ISSUER)
    return towers


def test_price_of_a_fraction_is_told_for_a_whole_unit_too(cli: Cli, mint: str) -> None:
    towers = have_fund(cli, mint)
    priced = ("--price", "10.00", "--quantity", "1.50")
    whole = " (10.00 for 0.01 of a unit, 1000.00 for a whole one)"
    offered = cli.text(
        *("token", "offering", "create", towers, *priced, "--minimum", "1.00", "--least", "0.01"),
        *("--closes", moment(DAY), *ISSUER),
    )
    assert f"offering 1: 1.50 at 10.00{whole}" in offered
    (one,) = cli("token", "offering", "list", towers)
    assert one["price"] == "10.00"
    opened = cli.text("token", "tender-open", towers, *priced, *ISSUER)
    assert f"1500.00 is set aside{whole}" in opened
    tendered = cli.text("token", "tender", towers, "--quantity", "0.50", *HOLDER)
    assert f"tendered 0.50 at 10.00, for 500.00{whole}" in tendered
    cli("token", "tender-close", towers, *ISSUER)
    offer = ("token", "offer", towers, *priced, "--expires", "2031-12-31", *HOLDER)
    assert f"as number 2{whole}" in cli.text(*offer)
    cli("token", "cancel-offer", towers, "--number", "2", *HOLDER)
    cli("token", "offering", "cancel", towers, "1", "--yes", *ISSUER)
    cli("token", "offering", "settle", towers, "1", *ISSUER)
    cli("token", "delist", towers, *AFSA, "--yes")
    called = cli.text("token", "call", towers, "--price", "10.00", "--yes", *ISSUER)
    assert f"called 10.00 units: 10000.00 is set aside{whole}" in called


def test_units_are_told_in_the_instruments_decimals(cli: Cli, mint: str) -> None:
    towers = have_fund(cli, mint)
    told = cli.text("token", "distribute", towers, "--amount", "105.00", *ISSUER)
    assert "distributed 105.00 over 10.50 units" in told
    register = cli("token", "holders", towers)
    assert (register["issued"], register["held"]) == ("10.50", "10.50")
    then = cli("token", "holders", towers, "--at", str(cli("history", "--limit", "1")[0]["slot"]))
    assert (then["issued"], then["held"], then["unallotted"]) == ("10.50", "10.50", "0.00")
    offering = ("token", "offering", "create", towers, "--price", "10.00", "--quantity", "1.50")
    made = cli(*offering, "--minimum", "1.00", "--least", "0.01", "--closes", moment(DAY), *ISSUER)
    assert made["event"]["most"] == "none"
    assert cli("token", "offering", "show", towers, "1")["most"] == "none"
    cli("token", "offer", towers, "--price", "9.99", "--quantity", "1.50", "--expires",
        "2031-12-31", *HOLDER)  # fmt: skip
    rows = cli("history", "--limit", "20")
    events = {event["name"]: event for row in rows for event in row["events"]}
    assert events["UnitsIssued"]["units"] == "10.50"
    assert (events["Distributed"]["issued"], events["Distributed"]["amount"]) == ("10.50", "105.00")
    offered = events["UnitsOffered"]
    assert (offered["quantity"], offered["price"], offered["mint"]) == ("1.50", "9.99", towers)
    created = events["OfferingCreated"]
    assert (created["quantity"], created["price"], created["most"]) == ("1.50", "10.00", "none")
    proposed = events["InstrumentCreated"]
    assert (proposed["authorised"], proposed["face_value"]) == ("150.00", "1000.50")
