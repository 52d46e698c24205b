"""A mint that changed, a merchant's lane, and what is left once a zone has ended, by commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from solders.keypair import Keypair
from tests.flows.test_cli_zone import Cli, cli, deposit, mint, paying
from tests.flows.zone_by_commands import NAME
from tests.parity.changed import give_up, make_freezable

from alatau.zone import Zone

__all__ = ["cli", "mint"]

OPERATOR = ("--operator", "operator.json")
BOTH = ("--regulator", "bank.json", "--regulator", "afsa.json")


def key_of(cli: Cli, name: str) -> Keypair:
    return Keypair.from_json((cli.folder / f"{name}.json").read_text())


def in_zone(cli: Cli, what: Callable[[Zone], Awaitable[None]]) -> None:
    """What no command does: an issuer's own doing."""

    async def work(home: Path) -> None:
        keypair = key_of(cli, "operator")
        async with Zone.open("embedded", keypair=keypair, name=NAME, home=home) as zone:
            await what(zone)

    asyncio.run(work(cli.folder / "home"))


def test_rescreen_a_mint_asks_the_regulators_again(cli: Cli, mint: str) -> None:
    same = cli("zone", "rescreen", mint, *OPERATOR, "--yes", code=1)
    assert (same["name"], same["remedy"].split(":")[0]) == (
        "NothingChanged",
        "nothing is to be done",
    )
    cli("keys", "new", "other.json")
    other = key_of(cli, "other")
    issuer, payer = key_of(cli, "provider"), key_of(cli, "operator")
    in_zone(cli, lambda zone: make_freezable(zone, other, issuer, payer))
    cli("zone", "list-asset", "other.json", "--class", "national", *OPERATOR)
    cli("zone", "consent", "other.json", "--regulator", "bank.json")
    in_zone(cli, lambda zone: give_up(zone, other.pubkey(), issuer, payer))
    asked = cli("zone", "rescreen", "other.json", *OPERATOR, code=2)
    assert asked["remedy"] == "add --yes to do it"
    event = cli("zone", "rescreen", "other.json", *OPERATOR, "--yes")["event"]
    assert event["name"] == "AssetRescreened"
    assert (event["flags_before"], event["flags"], event["consents"]) == (
        ["freeze_authority"],
        [],
        [],
    )
    assets = {each["mint"]: each["consents"] for each in cli("zone", "show")["assets"]}
    assert assets == {mint: ["central_bank"], str(other.pubkey()): []}


def test_pay_a_lane_credits_that_lane_only(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "500")
    lane = ("--lane", "3")
    missing = cli(*paying(mint, "100", *lane), code=1)
    assert "has no lane 3 for the mint" in missing["message"]
    assert missing["remedy"] == "the zone's operator opens lanes: alatau account open --lane"
    cli("account", "open", "--wallet", "clinic.json", "--asset", mint, *lane,
        "--keypair", "operator.json")  # fmt: skip
    cli(*paying(mint, "100", *lane, "--key", "visit"))
    other = cli(*paying(mint, "100", "--key", "visit"), code=2)
    assert "has been used for something else" in other["message"]
    shown = cli("account", "show", "clinic.json", "--asset", mint, *lane)
    assert (shown["lane"], shown["available"]) == (3, "96.00")
    assert shown["tax_periods"][0]["turnover"] == "100.00"
    main = cli("account", "show", "clinic.json", "--asset", mint)
    assert (main["lane"], main["available"]) == (0, "0.00")


def test_close_what_is_left_of_consents_after_the_end(cli: Cli, mint: str) -> None:
    cli("allowance", "grant", "ilya.json", "--asset", mint, "--per-payment", "1",
        "--per-period", "2", "--period", "7d", "--service", "clinic", "--lasts", "30d",
        "--keypair", "aigul.json")  # fmt: skip
    plan = cli("plan", "create", "--asset", mint, "--number", "1", "--amount", "49.90",
               "--period", "30d", "--service", "clinic", "--terms", "Абонемент",
               "--keypair", "clinic.json")["event"]["plan"]  # fmt: skip
    given = ("--owner", "aigul.json", "--asset", mint, "--keypair", "operator.json")
    close = ("allowance", "close", "ilya.json", *given)
    delete = ("plan", "delete", plan, "--keypair", "operator.json")
    for command in (close, delete):
        early = cli(*command, code=1)
        assert early["name"] == "ZoneNotEnded"
        assert early["remedy"] == "wait for the zone's end: alatau zone show"
    none = cli("allowance", "close", "clinic.json", *given, code=1)
    assert "no allowance of the mint" in none["message"]
    assert none["remedy"].startswith("alatau allowance show")
    cli("zone", "wind-down", *BOTH, "--yes", "--keypair", "operator.json")
    assert cli(*close)["event"]["name"] == "AllowanceClosed"
    assert cli(*delete)["event"]["name"] == "PlanDeleted"
    assert cli("allowance", "show", "aigul.json") == []
