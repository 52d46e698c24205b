"""Disputes, reserves and closing by the SDK, with receipts and the whole audit."""

from __future__ import annotations

from typing import Any

import pytest
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.disputes import evidence_of
from alatau.errors import ProgramRefused
from alatau.program import (
    DisputeReason,
    PaymentState,
    account_address,
    payment_address,
)
from alatau.testing import invariants
from alatau.testing.fixtures import DAY, FreshZone, Wallets


async def dispute_by_sdk(
    zone: FreshZone, chain: EmbeddedChain
) -> tuple[Pubkey, dict[str, Any], Any, Any]:
    """A zone with a reserve, and a payment in it that is disputed after it has settled."""
    wallets = Wallets(zone)
    aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
    bakery = await wallets.merchant("«Нан»", tax_category=3)
    await zone.set_reserve(wallet=bakery.pubkey(), reserve_bps=5_000, reserve_window=10 * DAY)
    mint, deliver_by = zone.tenge.mint, await chain.time() + DAY
    payer = account_address(zone.address, aigul.pubkey(), mint)
    payee = account_address(zone.address, bakery.pubkey(), mint)
    paid = await zone.pay_held(
        payee=bakery.pubkey(),
        mint=mint,
        amount=1_000_00,
        service=4,
        deliver_by=deliver_by,
        wallet=aigul,
    )
    address = payment_address(payer, paid.event.sequence)
    parties: dict[str, Any] = {"payment": address, "payer_account": payer, "payee_account": payee}
    await zone.settle(**parties, signer=aigul)
    return address, parties, aigul, bakery


async def test_dispute_by_the_sdk_binds_both_sides_evidence(
    embedded_chain: EmbeddedChain,
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        address, parties, aigul, bakery = await dispute_by_sdk(zone, embedded_chain)
        receipt = await zone.dispute(
            payment=address,
            payer_account=parties["payer_account"],
            reason=DisputeReason.NOT_RECEIVED,
            evidence="Заказ не пришёл".encode(),
            wallet=aigul,
            key="dispute-1",
        )
        assert receipt.event.state == PaymentState.CHARGEBACK
        again = await zone.dispute(
            payment=address,
            payer_account=parties["payer_account"],
            reason=DisputeReason.NOT_RECEIVED,
            evidence="Заказ не пришёл".encode(),
            wallet=aigul,
            key="dispute-1",
        )
        assert again.signature == receipt.signature
        await zone.respond(
            payment=address,
            payee_account=parties["payee_account"],
            evidence="Қол қойылған жүкқұжат".encode(),
            wallet=bakery,
        )
        stored = await zone.payment(address)
        proof = evidence_of("Заказ не пришёл".encode(), "Қол қойылған жүкқұжат".encode())
        assert stored.evidence == proof
        resolved = await zone.resolve(**parties, to_payer=100_00)
        assert resolved.event.to_payer == 100_00
        rent: dict[str, Any] = {
            "payment": address,
            "payer_account": stored.payer_account,
            "rent_payer": stored.rent_payer,
        }
        with pytest.raises(ProgramRefused, match="RetentionNotOver"):
            await zone.close_payment(**rent)
        await embedded_chain.set_time(stored.closes_at)
        closed = await zone.close_payment(**rent)
        event = closed.event
        assert event.refunded + event.settled + event.fee + event.tax == event.amount
        await invariants.check(embedded_chain, zone.address)


async def test_release_and_conclude_by_the_sdk_end_what_is_due(
    embedded_chain: EmbeddedChain,
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        address, parties, aigul, _ = await dispute_by_sdk(zone, embedded_chain)
        stored = await zone.payment(address)
        with pytest.raises(ProgramRefused, match="ReserveNotDue"):
            await zone.release(payment=address, payee_account=stored.payee_account)
        await embedded_chain.set_time(stored.reserve_until)
        released = await zone.release(payment=address, payee_account=stored.payee_account)
        assert released.event.released == stored.reserve
        await zone.set_policy(
            settle_window=DAY,
            deliver_within=DAY,
            respond_window=60,
            resolve_window=60,
            retention=60,
            arbiter=aigul.pubkey(),
        )
        assert (await zone.state()).arbiter == aigul.pubkey()
        with pytest.raises(ProgramRefused, match="NotDisputed"):
            await zone.conclude(**parties)
