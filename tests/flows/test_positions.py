"""What a wallet has, through the SDK: held, offered, outside, subscribed, claimable, redeemable."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.flows.test_instruments import propose
from tests.flows.test_offerings import PRICE, investor, offer, prepare

from alatau.chain.embedded import EmbeddedChain
from alatau.program import Allotment
from alatau.testing.fixtures import DAY, FreshZone, Wallets


@pytest.fixture
async def zone(embedded_chain: EmbeddedChain) -> AsyncIterator[FreshZone]:
    """On a chain whose clock can be moved."""
    async with FreshZone.found(embedded_chain) as fresh:
        yield fresh


async def test_positions_tell_all_that_a_wallet_has(zone: FreshZone, wallets: Wallets) -> None:
    issuer, named = await prepare(zone, wallets)
    dina = await investor(zone, wallets, "Дина Әбенова")
    assert await zone.positions(wallet=dina.pubkey()) == []
    sold = await offer(zone, issuer, named, Allotment.FIRST_COME)
    await zone.subscribe(**sold, units=5, wallet=dina)

    (one,) = await zone.positions(wallet=dina.pubkey(), **named)
    assert (one.units, one.subscribed, one.offers) == (0, 5, ())
    ((offering, subscription),) = one.subscriptions
    assert (offering.price, subscription.held) == (PRICE, 5 * PRICE)

    await zone.issue_units(**named, recipient=dina.pubkey(), quantity=20, issuer=issuer)
    await zone.offer_units(
        **named, quantity=3, price=PRICE, expires_at=await zone.chain.time() + DAY, wallet=dina
    )
    await zone.withdraw_units(**named, quantity=4, wallet=dina)
    await zone.issue(zone.tenge, issuer.pubkey(), 1_000_000_00)
    await zone.deposit(mint=zone.tenge.mint, amount=1_000_000_00, wallet=issuer)
    await zone.distribute(**named, amount=20 * 7, issuer=issuer)
    (one,) = await zone.positions(wallet=dina.pubkey())
    assert one.holding is not None
    assert (one.units, one.holding.free, one.holding.offered, one.holding.outside) == (20, 13, 3, 4)
    assert (one.claimable, one.redeemable) == (20 * 7, 0)
    assert [each.left for each in one.offers] == [3]


async def test_positions_of_several_instruments_and_of_one(
    zone: FreshZone, wallets: Wallets
) -> None:
    issuer, named = await prepare(zone, wallets)
    dina = await investor(zone, wallets, "Дина Әбенова")
    other = zone.key("ALTB")
    await propose(zone, issuer, other)
    await zone.admit_instrument(mint=other.pubkey(), revision=1, regulator=zone.regulators[1])
    mints = [named["mint"], other.pubkey()]
    for quantity, mint in enumerate(mints, start=1):
        await zone.open_holding(mint=mint, wallet=dina.pubkey())
        await zone.issue_units(mint=mint, recipient=dina.pubkey(), quantity=quantity, issuer=issuer)
    for mint in mints:
        await zone.delist_instrument(mint=mint, regulator=zone.regulators[1])
    await zone.issue(zone.tenge, issuer.pubkey(), 1_000_000_00)
    await zone.deposit(mint=zone.tenge.mint, amount=1_000_000_00, wallet=issuer)
    await zone.call_redemption(mint=mints[1], price=PRICE, issuer=issuer)

    found = await zone.positions(wallet=dina.pubkey())
    assert [one.instrument.mint for one in found] == sorted(mints, key=bytes)
    told = {one.instrument.mint: (one.units, one.redeemable) for one in found}
    assert told == {mints[0]: (1, 0), mints[1]: (2, 2 * PRICE)}
    assert await zone.positions(wallet=dina.pubkey(), mint=mints[1]) == [
        one for one in found if one.instrument.mint == mints[1]
    ]
    assert await zone.positions(wallet=zone.operator.pubkey()) == []
