"""What an owner lets others take: allowances, plans and mandates."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse

from alatau.program import (
    AllowanceRevoked,
    Service,
    account_address,
    allowance_address,
    instructions,
    mandate_address,
    plan_address,
)
from alatau.testing.fixtures import DAY, Wallets

TERMS = bytes(range(32))


async def allowances(zone: RecordedZone, wallets: Wallets, owner: Keypair, shop: Keypair) -> None:
    mint, child = zone.tenge.mint, await wallets("Дана")
    terms: dict[str, Any] = {"mint": mint, "delegate": child.pubkey(), "wallet": owner}
    terms |= {"per_payment": 500_00, "per_period": 700_00, "period": DAY}
    terms |= {"services": 1 << Service.CLINIC, "expires_at": await zone.chain.time() + DAY}
    await refuse(
        zone.grant_allowance(**(terms | {"per_payment": 0})),
        zone.grant_allowance(**(terms | {"delegate": owner.pubkey()})),
    )
    await zone.grant_allowance(**terms)
    order: dict[str, Any] = {"owner": owner.pubkey(), "payee": shop.pubkey(), "mint": mint}
    order |= {"service": Service.CLINIC, "delegate": child}
    await zone.draw(**order, amount=400_00)
    await refuse(zone.draw(**order, amount=300_01))
    await refuse(zone.draw(**order, amount=500_01))
    await refuse(zone.draw(**(order | {"service": Service.SHOPS}), amount=1))
    await zone.grant_allowance(**(terms | {"per_period": 800_00}))
    await zone.draw(**order, amount=300_01)
    await refuse(zone.grant_allowance(**terms, grants_before=0))
    account = account_address(zone.address, owner.pubkey(), mint)
    allowance = allowance_address(account, child.pubkey())
    by_child = instructions.revoke_allowance(wallet=child.pubkey(), allowance=allowance)
    await refuse(zone.submit(AllowanceRevoked, by_child, signers=(child,)))
    await zone.revoke_allowance(mint=mint, delegate=child.pubkey(), wallet=owner)
    await refuse(zone.draw(**order, amount=1))
    await refuse(zone.close_allowance(allowance=allowance))


async def plans(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
    mint, collector = zone.tenge.mint, await wallets("кассир")
    offer: dict[str, Any] = {"mint": mint, "amount": 2_500_00, "period": DAY, "wallet": shop}
    offer |= {"service": Service.CLINIC, "terms": TERMS}
    await zone.create_plan(**offer, number=1)
    await zone.create_plan(**(offer | {"amount": 77}), number=2)
    await refuse(
        zone.create_plan(**offer, number=1),
        zone.create_plan(**(offer | {"service": 32}), number=3),
    )
    payee_account = account_address(zone.address, shop.pubkey(), mint)
    payer_account = account_address(zone.address, payer.pubkey(), mint)
    first, second = (plan_address(payee_account, number) for number in (1, 2))
    consent: dict[str, Any] = {"plan": first, "amount": 2_500_00, "period": DAY, "wallet": payer}
    consent |= {"ends_at": await zone.chain.time() + 30 * DAY}
    await refuse(zone.grant_mandate(**(consent | {"amount": 2_499_99})))
    await refuse(zone.grant_mandate(**(consent | {"ends_at": 1})))
    await zone.grant_mandate(**consent)
    await zone.grant_mandate(**(consent | {"plan": second, "amount": 77}))
    mandate, other = (mandate_address(payer_account, each) for each in (first, second))
    await zone.pull(mandate=mandate, index=0)
    await refuse(
        zone.pull(mandate=mandate, index=0),
        zone.pull(mandate=mandate, index=1),
        zone.cancel_mandate(mandate=mandate, wallet=collector),
    )
    await zone.cancel_mandate(mandate=mandate, wallet=payer)
    await refuse(zone.close_plan(plan=second, wallet=payer))
    await zone.close_plan(plan=second, wallet=shop)
    await refuse(zone.pull(mandate=other, index=0))
    await refuse(zone.grant_mandate(**(consent | {"plan": second, "amount": 77})))
    await refuse(zone.delete_plan(plan=second))
