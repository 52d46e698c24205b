"""Many at once: payrolls with and without a lookup table, settlements; a merchant's lanes."""

from __future__ import annotations

import asyncio
from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.parity.recording import RecordedZone, refuse, until

from alatau.program import Role, Service, account_address, payment_address
from alatau.tables import payroll_addresses
from alatau.testing.fixtures import DAY, Wallets

STAFF = 14
"""More than fit into one transaction without a table, fewer than do with one."""


async def payroll(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
    mint = zone.tenge.mint
    staff = await asyncio.gather(*(_employee(zone, number) for number in range(STAFF)))
    rows = [(each, 1_000_00 + number) for number, each in enumerate(staff)]
    order: dict[str, Any] = {"mint": mint, "wallet": payer}
    plain = await zone.pay_many(rows, **order)
    assert len(plain) == 2
    named = payroll_addresses(zone.address, mint, payer.pubkey(), staff)
    (table,) = await zone.create_tables(named[:-4])
    table = await zone.extend_table(table.key, named)
    assert await zone.lookup_table(table.key) == table
    assert [*table.addresses] == named
    (short,) = await zone.pay_many(rows, **order, tables=[table])
    assert short.event.total == sum(each.event.total for each in plain)
    # A payee may be named twice, and a row that is refused takes all the others with it.
    await zone.pay_many([rows[0], rows[0]], **order)
    await refuse(zone.pay_many([rows[0], (shop.pubkey(), 1)], **order))
    await refuse(zone.pay_many([rows[0], (payer.pubkey(), 1)], **order))
    await refuse(zone.pay_many([rows[0], (staff[1], 0)], **order))
    await refuse(zone.pay_many([rows[0], (staff[1], 10**13)], **order, tables=[table]))
    stranger = await wallets("қонақ")
    await refuse(zone.pay_many([(stranger.pubkey(), 1)], **order))


async def _employee(zone: RecordedZone, number: int) -> Pubkey:
    wallet = zone.key(f"employee {number}").pubkey()
    await zone.register(wallet, Role.RESIDENT)
    await zone.open_account(mint=zone.tenge.mint, wallet=wallet, payer=zone.operator)
    return wallet


async def settlement(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    mint = zone.tenge.mint
    payer_account = account_address(zone.address, payer.pubkey(), mint)
    payee_account = account_address(zone.address, shop.pubkey(), mint)
    order: dict[str, Any] = {"wallet": payer, "payee": shop.pubkey(), "mint": mint}
    order |= {"service": Service.CLINIC, "deliver_by": await zone.chain.time() + DAY // 2}
    payments: list[Pubkey] = []
    due = 0
    for amount in (70_01, 80_02, 90_03):
        paid = await zone.pay_held(**order, amount=amount)
        payment = payment_address(payer_account, paid.event.sequence)
        if not payments:
            await refuse(zone.settle_many([payment]))
        done = await zone.fulfil(payment=payment, payee_account=payee_account, wallet=shop)
        payments.append(payment)
        due = max(due, done.event.settles_at)
    await until(zone.chain, due)
    (settled,) = await zone.settle_many(payments)
    assert len(settled.event.rows) == len(payments)
    await refuse(zone.settle_many(payments))


async def lanes(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    mint, wallet = zone.tenge.mint, shop.pubkey()
    lane: dict[str, Any] = {"mint": mint, "wallet": wallet, "lane": 1}
    await refuse(zone.open_account(**lane, payer=shop))
    await zone.open_account(**lane, payer=zone.operator)
    await refuse(zone.consolidate(**lane))
    order: dict[str, Any] = {"wallet": payer, "payee": wallet, "mint": mint, "amount": 5_000_00}
    await zone.pay(**order, service=Service.CLINIC, payee_lane=1)
    await zone.consolidate(**lane)
    await zone.fund_lane(mint=mint, lane=1, amount=1_00, wallet=shop)
    await refuse(zone.fund_lane(mint=mint, lane=1, amount=0, wallet=shop))
    await refuse(zone.fund_lane(mint=mint, lane=1, amount=10**13, wallet=shop))
