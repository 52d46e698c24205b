"""An issuer that disappears in the middle of what it has begun: nothing of others is trapped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from solders.keypair import Keypair
from tests.flows.test_redemption import MONEY, PRICE, issued

from alatau.chain.embedded import EmbeddedChain
from alatau.program import InstrumentState, Role, Scope
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check

RENT = 90_000_00
NAMES = ("Мадина Оспан", "Олжас Ибраев", "Тимур Ахметов")
UNITS = 50


@pytest.fixture
async def zone(embedded_chain: EmbeddedChain) -> AsyncIterator[FreshZone]:
    """On one chain: that both do the same is for parity to show."""
    async with FreshZone.found(embedded_chain) as fresh:
        yield fresh


async def vanish(zone: FreshZone, issuer: Keypair) -> None:
    """Its key is lost, it is nobody any more, and all that it has is frozen and paused."""
    bank, authority = zone.regulators
    wallet, now = issuer.pubkey(), await zone.chain.time()
    await zone.amend_participant(operator=zone.operator, wallet=wallet, roles=Role.RESIDENT)
    order: dict[str, Any] = {"wallet": wallet, "case": "іс-7", "basis": 12, "until": now + DAY}
    await zone.freeze_participant(regulator=authority, **order)
    await zone.freeze_account(regulator=bank, mint=zone.tenge.mint, **order)
    await zone.pause(authority=zone.operator, scopes=Scope.TRANSFERS | Scope.OPENING)


async def deposited(zone: FreshZone, wallet: Keypair, amount: int) -> None:
    await zone.issue(zone.tenge, wallet.pubkey(), amount)
    await zone.deposit(mint=zone.tenge.mint, amount=amount, wallet=wallet)


async def money(zone: FreshZone, wallets: list[Keypair]) -> list[int]:
    """What each has, none of it held."""
    found = [await zone.account(mint=zone.tenge.mint, wallet=each.pubkey()) for each in wallets]
    assert [each.held for each in found] == [0] * len(found)
    return [each.available for each in found]


async def test_vanished_issuer_leaves_subscriptions_rents_and_tenders_behind(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, issuer, holders = await issued(zone, wallets, *NAMES, units=UNITS)
    for wallet in holders:
        await deposited(zone, wallet, 10 * PRICE)
    closes = await zone.chain.time() + DAY
    made = await zone.create_offering(
        **named,
        price=PRICE,
        quantity=100,
        minimum=1,
        least=1,
        most=100,
        closes_at=closes,
        issuer=issuer,
    )
    offering: dict[str, Any] = {**named, "number": made.event.number}
    for wallet in holders:
        await zone.subscribe(**offering, units=10, wallet=wallet)
    await zone.distribute(**named, amount=RENT, issuer=issuer)
    await zone.open_tender(**named, price=PRICE, quantity=10, issuer=issuer)
    await zone.tender_units(**named, quantity=4, wallet=holders[0])

    await vanish(zone, issuer)
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.cancel_offering(**offering)  # the zone's key is nobody's in particular
    async for step in zone.settle_offering(**offering):
        assert step.error is None
    async for claimed in zone.claim_all(**named):
        assert claimed.error is None
    await zone.close_tender(**named)

    share = RENT // len(holders)
    assert await money(zone, holders) == [
        10 * PRICE + share + 4 * PRICE,
        10 * PRICE + share,
        10 * PRICE + share,
    ]
    assert await money(zone, [issuer]) == [MONEY - RENT - 4 * PRICE]
    for wallet, quantity in zip(holders, (UNITS - 4, UNITS, UNITS), strict=True):
        holding = await zone.holding(**named, wallet=wallet.pubkey())
        assert holding.free == quantity
    await check(zone.chain, zone.address)


async def test_vanished_issuer_that_has_called_pays_every_unit(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, issuer, holders = await issued(zone, wallets, *NAMES, units=UNITS)
    until = await zone.chain.time() + DAY
    offered = await zone.offer_units(
        **named, quantity=7, price=PRICE, expires_at=until, wallet=holders[0]
    )
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    await vanish(zone, issuer)
    await zone.cancel_offer(**named, seller=holders[0].pubkey(), number=offered.event.sequence)
    async for redeemed in zone.redeem_all(**named):
        assert redeemed.error is None
    assert await money(zone, holders) == [UNITS * PRICE] * len(holders)
    found = await zone.instrument(**named)
    assert (found.state, found.issued) == (InstrumentState.DELISTED, 0)
    for wallet in holders:
        await zone.close_holding(**named, wallet=wallet.pubkey())
    await check(zone.chain, zone.address)


async def test_vanished_issuer_that_called_nothing_owes_units_that_stay_the_holders(
    zone: FreshZone, wallets: Wallets
) -> None:
    """There is no money to redeem them with; as long as it is admitted they are dealt in."""
    named, issuer, holders = await issued(zone, wallets, *NAMES, units=UNITS)
    await vanish(zone, issuer)
    await zone.pause(authority=zone.operator, scopes=Scope(0))
    await deposited(zone, holders[1], PRICE)
    ask: dict[str, Any] = {**named, "seller": holders[0].pubkey(), "quantity": 5, "price": PRICE}
    request = await zone.request_trade(**ask, wallet=holders[1].pubkey())
    answer = await zone.answer_trade(request, wallet=holders[0])
    await zone.trade(answer, wallet=holders[1])
    fee = PRICE * 50 // 10_000
    assert await money(zone, holders) == [PRICE - fee, 0, 0]
    await check(zone.chain, zone.address)
