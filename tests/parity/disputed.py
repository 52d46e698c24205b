"""Disputes of held payments, reserves and chargebacks, and the end of a payment's account."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.parity.everyday import DELIVER_WITHIN
from tests.parity.recording import RecordedZone, refuse, until

from alatau.program import DisputeReason, Service, account_address, payment_address
from alatau.testing.fixtures import DAY, Wallets

LONG, SHORT = 600, 1
"""Seconds that never pass here, and that do."""
POLICY: dict[str, Any] = {
    "settle_window": LONG,
    "deliver_within": DAY,
    "respond_window": LONG,
    "resolve_window": LONG,
    "retention": SHORT,
}
AMOUNT = 2_000_00


class Payments:
    """Makes held payments of one payer to one payee, and names them and their accounts."""

    def __init__(self, zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
        mint = zone.tenge.mint
        self.zone, self.payer, self.shop = zone, payer, shop
        self.payer_account = account_address(zone.address, payer.pubkey(), mint)
        self.payee_account = account_address(zone.address, shop.pubkey(), mint)
        self.parties: dict[str, Any] = {
            "payer_account": self.payer_account,
            "payee_account": self.payee_account,
        }

    async def pay(self, within: int = DAY // 2, *, fulfil: bool = False) -> Pubkey:
        paid = await self.zone.pay_held(
            wallet=self.payer,
            payee=self.shop.pubkey(),
            mint=self.zone.tenge.mint,
            service=Service.CLINIC,
            amount=AMOUNT,
            deliver_by=await self.zone.chain.time() + within,
        )
        address = payment_address(self.payer_account, paid.event.sequence)
        if fulfil:
            await self.zone.fulfil(
                payment=address, payee_account=self.payee_account, wallet=self.shop
            )
        return address

    def disputing(self, payment: Pubkey) -> dict[str, Any]:
        return {
            "payment": payment,
            "payer_account": self.payer_account,
            "reason": DisputeReason.NOT_AS_DESCRIBED,
            "evidence": "фото".encode(),
            "wallet": self.payer,
        }

    def responding(self, payment: Pubkey) -> dict[str, Any]:
        answer = {"payment": payment, "payee_account": self.payee_account}
        return answer | {"evidence": "акт".encode(), "wallet": self.shop}


async def held(zone: RecordedZone, wallets: Wallets, payer: Keypair, shop: Keypair) -> None:
    payments = Payments(zone, payer, shop)
    arbiter, bank = await wallets("төреші"), zone.regulators[0]
    await refuse(
        zone.set_policy(**POLICY, operator=arbiter),
        zone.set_policy(**POLICY, arbiter=bank.pubkey()),
        zone.set_policy(**(POLICY | {"retention": 0})),
    )
    await zone.set_policy(**POLICY, arbiter=arbiter.pubkey())
    one, two = await payments.pay(), await payments.pay(fulfil=True)
    await refuse(
        zone.dispute(**payments.disputing(one)),
        zone.respond(**payments.responding(one)),
        zone.resolve(payment=one, **payments.parties, to_payer=0),
    )
    await zone.fulfil(payment=one, payee_account=payments.payee_account, wallet=shop)
    for each in (one, two):
        await zone.dispute(**payments.disputing(each))
    await refuse(
        zone.dispute(**payments.disputing(one)),
        zone.settle(payment=one, signer=payer, **payments.parties),
        zone.respond(**(payments.responding(one) | {"wallet": payer})),
    )
    await zone.respond(**payments.responding(one))
    await refuse(zone.respond(**payments.responding(one)))
    decision: dict[str, Any] = {"payment": one, **payments.parties}
    await refuse(
        zone.resolve(**decision, to_payer=1, authority=shop),
        zone.resolve(**decision, to_payer=AMOUNT + 1),
    )
    await zone.resolve(**decision, to_payer=777_77, authority=arbiter)
    await refuse(
        zone.resolve(**decision, to_payer=0, authority=arbiter),
        zone.conclude(payment=two, **payments.parties),
        zone.conclude(payment=two, **payments.parties, drop=True, signer=shop),
    )
    await zone.conclude(payment=two, **payments.parties, drop=True, signer=payer)
    await zone.set_policy(**(POLICY | {"respond_window": SHORT}))
    unanswered = await payments.pay(fulfil=True)
    await zone.set_policy(**(POLICY | {"resolve_window": SHORT}))
    undecided = await payments.pay(fulfil=True)
    disputed = await zone.dispute(**payments.disputing(unanswered))
    await zone.dispute(**payments.disputing(undecided))
    answered = await zone.respond(**payments.responding(undecided))
    await until(zone.chain, max(disputed.event.decide_by, answered.event.decide_by))
    await refuse(
        zone.respond(**payments.responding(unanswered)),
        zone.resolve(payment=undecided, **payments.parties, to_payer=1),
    )
    for each in (unanswered, undecided):
        await zone.conclude(payment=each, **payments.parties)


async def reserved(zone: RecordedZone, payer: Keypair, shop: Keypair) -> None:
    payments = Payments(zone, payer, shop)
    reserve: dict[str, Any] = {"wallet": shop.pubkey(), "reserve_bps": 2_000}
    await refuse(
        zone.set_reserve(**(reserve | {"reserve_bps": 10_001}), reserve_window=LONG),
        zone.set_reserve(**(reserve | {"wallet": payer.pubkey()}), reserve_window=LONG),
    )
    await zone.set_reserve(**reserve, reserve_window=LONG)
    charged = await payments.pay()
    await zone.settle(payment=charged, signer=payer, **payments.parties)
    holder: dict[str, Any] = {"payee_account": payments.payee_account}
    await refuse(zone.release(payment=charged, **holder))
    await zone.dispute(**payments.disputing(charged))
    await refuse(
        zone.release(payment=charged, **holder),
        zone.resolve(payment=charged, **payments.parties, to_payer=AMOUNT),
    )
    await zone.resolve(payment=charged, **payments.parties, to_payer=100_00)
    await zone.set_reserve(**reserve, reserve_window=SHORT)
    payment = await payments.pay(DELIVER_WITHIN)
    await zone.settle(payment=payment, signer=payer, **payments.parties)
    stored = await zone.payment(payment)
    await until(zone.chain, stored.reserve_until)
    await refuse(zone.dispute(**payments.disputing(payment)))
    closing: dict[str, Any] = {"payer_account": payments.payer_account}
    closing["rent_payer"] = payer.pubkey()
    await refuse(zone.close_payment(payment=payment, **closing))
    await zone.release(payment=payment, **holder)
    await refuse(zone.release(payment=payment, **holder))
    await until(zone.chain, stored.closes_at)
    await refuse(zone.close_payment(payment=charged, **closing))
    await zone.close_payment(payment=payment, **closing)
    await zone.set_reserve(**(reserve | {"reserve_bps": 0}), reserve_window=0)
