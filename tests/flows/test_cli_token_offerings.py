"""An offering by commands alone: offered, subscribed, withdrawn, settled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.flows.test_cli_token import AFSA, prepare, propose
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures

DAY = 86_400
ISSUER = ("--keypair", "issuer.json")


def offering(cli: Cli, *words: str, code: int = 0, more: tuple[str, ...] = ()) -> object:
    what, *rest = words
    return cli("token", "offering", what, "towers.json", *rest, *more, code=code)


def moment(seconds: int) -> str:
    """So many seconds from now, as the command line takes and shows it."""
    return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}Z"


def have_offering(cli: Cli, mint: str) -> str:
    """An admitted instrument, offered; two investors with 5,000.00 each.  The mint."""
    towers, closes = prepare(cli), moment(2 * DAY)
    propose(cli, mint)
    cli("token", "admit", "towers.json", "--revision", "1", *AFSA)
    for who in ("issuer", "provider", "bank"):
        cli("account", "open", "--asset", mint, "--wallet", f"{who}.json", *ISSUER)
    for who in ("provider", "bank"):
        cli("account", "deposit", "--asset", mint, "--amount", "5000",
            "--keypair", f"{who}.json", "--issue-with", "provider.json")  # fmt: skip
    made = offering(
        cli, "create", "--price", "100.25", "--quantity", "40", "--minimum", "30",
        "--most", "45", "--closes", closes, "--cooling-off", "1h",
        "--allotment", "pro_rata", "--key", "ұсыныс", *ISSUER,
    )  # fmt: skip
    assert isinstance(made, dict)
    event = made["event"]
    assert (event["name"], event["number"], event["allotment"]) == (
        "OfferingCreated", 1, "pro_rata",
    )  # fmt: skip
    assert (event["price"], event["quantity"], event["most"]) == ("100.25", "40", "45")
    assert (event["cooling_off"], event["closes_at"]) == ("1h", closes)
    return towers


def position_is_told(cli: Cli, towers: str) -> None:
    (one,) = cli("token", "positions", "provider.json")
    assert (one["mint"], one["symbol"], one["units"]) == (towers, "ALTW", "0")
    assert (one["subscribed"], one["claimable"]) == ("45", "0.00")
    (asked,) = one["subscriptions"]
    assert (asked["number"], asked["price"], asked["held"]) == (1, "100.25", "4511.25")
    assert "ALTW" in cli.text("token", "positions", "provider.json", "--instrument", towers)
    told = cli.text("token", "positions", "operator.json")
    assert told.endswith("has nothing of them\n")


def next_steps_are_told(cli: Cli, towers: str) -> None:
    soon = cli("token", "offering", "settle", towers, "1", *ISSUER)
    assert (soon["state"], soon["closed"], soon["steps"]) == ("open", False, [])
    assert [one["step"] for one in soon["next"]] == ["confirm", "conclude"]
    cooled, over = (one["from"] for one in soon["next"])
    told = cli.text("token", "offering", "settle", towers, "1", *ISSUER).splitlines()
    due = f"next: confirm from {cooled} on, then conclude from {over} on"
    assert told == ["nothing is due now", due]


def settles_with_its_outcome(cli: Cli, towers: str) -> None:
    ended = cli("token", "offering", "settle", towers, "1", *ISSUER)
    assert [one["step"] for one in ended["steps"]] == [
        "confirm", "conclude", "allot", "allot", "close",
    ]  # fmt: skip
    assert not any(one["refused"] for one in ended["steps"])
    assert (ended["state"], ended["sold"], ended["closed"], ended["next"]) == (
        "succeeded", "40", True, [],
    )  # fmt: skip
    parts = [[one[name] for name in ("asked", "part", "got", "paid", "returned")]
             for one in ended["investors"]]  # fmt: skip
    assert sorted(parts) == [
        ["15", "10", "10", "1002.50", "501.25"], ["45", "30", "30", "3007.50", "1503.75"],
    ]  # fmt: skip


def outcome_is_told_afterwards(cli: Cli, towers: str) -> None:
    told = cli("token", "offering", "outcome", towers, "1")
    assert (told["state"], told["closed"], told["sold"]) == ("succeeded", True, "40")
    assert (told["raised"], told["left_to_the_issuer"]) == ("4010.00", "0")
    parts = [[one[name] for name in ("asked", "got", "paid", "returned")]
             for one in told["investors"]]  # fmt: skip
    assert sorted(parts) == [
        ["15", "10", "1002.50", "501.25"], ["45", "30", "3007.50", "1503.75"],
    ]  # fmt: skip
    listed = cli.text("token", "offering", "outcome", towers, "1", "--csv").splitlines()
    assert (len(listed), listed[0][:29]) == (3, "wallet,asked,got,paid,returne")
    none = cli("token", "offering", "outcome", towers, "2", code=2)
    assert "there was no offering 2" in none["message"]


def test_offering_lives_from_its_terms_to_its_settlement(cli: Cli, mint: str) -> None:
    towers = have_offering(cli, mint)
    asked = ("subscribe", "1", "--units", "45", "--key", "өтінім")
    first = offering(cli, *asked, more=("--keypair", "provider.json"))
    again = offering(cli, *asked, more=("--keypair", "provider.json"))
    assert isinstance(first, dict)
    assert isinstance(again, dict)
    assert first["signature"] == again["signature"]
    event = first["event"]
    assert (event["units"], event["amount"]) == ("45", "4511.25")
    assert (event["available"], event["held"]) == ("488.75", "4511.25")
    wanting = ("subscribe", "1", "--units", "15")
    offering(cli, *wanting, more=("--keypair", "bank.json"))
    back = offering(cli, "withdraw", "1", more=("--keypair", "bank.json"))
    assert isinstance(back, dict)
    assert back["event"]["available"] == "5000.00"
    offering(cli, *wanting, more=("--keypair", "bank.json"))
    own = offering(cli, "subscribe", "1", "--units", "46", code=1, more=ISSUER)
    assert isinstance(own, dict)
    assert own["name"] == "SubscriberIsIssuer"
    missing = cli("token", "offering", "show", towers, "2", code=1)
    assert missing["remedy"].startswith("alatau token offering list shows those there are")

    shown = cli("token", "offering", "show", towers, "1")
    assert (shown["state"], shown["subscribed"], shown["price"]) == ("open", "60", "100.25")
    # Sorted: of one second, the wallets' addresses tell the order.
    assert sorted((one["units"], one["held"]) for one in shown["who_subscribed"]) == [
        ("15", "1503.75"), ("45", "4511.25"),
    ]  # fmt: skip
    position_is_told(cli, towers)
    assert "4511.25" in cli.text("token", "offering", "show", towers, "1")
    next_steps_are_told(cli, towers)
    early = cli("token", "offering", "conclude", towers, "1", *ISSUER, code=1)
    assert early["name"] == "OfferingWindowNotOver"

    cli("clock", "--by", "1h")
    done = cli("token", "offering", "confirm", towers, "1", "bank.json", *ISSUER)["event"]
    assert (done["units"], done["offset"], done["confirmed"]) == ("15", "0", "15")
    cli("clock", "--by", "2d")
    settles_with_its_outcome(cli, towers)
    held = cli("token", "holders", towers)["holdings"]
    assert [one["units"] for one in held] == ["30", "10", "0"]
    spent = {who: cli("account", "show", f"{who}.json", "--asset", mint)["available"]
             for who in ("issuer", "provider", "bank")}  # fmt: skip
    assert spent == {"issuer": "4010.00", "provider": "1992.50", "bank": "3997.50"}
    assert cli("token", "offering", "list", towers) == []
    outcome_is_told_afterwards(cli, towers)
    told = [event for row in cli("history", "--limit", "20") for event in row["events"]]
    (concluded,) = [event for event in told if event["name"] == "OfferingConcluded"]
    assert (concluded["state"], concluded["sold"]) == ("succeeded", "40")


def test_offering_cancelled_returns_all(cli: Cli, mint: str) -> None:
    towers = have_offering(cli, mint)
    offering(cli, "subscribe", "1", "--units", "45", more=("--keypair", "provider.json"))
    cancel = ("token", "offering", "cancel", towers, "1")
    assert cli(*cancel, *ISSUER, code=2)["remedy"] == "add --yes to do it"
    assert cli(*cancel, "--yes", "--keypair", "bank.json", code=1)["name"] == "NotIssuer"
    cli("token", "suspend", towers, "--regulator", "afsa.json", "--yes")
    passing = cli(*cancel, "--yes", "--keypair", "bank.json", code=1)
    assert passing["name"] == "NotIssuerNorAuthority"
    assert "resumed" in passing["remedy"]
    cli(*cancel, "--yes", "--keypair", "afsa.json")
    (listed,) = cli("token", "offering", "list", towers)
    assert (listed["state"], listed["most"]) == ("failed", "45")
    allotted = cli("token", "offering", "allot", towers, "1", "provider.json", *ISSUER)["event"]
    assert (allotted["units"], allotted["returned"]) == ("0", "4511.25")
    closed = cli("token", "offering", "close", towers, "1", *ISSUER)["event"]
    assert (closed["name"], closed["units"]) == ("OfferingClosed", "0")


def test_settle_of_a_failed_offering_says_so(cli: Cli, mint: str) -> None:
    towers = have_offering(cli, mint)
    offering(cli, "subscribe", "1", "--units", "20", more=("--keypair", "provider.json"))
    cli("token", "suspend", towers, *AFSA, "--yes")
    settle = ("token", "offering", "settle", towers, "1", *ISSUER)
    waiting = cli(*settle)["next"]
    assert [(one["step"], one["who"]) for one in waiting] == [
        ("cancel", "issuer or authority"), ("cancel", "anyone"),
    ]  # fmt: skip
    cli("token", "resume", towers, *AFSA)
    cli("clock", "--by", "3d")
    done = cli(*settle)
    (concluded,) = [row["result"] for row in done["steps"] if row["step"] == "conclude"]
    assert concluded == "failed: only 20 were confirmed, nothing is sold and all money goes back"
    (allotted,) = [row["result"] for row in done["steps"] if row["step"] == "allot"]
    assert allotted == "got nothing, 2005.00 is back"
    assert (done["state"], done["sold"], done["closed"]) == ("failed", "0", True)


def test_settle_tells_who_could_not_be_allotted_its_part(cli: Cli, mint: str) -> None:
    towers = have_offering(cli, mint)
    offering(cli, "subscribe", "1", "--units", "40", more=("--keypair", "provider.json"))
    cli("participant", "amend", "provider.json", "--role", "provider",
        "--operator", "operator.json")  # fmt: skip
    cli("clock", "--by", "3d")
    told = cli.text("token", "offering", "settle", towers, "1", *ISSUER)
    assert "got nothing, 4010.00 is back: cannot hold its part of 40 now" in told
    assert "closed, 40 are the issuer's" in told
    assert "the offering has succeeded and is closed: 40 sold" in told


def test_offering_bad_input_names_the_field(cli: Cli, mint: str) -> None:
    towers = have_offering(cli, mint)
    given = ("token", "offering", "create", towers, "--price", "1", "--minimum", "1", *ISSUER)
    finer = cli(*given, "--quantity", "1.5", "--closes", moment(DAY), code=2)
    assert finer["message"].startswith("--quantity: ")
    way = cli(*given, "--quantity", "2", "--closes", moment(DAY), "--allotment", "lot", code=2)
    assert way["message"].startswith("--allotment: ")
    late = cli(*given, "--quantity", "2", "--closes", moment(400 * DAY), code=1)
    assert late["name"] == "BadOfferingWindow"
