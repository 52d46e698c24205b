"""Allowances and mandates through the SDK and through commands."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from tests.flows.test_cli_zone import Cli, balances, cli, deposit, mint

from alatau.chain.base import TimeTravel
from alatau.errors import AccountMissing, InputError, KeyReused, ProgramRefused
from alatau.program import PlanState, Service
from alatau.testing.fixtures import DAY, FreshZone, Wallets

__all__ = ["cli", "mint"]

WEEK = 7 * DAY


async def test_draw_through_the_sdk_happens_once_a_key(zone: FreshZone, wallets: Wallets) -> None:
    parent = await wallets.resident("Айгүл Сәрсенова", tenge=10_000_00, tier=1)
    shop, child = await wallets.merchant("«Береке»"), await wallets("Тимур")
    asset = zone.tenge.mint
    who: dict[str, Any] = {"mint": asset, "delegate": child.pubkey()}
    terms: dict[str, Any] = {**who, "per_payment": 2_000_00, "per_period": 3_000_00, "period": WEEK}
    expires_at = await zone.chain.time() + 30 * DAY
    more: dict[str, Any] = {"services": 1 << Service.SHOPS, "expires_at": expires_at}
    granted = await zone.grant_allowance(wallet=parent, **terms, **more, key="карта")
    assert granted.event.grants == 1
    again = await zone.grant_allowance(wallet=parent, **terms, **more, key="карта")
    assert again.signature == granted.signature
    order: dict[str, Any] = {"owner": parent.pubkey(), "payee": shop.pubkey()}
    order |= {"mint": asset, "delegate": child}
    first = await zone.draw(**order, amount=1_500_00, service=Service.SHOPS, key="нан")
    assert first.event.spent == 1_500_00
    same = await zone.draw(**order, amount=1_500_00, service=Service.SHOPS, key="нан")
    assert same.signature == first.signature
    with pytest.raises(KeyReused):
        await zone.draw(**order, amount=1, service=Service.SHOPS, key="нан")
    second = await zone.draw(**order, amount=1_500_00, service=Service.SHOPS)
    assert (second.event.sequence, second.event.spent) == (2, 3_000_00)
    with pytest.raises(ProgramRefused) as caught:
        await zone.draw(**order, amount=1, service=Service.SHOPS)
    assert caught.value.name == "AllowanceExceeded"
    await zone.revoke_allowance(wallet=parent, **who)
    state = await zone.allowance(owner=parent.pubkey(), **who)
    assert (state.revoked, state.drawn) == (True, 3_000_00)
    for wallet in (parent, child):
        assert [each.drawn for _, each in await zone.allowances_of(wallet.pubkey())] == [3_000_00]
    assert await zone.allowances_of(shop.pubkey()) == []
    stranger = await wallets("Ерлан")
    with pytest.raises(AccountMissing, match="no payment account"):
        await zone.draw(**{**order, "delegate": stranger}, amount=1, service=Service.SHOPS)


async def test_pull_due_pays_what_can_be_paid_and_tells_the_rest(
    zone: FreshZone, wallets: Wallets
) -> None:
    clinic = await wallets.merchant("«Шипа»")
    made = await zone.create_plan(
        mint=zone.tenge.mint,
        number=7,
        amount=4_990_00,
        period=WEEK,
        service=Service.CLINIC,
        terms=sha256("абонемент".encode()).digest(),
        wallet=clinic,
    )
    plan = made.event.plan
    ends_at = await zone.chain.time() + 52 * WEEK
    funds = {"Айгүл Сәрсенова": 10_000_00, "Илья Щербинин": 4_000_00, "Данияр Омаров": 5_000_00}
    people = {
        name: await wallets.resident(name, tenge=sum_, tier=1) for name, sum_ in funds.items()
    }
    for wallet in people.values():
        await zone.grant_mandate(
            plan=plan, amount=4_990_00, period=WEEK, ends_at=ends_at, wallet=wallet
        )
    with pytest.raises(ProgramRefused, match="PlanDiffers"):
        await zone.grant_mandate(
            plan=plan, amount=4_991_00, period=WEEK, ends_at=ends_at, wallet=clinic
        )
    results = [each async for each in zone.pull_due(plan, at_once=2)]
    assert [(each.done, each.total) for each in results] == [(1, 3), (2, 3), (3, 3)]
    refused = [each for each in results if each.error]
    assert [each.wallet for each in refused] == [people["Илья Щербинин"].pubkey()]
    error = refused[0].error
    assert isinstance(error, ProgramRefused)
    assert error.name == "InsufficientFunds"
    assert {each.receipt.event.index for each in results if each.receipt} == {0}
    # Run again, only what was not paid is tried; with funds it is.
    ilya = people["Илья Щербинин"]
    await zone.issue(zone.tenge, ilya.pubkey(), 1_000_00)
    await zone.deposit(mint=zone.tenge.mint, amount=1_000_00, wallet=ilya)
    assert [each.wallet async for each in zone.pull_due(plan)] == [ilya.pubkey()]
    assert [each async for each in zone.pull_due(plan)] == []
    found = dict(await zone.mandates_of(plan))
    assert {each.count for each in found.values()} == {1}
    address = next(address for address, each in found.items() if each.wallet == ilya.pubkey())
    with pytest.raises(InputError, match="nothing is due"):
        await zone.pull(mandate=address)
    await zone.cancel_mandate(mandate=address, wallet=ilya)
    with pytest.raises(AccountMissing):
        await zone.mandate(address)
    if not isinstance(zone.chain, TimeTravel):
        return  # a validator's clock cannot be moved to the next period
    await zone.chain.set_time(await zone.chain.time() + WEEK)
    names = [each.error.name if isinstance(each.error, ProgramRefused) else None
             async for each in zone.pull_due(plan)]  # fmt: skip
    assert sorted(names, key=str) == ["InsufficientFunds", None]
    await zone.close_plan(plan=plan, wallet=clinic)
    assert (await zone.plan(plan)).state is PlanState.CLOSED
    with pytest.raises(ProgramRefused, match="PlanClosed"):
        await zone.grant_mandate(
            plan=plan, amount=4_990_00, period=WEEK, ends_at=ends_at, wallet=ilya
        )


def test_allow_a_delegate_by_commands(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000")
    grant = ("allowance", "grant", "ilya.json", "--asset", mint, "--per-payment", "100",
             "--per-period", "150", "--period", "7d", "--service", "clinic,shops",
             "--lasts", "30d", "--keypair", "aigul.json")  # fmt: skip
    event = cli(*grant)["event"]
    assert (event["per_period"], event["period"]) == ("150.00", "7d")
    assert event["services"] == ["clinic", "shops"]
    draw = ("allowance", "draw", "--owner", "aigul.json", "--to", "clinic.json", "--asset", mint,
            "--service", "clinic", "--keypair", "ilya.json", "--amount")  # fmt: skip
    drawn = cli(*draw, "100")["event"]
    assert (drawn["spent"], drawn["payer_available"]) == ("100.00", "4900.00")
    more = cli(*draw, "50.01", code=1)
    assert more["name"] == "AllowanceExceeded"
    assert "alatau allowance show" in more["remedy"]
    (row,) = cli("allowance", "show", "ilya.json")
    assert (row["left"], row["spent"], row["revoked"]) == ("50.00", "100.00", False)
    cli("allowance", "revoke", "ilya.json", "--asset", mint, "--keypair", "aigul.json")
    assert cli(*draw, "1", code=1)["name"] == "AllowanceRevoked"
    assert "100.00" in cli.text("allowance", "show", "aigul.json")


def test_consent_to_a_plan_by_commands(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000")
    made = cli("plan", "create", "--asset", mint, "--number", "1", "--amount", "49.90",
               "--period", "30d", "--service", "clinic", "--terms", "Абонемент",
               "--keypair", "clinic.json")  # fmt: skip
    plan = made["event"]["plan"]
    shown = cli("plan", "show", plan)
    assert (shown["amount"], shown["period"], shown["state"]) == ("49.90", "30d", "open")
    grant = ("mandate", "grant", plan, "--period", "30d", "--lasts", "365d",
             "--keypair", "aigul.json", "--amount")  # fmt: skip
    assert cli(*grant, "49.00", code=1)["name"] == "PlanDiffers"
    mandate = cli(*grant, "49.90")["event"]["mandate"]
    (row,) = cli("mandate", "pull-due", plan, "--keypair", "operator.json")
    assert (row["amount"], row["index"], row["refused"]) == ("49.90", 0, None)
    assert cli("mandate", "pull-due", plan, "--keypair", "operator.json") == []
    assert balances(cli, mint, "aigul", "available") == ["4950.10"]
    assert cli("mandate", "pull", mandate, "--keypair", "ilya.json", code=2)["message"]
    (row,) = cli("mandate", "show", "--plan", plan)
    assert (row["mandate"], row["count"], row["pulled"]) == (mandate, 1, "49.90")
    cli("plan", "close", plan, "--keypair", "clinic.json")
    cancelled = cli("mandate", "cancel", mandate, "--keypair", "aigul.json")["event"]
    assert (cancelled["count"], cancelled["pulled"]) == (1, "49.90")
    assert "no mandate" in cli("mandate", "show", mandate, code=1)["message"]
    assert cli(*grant, "49.90", code=1)["name"] == "PlanClosed"
