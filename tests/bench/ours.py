"""The work on our program: final payments, and held ones with their whole life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from solders.pubkey import Pubkey
from tests.bench.sandbox_zone import DAY, RETENTION, SETTLE_WINDOW, BenchZone
from tests.bench.stage import Outcome, Stage
from tests.bench.work import Purchase, Sums, expected

from alatau.program import Service, asset_address, payment_address, vault_address
from alatau.program import instructions as build
from alatau.testing.living import reference_of

BATCH: Final = 20
"""Payments to a `settle_many`: as many of a merchant's as there are, this many at most."""


async def final(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """`pay`; a refund is a `transfer` back of the whole price."""
    zone = await _enter(stage, work)
    for each in work:
        buyer, merchant = stage.buyer(each), stage.merchant(each)
        instruction = build.pay(
            wallet=buyer.pubkey(),
            payee=merchant.pubkey(),
            zone=zone.address,
            mint=zone.mint,
            sequence=zone.sequence(buyer),
            amount=each.amount,
            reference=reference_of(f"invoice {each.number}"),
            service=Service.SHOPS,
        )
        await stage.step("pay", instruction, signers=(buyer,))
    for each in work:
        if each.refunded:
            buyer, merchant = stage.buyer(each), stage.merchant(each)
            instruction = build.transfer(
                wallet=merchant.pubkey(),
                payee=buyer.pubkey(),
                zone=zone.address,
                mint=zone.mint,
                sequence=zone.sequence(merchant),
                amount=each.amount,
                reference=reference_of(f"return {each.number}"),
            )
            await stage.step("transfer", instruction, signers=(merchant,))
    await zone.leave()
    return await _outcome(zone, work, expected(work, taxed=True, fee=True, fee_kept=True))


async def held(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """`pay_held`, then `refund`, or `fulfil` and, after the window, `settle`."""
    zone = await _enter(stage, work)
    payments = await _hold(zone, work)
    await _refund(zone, work, payments)
    await _fulfil(zone, work, payments)
    await stage.chain.set_time(await stage.chain.time() + SETTLE_WINDOW)
    await _settle(zone, work, payments)
    await _close(zone, work, payments)
    await zone.leave()
    return await _outcome(zone, work, expected(work, taxed=True, fee=True, fee_kept=False))


async def batched(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """As `held`, but settled with `settle_many`: a merchant's payments, `BATCH` at a time."""
    zone = await _enter(stage, work)
    payments = await _hold(zone, work)
    await _refund(zone, work, payments)
    await _fulfil(zone, work, payments)
    await stage.chain.set_time(await stage.chain.time() + SETTLE_WINDOW)
    await _settle_many(zone, work, payments)
    await _close(zone, work, payments)
    await zone.leave()
    return await _outcome(zone, work, expected(work, taxed=True, fee=True, fee_kept=False))


async def _enter(stage: Stage, work: Sequence[Purchase]) -> BenchZone:
    """Everyone registered, and every buyer's whole shopping money deposited at once."""
    zone = await BenchZone.found(stage)
    wallets = (*stage.crowd.buyers, *stage.crowd.merchants, zone.treasury)
    await stage.open_tokens(*(wallet.pubkey() for wallet in wallets))
    for buyer, amount in (await stage.fund(work)).items():
        await zone.deposit(buyer, amount)
    return zone


async def _hold(zone: BenchZone, work: Sequence[Purchase]) -> list[Pubkey]:
    stage, payments = zone.stage, []
    for each in work:
        buyer, merchant = stage.buyer(each), stage.merchant(each)
        sequence = zone.sequence(buyer)
        instruction = build.pay_held(
            wallet=buyer.pubkey(),
            payee=merchant.pubkey(),
            zone=zone.address,
            mint=zone.mint,
            sequence=sequence,
            amount=each.amount,
            reference=reference_of(f"invoice {each.number}"),
            service=Service.SHOPS,
            deliver_by=await stage.chain.time() + DAY,
        )
        await stage.step("pay_held", instruction, signers=(buyer,))
        payments.append(payment_address(zone.account(buyer.pubkey()), sequence))
        await stage.opened(payments[-1])
    return payments


async def _refund(zone: BenchZone, work: Sequence[Purchase], payments: Sequence[Pubkey]) -> None:
    stage = zone.stage
    for each in work:
        if each.refunded:
            buyer, merchant = stage.buyer(each), stage.merchant(each)
            instruction = build.refund(
                wallet=merchant.pubkey(),
                zone=zone.address,
                payment=payments[each.number],
                payer_account=zone.account(buyer.pubkey()),
                payee_account=zone.account(merchant.pubkey()),
                refunded_before=0,
                amount=each.amount,
            )
            await stage.step("refund", instruction, signers=(merchant,))


async def _fulfil(zone: BenchZone, work: Sequence[Purchase], payments: Sequence[Pubkey]) -> None:
    stage = zone.stage
    for each in work:
        if not each.refunded:
            merchant = stage.merchant(each)
            instruction = build.fulfil(
                wallet=merchant.pubkey(),
                payment=payments[each.number],
                payee_account=zone.account(merchant.pubkey()),
            )
            await stage.step("fulfil", instruction, signers=(merchant,))


async def _settle(zone: BenchZone, work: Sequence[Purchase], payments: Sequence[Pubkey]) -> None:
    stage = zone.stage
    for each in work:
        if not each.refunded:
            buyer, merchant = stage.buyer(each), stage.merchant(each)
            instruction = build.settle(
                signer=merchant.pubkey(),
                payment=payments[each.number],
                payer_account=zone.account(buyer.pubkey()),
                payee_account=zone.account(merchant.pubkey()),
            )
            await stage.step("settle", instruction, signers=(merchant,))


async def _settle_many(
    zone: BenchZone, work: Sequence[Purchase], payments: Sequence[Pubkey]
) -> None:
    for place, merchant in enumerate(zone.stage.crowd.merchants):
        owed = [
            payments[each.number] for each in work if each.merchant == place and not each.refunded
        ]
        for start in range(0, len(owed), BATCH):
            instruction = build.settle_many(
                payee_account=zone.account(merchant.pubkey()),
                payments=owed[start : start + BATCH],
            )
            await zone.stage.step("settle_many", instruction, signers=(merchant,))


async def _close(zone: BenchZone, work: Sequence[Purchase], payments: Sequence[Pubkey]) -> None:
    """After the retention the buyers take their rent back."""
    stage = zone.stage
    await stage.chain.set_time(await stage.chain.time() + DAY + RETENTION)
    for each in work:
        buyer = stage.buyer(each)
        instruction = build.close_payment(
            payment=payments[each.number],
            payer_account=zone.account(buyer.pubkey()),
            rent_payer=buyer.pubkey(),
        )
        await stage.step("close_payment", instruction, signers=(buyer,))


async def _outcome(zone: BenchZone, work: Sequence[Purchase], wanted: Sums) -> Outcome:
    vault = vault_address(asset_address(zone.address, zone.mint))
    return await zone.stage.outcome(
        work, wanted, operator=zone.treasury.pubkey(), custodians=(vault,)
    )
