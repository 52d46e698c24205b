"""Calls, redemptions and tenders through the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from solders.keypair import Keypair
from tests.flows.test_instruments import METADATA, party

from alatau.errors import InsufficientFunds, KeyReused, ProgramRefused
from alatau.indexer.unit_history import unit_history
from alatau.program import InstrumentKind, InstrumentState, Role
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check

MONEY = 1_000_000_00
PRICE = 1_000_00


async def funded(zone: FreshZone, wallet: Keypair, amount: int) -> None:
    """A payment account of the payout asset, with so much on it."""
    await zone.open_account(mint=zone.tenge.mint, wallet=wallet.pubkey())
    if amount:
        await zone.issue(zone.tenge, wallet.pubkey(), amount)
        await zone.deposit(mint=zone.tenge.mint, amount=amount, wallet=wallet)


async def issued(
    zone: FreshZone, wallets: Wallets, *names: str, units: int = 50
) -> tuple[dict[str, Any], Keypair, list[Keypair]]:
    """A bond whose issuer has money, and which each of these has units of."""
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    holders = [await party(zone, wallets, name, Role.INVESTOR) for name in names]
    key = zone.key("ALTB")
    await zone.make_instrument_mint(mint=key, metadata=METADATA)
    named: dict[str, Any] = {"mint": key.pubkey()}
    await zone.create_instrument(
        **named,
        payout_mint=zone.tenge.mint,
        kind=InstrumentKind.BOND,
        authorised=10_000,
        face_value=PRICE,
        holder_classes=0b0001,
        document=bytes(range(32)),
        issuer=issuer,
    )
    await zone.admit_instrument(**named, revision=1, regulator=zone.regulators[1])
    await funded(zone, issuer, MONEY)
    for wallet in holders:
        await funded(zone, wallet, 0)
        await zone.open_holding(**named, wallet=wallet.pubkey())
        await zone.issue_units(**named, recipient=wallet.pubkey(), quantity=units, issuer=issuer)
    return named, issuer, holders


async def test_tender_then_call_pays_every_unit_once(zone: FreshZone, wallets: Wallets) -> None:
    named, issuer, (madina, olzhas, timur) = await issued(
        zone, wallets, "Мадина Оспан", "Олжас Ибраев", "Тимур Ахметов"
    )
    with pytest.raises(InsufficientFunds) as short:
        await zone.open_tender(**named, price=MONEY, quantity=2, issuer=issuer)
    assert (short.value.amount, short.value.available) == (2 * MONEY, MONEY)
    opened = await zone.open_tender(**named, price=980_00, quantity=40, issuer=issuer, key="кері")
    again = await zone.open_tender(**named, price=980_00, quantity=40, issuer=issuer, key="кері")
    assert again.signature == opened.signature
    with pytest.raises(KeyReused):
        await zone.open_tender(**named, price=980_00, quantity=41, issuer=issuer, key="кері")
    given = await zone.tender_units(**named, quantity=30, wallet=madina, key="а")
    assert (await zone.tender_units(**named, quantity=30, wallet=madina, key="а")).signature == (
        given.signature
    )
    assert (given.event.amount, given.event.units, given.event.tender_left) == (30 * 980_00, 20, 10)
    with pytest.raises(ProgramRefused) as caught:
        await zone.close_tender(**named, signer=madina)
    assert caught.value.name == "NotIssuer"
    closed = await zone.close_tender(**named, signer=issuer)
    assert closed.event.amount == 10 * 980_00
    # As many as were ever issued, not as there are, are named by who issues more.
    await zone.issue_units(**named, recipient=madina.pubkey(), quantity=1, issuer=issuer)

    with pytest.raises(ProgramRefused) as caught:
        await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    assert caught.value.name == "NotMatured"
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    with pytest.raises(InsufficientFunds) as short:
        await zone.call_redemption(**named, price=MONEY, issuer=issuer)
    assert (short.value.amount, short.value.available) == (121 * MONEY, MONEY - 30 * 980_00)
    called = await zone.call_redemption(**named, price=PRICE, issuer=issuer, key="өтеу")
    assert (called.event.amount, called.event.issued) == (121 * PRICE, 121)
    assert called.event.account_held == 121 * PRICE
    await zone.redeem(**named, wallet=timur.pubkey())
    with pytest.raises(ProgramRefused) as caught:
        await zone.redeem(**named, wallet=timur.pubkey())
    assert caught.value.name == "NothingToRedeem"
    told: list[tuple[int, int]] = []
    done = [each async for each in zone.redeem_all(**named, progress=lambda *now: told.append(now))]
    assert {each.row.wallet for each in done} == {madina.pubkey(), olzhas.pubkey()}
    assert [each.error for each in done] == [None, None]
    assert told[-1] == (2, 2)
    assert [each async for each in zone.redeem_all(**named)] == []

    found = await zone.instrument(**named)
    assert (found.state, found.issued, found.redeemed) == (InstrumentState.DELISTED, 0, 151)
    paid = [
        (await zone.account(wallet=one.pubkey(), mint=zone.tenge.mint)).available
        for one in (madina, olzhas, timur)
    ]
    assert paid == [30 * 980_00 + 21 * PRICE, 50 * PRICE, 50 * PRICE]
    own = await zone.account(wallet=issuer.pubkey(), mint=zone.tenge.mint)
    assert (own.available, own.held) == (MONEY - sum(paid), 0)
    await check(zone.chain, zone.address)


async def test_tender_is_for_the_price_that_was_seen_and_asked_again_the_same(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, issuer, (madina,) = await issued(zone, wallets, "Мадина Оспан")
    tender: dict[str, Any] = {**named, "quantity": 10, "wallet": madina}
    with pytest.raises(ProgramRefused) as caught:
        await zone.tender_units(**tender)
    assert caught.value.name == "NoTender"
    await zone.open_tender(**named, price=980_00, quantity=20, issuer=issuer)
    seen = await zone.tender_units(**tender, price=980_00, key="а")
    read = await zone.tender_units(**tender, key="ә")
    assert seen.event.amount == read.event.amount == 10 * 980_00
    # All is tendered; then there is another tender, at another price.
    for opened in (False, True):
        if opened:
            await zone.open_tender(**named, price=1, quantity=20, issuer=issuer)
        assert (await zone.tender_units(**tender, price=980_00, key="а")).signature == (
            seen.signature
        )
        assert (await zone.tender_units(**tender, key="ә")).signature == read.signature
    with pytest.raises(ProgramRefused) as caught:
        await zone.tender_units(**tender, price=980_00)
    assert caught.value.name == "TenderPriceChanged"
    for other in ({"key": "а"}, {"key": "а", "price": 1}, {"key": "ә", "price": 980_00}):
        with pytest.raises(KeyReused):
            await zone.tender_units(**tender, **other)
    assert (await zone.holding(**named, wallet=madina.pubkey())).units == 30
    await check(zone.chain, zone.address)


async def test_redeem_all_with_one_who_has_no_account_redeems_the_others(
    zone: FreshZone, wallets: Wallets
) -> None:
    """Run again once there is one, it goes on."""
    named, issuer, (madina,) = await issued(zone, wallets, "Мадина Оспан")
    sergey = await party(zone, wallets, "Сергей Ким", Role.INVESTOR)
    await zone.open_holding(**named, wallet=sergey.pubkey())
    await zone.issue_units(**named, recipient=sergey.pubkey(), quantity=7, issuer=issuer)
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    done = {each.row.wallet: each.error async for each in zone.redeem_all(**named)}
    assert done[madina.pubkey()] is None
    assert done[sergey.pubkey()] is not None
    await funded(zone, sergey, 0)
    assert [each.error async for each in zone.redeem_all(**named)] == [None]
    assert (await zone.instrument(**named)).issued == 0


async def test_the_register_tells_of_calls_and_tenders(zone: FreshZone, wallets: Wallets) -> None:
    """The issuer's own units too, and where it has no holding."""
    named, issuer, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    await zone.open_holding(**named, wallet=issuer.pubkey())
    await zone.issue_units(**named, recipient=issuer.pubkey(), quantity=5, issuer=issuer)
    await zone.open_tender(**named, price=1, quantity=10, issuer=issuer)
    tendered = await zone.tender_units(**named, quantity=10, wallet=olzhas)
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    called = await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    assert (called.event.quantity, called.event.units) == (5, 0)
    await zone.redeem(**named, wallet=madina.pubkey())
    history = await unit_history(zone.chain, tendered.event.instrument)
    assert [move.change for move in history.moves if move.change] == [50, 50, 5, -10, -5, -50]
    now = history.at()
    assert (now.issued, now.proven) == (40, True)
    assert [(one.wallet, one.units) for one in now.holders] == [(olzhas.pubkey(), 40)]


async def test_the_register_tells_of_a_call_by_an_issuer_without_a_holding(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, issuer, (madina,) = await issued(zone, wallets, "Мадина Оспан")
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    called = await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    history = await unit_history(zone.chain, called.event.instrument)
    assert history.at().issued == 50
    assert {move.wallet for move in history.moves} == {madina.pubkey()}


async def test_redeem_takes_units_out_of_standing_offers(zone: FreshZone, wallets: Wallets) -> None:
    """Which nobody can take any more; those of a frozen holding wait for its end."""
    named, issuer, holders = await issued(
        zone, wallets, "Мадина Оспан", "Олжас Ибраев", "Тимур Ахметов"
    )
    madina, olzhas, timur = holders
    until = await zone.chain.time() + DAY
    for wallet, quantity in ((madina, 20), (madina, 30), (olzhas, 50), (timur, 10)):
        await zone.offer_units(
            **named, quantity=quantity, price=PRICE, expires_at=until, wallet=wallet
        )
    await zone.freeze_holding(
        **named, regulators=zone.regulators, wallet=olzhas.pubkey(), case="ҚІ-1", basis=74,
        until=until,
    )  # fmt: skip
    with pytest.raises(ProgramRefused) as caught:
        await zone.redeem(**named, wallet=madina.pubkey())
    assert caught.value.name == "RedemptionNotCalled"
    assert len(await zone.offers(**named)) == 4
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    redeemed = await zone.redeem(**named, wallet=madina.pubkey())
    assert (redeemed.event.quantity, redeemed.event.units) == (50, 0)
    done = {each.row.wallet: each.error async for each in zone.redeem_all(**named)}
    assert done.keys() == {olzhas.pubkey(), timur.pubkey()}
    assert done[timur.pubkey()] is None
    waits = done[olzhas.pubkey()]
    assert isinstance(waits, ProgramRefused)
    assert waits.name == "HoldingFrozen"
    assert (await zone.instrument(**named)).issued == 50
    await check(zone.chain, zone.address)
