"""The end of a zone: stops, put off, brought forward; then nothing enters and all leaves."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse

from alatau.program import (
    Service,
    account_address,
    allowance_address,
    plan_address,
)
from alatau.testing.fixtures import DAY, LIFETIME


async def wind_down(zone: RecordedZone, payer: Keypair, shop: Keypair, leaver: Keypair) -> None:
    mint = zone.tenge.mint
    bank, authority = zone.regulators
    signed: dict[str, Any] = {"regulators": zone.regulators}
    swapped: dict[str, Any] = {"regulators": (authority, bank)}
    now = await zone.chain.time()

    await refuse(
        zone.stop_withdrawals(**swapped, until=now + DAY),
        zone.stop_withdrawals(**signed, until=1),
    )
    await zone.stop_withdrawals(**signed, until=now + DAY)
    await refuse(zone.withdraw(wallet=payer, mint=mint, amount=1))
    await zone.stop_withdrawals(**signed, until=0)
    await zone.withdraw(wallet=payer, mint=mint, amount=1)

    await refuse(
        zone.extend_zone(**signed, operator=zone.operator, ends_at=now),
        zone.extend_zone(**swapped, operator=zone.operator, ends_at=now + 2 * LIFETIME),
    )
    await zone.extend_zone(**signed, operator=zone.operator, ends_at=now + 2 * LIFETIME)
    closing = account_address(zone.address, leaver.pubkey(), mint)
    await refuse(
        zone.migrate(account=closing),
        zone.close_account(account=closing),
        zone.wind_down(**swapped),
        zone.wind_down(**signed, ends_at=now + 3 * LIFETIME),
    )
    await zone.wind_down(**signed)
    await refuse(
        zone.wind_down(**signed),
        zone.extend_zone(**signed, operator=zone.operator, ends_at=now + LIFETIME),
    )

    order: dict[str, Any] = {"wallet": payer, "mint": mint}
    await refuse(zone.deposit(**order, amount=1))
    await refuse(zone.transfer(**order, payee=leaver.pubkey(), amount=1))
    await refuse(zone.pay(**order, payee=shop.pubkey(), amount=1, service=Service.CLINIC))
    left = (await zone.account(payer.pubkey(), mint)).available
    await zone.withdraw(**order, amount=left)
    await zone.close_account(account=closing)
    payee_account = account_address(zone.address, shop.pubkey(), mint)
    await refuse(zone.close_account(account=payee_account))
    payer_account = account_address(zone.address, payer.pubkey(), mint)
    child = zone.key("Дана").pubkey()
    await zone.close_allowance(allowance=allowance_address(payer_account, child))
    await zone.delete_plan(plan=plan_address(payee_account, 2))
