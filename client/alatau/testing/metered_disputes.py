"""The scenario of compute units: disputes, reserves, closing and their policy."""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.program import DisputeReason
from alatau.program import instructions as build
from alatau.testing.living import DAY, reference_of
from alatau.testing.meter import Meter

_LARGE: Final = 2**58
_TIMES: Final = 3
_AMOUNT: Final = 50_000


async def dispute_payments(meter: Meter) -> None:
    """Everything that ends otherwise than as payer and payee wanted."""
    await _rule(meter)
    await _dispute_held(meter)
    await _charge_back(meter)
    await _release(meter)
    await _close(meter)


async def _rule(meter: Meter) -> None:
    world = meter.world
    for number, arbiter in enumerate((world.treasury.pubkey(), Pubkey.default())):
        instruction = build.set_policy(
            operator=world.operator.pubkey(),
            zone=world.zone,
            settle_window=3 * DAY,
            deliver_within=10 * DAY,
            respond_window=7 * DAY,
            resolve_window=14 * DAY,
            retention=(90 + number) * DAY,
            arbiter=arbiter,
        )
        await meter.run("set_policy", "an arbiter, or none", instruction, world.operator)
    for merchant in world.merchants:
        instruction = build.set_reserve(
            operator=world.operator.pubkey(),
            zone=world.zone,
            wallet=merchant.pubkey(),
            reserve_bps=2_000,
            reserve_window=30 * DAY,
        )
        await meter.run("set_reserve", "a fifth", instruction, world.operator)


async def _dispute_held(meter: Meter) -> None:
    waiting = []
    for amount in (_LARGE, *[_AMOUNT] * _TIMES):
        for ending in ("resolve", "drop", "wait"):
            what = f"held, to {ending}"
            payment = await _held(meter, what, amount)
            await meter.fulfil(what, meter.world.bereke, payment)
            await _dispute(meter, what, payment)
            if ending == "wait":
                waiting.append(payment)
                continue
            await _respond(meter, what, payment)
            if ending == "resolve":
                await _resolve(meter, what, payment, amount // 3)
            else:
                await _conclude(meter, what, payment, meter.world.ilya, drop=True)
    await meter.chain.set_time(await meter.chain.time() + 7 * DAY)
    for payment in waiting:
        await _conclude(meter, "held, unanswered", payment, meter.world.operator)


async def _charge_back(meter: Meter) -> None:
    waiting = []
    for amount in (_LARGE, *[_AMOUNT] * _TIMES):
        for ending in ("resolve", "wait"):
            what = f"settled, to {ending}"
            payment = await _held(meter, what, amount)
            await meter.settle(f"{what}, with a reserve", meter.world.ilya, payment)
            await _dispute(meter, what, payment)
            if ending == "wait":
                waiting.append(payment)
                continue
            await _resolve(meter, what, payment, amount // 10)
    await meter.chain.set_time(await meter.chain.time() + 7 * DAY)
    for number, payment in enumerate(waiting):
        if number == 1:
            await meter.collect("before chargebacks", meter.world.bereke, meter.world.tenge)
        await _conclude(meter, "settled, unanswered", payment, meter.world.operator)


async def _release(meter: Meter) -> None:
    payments = [await _held(meter, "to release", _AMOUNT) for _ in range(_TIMES)]
    for payment in payments:
        await meter.settle("with a reserve", meter.world.ilya, payment)
    await meter.chain.set_time(await meter.chain.time() + 30 * DAY)
    for payment in payments:
        parties = await meter.payment(payment)
        release = build.release(payment=payment, payee_account=parties.payee_account)
        await meter.run("release", "due", release)


async def _close(meter: Meter) -> None:
    payments = [await _held(meter, "to close", _AMOUNT) for _ in range(_TIMES)]
    for payment in payments:
        await meter.refund("before closing", meter.world.bereke, payment, _AMOUNT)
    closes_at = (await meter.payment(payments[-1])).closes_at
    await meter.chain.set_time(closes_at)
    for payment in payments:
        stored = await meter.payment(payment)
        close = build.close_payment(
            payment=payment, payer_account=stored.payer_account, rent_payer=stored.rent_payer
        )
        await meter.run("close_payment", "refunded", close)


async def _held(meter: Meter, what: str, amount: int) -> Pubkey:
    world = meter.world
    return await meter.pay(what, world.ilya, world.bereke, world.tenge, amount, held=True)


async def _dispute(meter: Meter, what: str, payment: Pubkey) -> None:
    parties = await meter.payment(payment)
    instruction = build.dispute(
        wallet=meter.world.ilya.pubkey(),
        payment=payment,
        payer_account=parties.payer_account,
        reason=DisputeReason.NOT_AS_DESCRIBED,
        evidence=reference_of(what),
    )
    await meter.run("dispute", what, instruction, meter.world.ilya)


async def _respond(meter: Meter, what: str, payment: Pubkey) -> None:
    parties = await meter.payment(payment)
    instruction = build.respond(
        wallet=meter.world.bereke.pubkey(),
        payment=payment,
        payee_account=parties.payee_account,
        evidence=reference_of(what),
    )
    await meter.run("respond", what, instruction, meter.world.bereke)


async def _resolve(meter: Meter, what: str, payment: Pubkey, to_payer: int) -> None:
    parties = await meter.payment(payment)
    instruction = build.resolve(
        authority=meter.world.operator.pubkey(),
        zone=meter.world.zone,
        payment=payment,
        payer_account=parties.payer_account,
        payee_account=parties.payee_account,
        to_payer=to_payer,
    )
    await meter.run("resolve", what, instruction, meter.world.operator)


async def _conclude(
    meter: Meter, what: str, payment: Pubkey, signer: Keypair, *, drop: bool = False
) -> None:
    parties = await meter.payment(payment)
    instruction = build.conclude(
        signer=signer.pubkey(),
        payment=payment,
        payer_account=parties.payer_account,
        payee_account=parties.payee_account,
        drop=drop,
    )
    await meter.run("conclude", what, instruction, signer)
