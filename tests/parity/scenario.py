"""One life of a zone, every instruction done and refused, from its founding to its end."""

from __future__ import annotations

import asyncio

from solders.keypair import Keypair
from tests.parity import (
    batched,
    changed,
    consents,
    disputed,
    ending,
    everyday,
    offered,
    ordered,
    outside,
    redeemed,
    replaced,
    sold,
    tokenized,
    unit_ordered,
)
from tests.parity.recording import RecordedZone

from alatau.testing.fixtures import Wallets


async def live(zone: RecordedZone) -> None:
    """The whole life, and the refusals in it."""
    wallets = Wallets(zone)
    # One of them deposits: the order in which a vault is changed is the same on both chains.
    payer, friend, shop = await asyncio.gather(
        wallets.resident("Айгүл Сәрсенова", tenge=900_000_00, dollar=5_000_000),
        wallets.resident("Ерлан Қасымов", tier=1),
        wallets.merchant("«Береке» дүкені", tax_category=3),
    )
    await everyday.registry(zone, wallets, shop)
    await everyday.money(zone, payer, friend, shop)
    await everyday.held(zone, payer, shop)
    await everyday.exchange(zone, wallets, payer, shop)
    rich, clinic, leaver = await asyncio.gather(
        wallets.resident("Сәуле Ахметова", tenge=9_000_000_00, tier=1),
        wallets.merchant("«Самал» емханасы", tax_category=2),
        wallets.resident("Мөлдір Оспанова"),
    )
    halves = _payments(zone, wallets, rich, clinic), _instruments(zone, wallets)
    if zone.chain.block_seconds:  # a cluster's time is spent waiting, and nothing is shared
        await asyncio.gather(*halves)
    else:
        for half in halves:
            await half
    await ordered.terms(zone, wallets, rich, clinic)
    await changed.mint(zone)
    await ordered.freezes(zone, rich, clinic)
    await ordered.enforcement(zone, rich, friend)
    await ordered.seats(zone, wallets)
    await everyday.pauses(zone, payer, shop)
    await ending.wind_down(zone, rich, clinic, leaver)


async def _payments(zone: RecordedZone, wallets: Wallets, rich: Keypair, clinic: Keypair) -> None:
    await batched.payroll(zone, wallets, rich, clinic)
    await batched.settlement(zone, rich, clinic)
    await batched.lanes(zone, rich, clinic)
    await consents.allowances(zone, wallets, rich, clinic)
    await consents.plans(zone, wallets, rich, clinic)
    await disputed.held(zone, wallets, rich, clinic)
    await disputed.reserved(zone, rich, clinic)


async def _instruments(zone: RecordedZone, wallets: Wallets) -> None:
    issuer, buyer, other = await tokenized.proposals(zone, wallets)
    await tokenized.units(zone, issuer, buyer, other)
    await tokenized.distributions(zone, issuer, buyer, other)
    await sold.have_money(zone, buyer, other)
    await sold.trades(zone, buyer, other)
    await sold.split(zone, issuer)
    await offered.offering(zone, issuer, buyer, other)
    await redeemed.tender(zone, issuer, other)
    await unit_ordered.units(zone, other, buyer)
    await replaced.replacement(zone, issuer, other, buyer)
    await outside.there_and_back(zone, other)
    await tokenized.end(zone, buyer)
    await outside.recall(zone, other)
    await redeemed.call(zone, issuer, other)
