"""Offerings: subscribed, withdrawn, confirmed, sold, allotted; and one that is given up."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse, until
from tests.parity.tokenized import SYMBOLS, have_account

from alatau.testing.fixtures import DAY

WINDOW, COOLING_OFF = 6, 6
"""Seconds, which pass in real time on a validator."""


async def offering(zone: RecordedZone, issuer: Keypair, buyer: Keypair, friend: Keypair) -> None:
    """`friend` has the only place that there may be: the money of `buyer` goes back."""
    payout, named = zone.tenge.mint, {"mint": zone.key(SYMBOLS[0]).pubkey()}
    # Apart, so that no transaction makes two accounts.
    await zone.open_holding(mint=named["mint"], wallet=issuer.pubkey())
    for wallet in (issuer, buyer, friend):
        await have_account(zone, wallet)
    for wallet in (buyer, friend):
        await zone.issue(zone.tenge, wallet.pubkey(), 50_000_00)
        await zone.deposit(mint=payout, amount=50_000_00, wallet=wallet)
    await _sell(zone, issuer, buyer, friend, named)
    await _give_up(zone, issuer, buyer, friend, named)


async def _sell(
    zone: RecordedZone, issuer: Keypair, buyer: Keypair, friend: Keypair, named: dict[str, Any]
) -> None:
    terms: dict[str, Any] = {**named, "price": 100_33, "quantity": 40, "issuer": issuer}
    closes_at = await zone.chain.time() + WINDOW
    timed: dict[str, Any] = {"closes_at": closes_at, "cooling_off": COOLING_OFF}
    await refuse(
        zone.create_offering(**terms, **timed, minimum=0),
        zone.create_offering(**(terms | {"quantity": 51}), **timed, minimum=1),
    )
    made = await zone.create_offering(**terms, **timed, minimum=40, most=40)
    numbered: dict[str, Any] = {**named, "number": made.event.number}
    await refuse(zone.subscribe(**numbered, units=41, wallet=buyer))
    # At an address that is used again.
    await zone.subscribe(**numbered, units=1, wallet=buyer)
    await zone.withdraw_subscription(**numbered, wallet=buyer)
    for wallet, units in ((buyer, 25), (friend, 35)):
        await zone.subscribe(**numbered, units=units, wallet=wallet)
    await refuse(
        zone.subscribe(**numbered, units=1, wallet=buyer),
        zone.confirm_subscription(**numbered, wallet=buyer.pubkey()),
        zone.conclude_offering(**numbered),
        zone.allot_subscription(**numbered, wallet=buyer.pubkey()),
        zone.close_offering(**numbered),
    )
    # So that its confirmation keeps the place that it leaves.
    had = (await zone.holding(**named, wallet=friend.pubkey())).units
    await zone.transfer_units(**named, recipient=issuer.pubkey(), quantity=had, wallet=friend)
    await until(zone.chain, closes_at + COOLING_OFF)
    await refuse(
        zone.conclude_offering(**numbered),
        zone.withdraw_subscription(**numbered, wallet=buyer),
    )
    for wallet in (friend, buyer):
        await zone.confirm_subscription(**numbered, wallet=wallet.pubkey())
    await zone.conclude_offering(**numbered)
    await refuse(
        zone.close_offering(**numbered),
        zone.transfer_units(**named, recipient=buyer.pubkey(), quantity=1, wallet=issuer),
    )
    for wallet in (buyer, friend):
        await zone.allot_subscription(**numbered, wallet=wallet.pubkey())
    await zone.close_offering(**numbered)
    await zone.transfer_units(**named, recipient=friend.pubkey(), quantity=had, wallet=issuer)


async def _give_up(
    zone: RecordedZone, issuer: Keypair, buyer: Keypair, friend: Keypair, named: dict[str, Any]
) -> None:
    made = await zone.create_offering(
        **named,
        price=1,
        quantity=10,
        minimum=1,
        closes_at=await zone.chain.time() + DAY,
        cooling_off=DAY,
        issuer=issuer,
    )
    numbered: dict[str, Any] = {**named, "number": made.event.number}
    for wallet in (buyer, friend):
        await zone.subscribe(**numbered, units=10, wallet=wallet)
    await zone.withdraw_subscription(**numbered, wallet=friend)
    await refuse(zone.cancel_offering(**numbered, signer=buyer))
    authority = zone.regulators[1]
    await zone.suspend_instrument(**named, regulator=authority)
    await refuse(zone.cancel_offering(**numbered, signer=buyer))
    await zone.cancel_offering(**numbered, signer=authority)
    await zone.suspend_instrument(**named, regulator=authority, suspended=False)
    await zone.allot_subscription(**numbered, wallet=buyer.pubkey())
    await zone.close_offering(**numbered)
