"""The sender on a validator, behind a network that drops, delays and duplicates."""

from __future__ import annotations

from pathlib import Path

import pytest

from alatau.chain.rpc import RpcChain
from alatau.pay import PaymentOrder
from alatau.program import Service
from alatau.testing import FaultPlan, FaultyChain, FreshZone, Wallets
from alatau.zone import Zone

pytestmark = pytest.mark.validator

PLAN = FaultPlan(
    drops=200, delays=200, duplicates=200, reorders=500, lost_answers=50, stale_answers=50,
    timeout_seconds=1, late_seconds=1, delay_seconds=3,
)  # fmt: skip


async def test_pay_through_faults_on_a_validator_pays_each_once(
    validator_chain: RpcChain, tmp_path: Path
) -> None:
    async with FreshZone.found(validator_chain) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=1_000_00)
        payee = (await wallets.merchant("«Нан» наубайханасы")).pubkey()
        mint = zone.tenge.mint
        orders = [
            PaymentOrder(payee, mint, 1_00 + number, Service.SHOPS, key=f"нан:{number}")
            for number in range(20)
        ]
        faulty = FaultyChain(validator_chain, seed=7, plan=PLAN)
        async with Zone.over(faulty, name=zone.name, keypair=payer, home=tmp_path) as paying:
            done = [each async for each in paying.pay_all(orders)]
            assert [each.error for each in done] == [None] * 20
            await faulty.heal()
        assert {"drops", "delays", "duplicates"} <= {*faulty.injected}
        assert (await zone.account(payer.pubkey(), mint)).paid == sum(o.amount for o in orders)
        signatures = [each.value.signature for each in done if each.value is not None]
        assert len(set(signatures)) == 20
