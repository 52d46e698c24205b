"""The scenario of compute units, its second part: money enters, is paid, returns, leaves.

Ordinary situations are the most, so that the median is what is typical.
"""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair

from alatau.chain.base import AccountInfo
from alatau.program import (
    SYSTEM_PROGRAM,
    Scope,
    payment_address,
)
from alatau.program import instructions as build
from alatau.testing.living import (
    DAY,
    SETTLE_WINDOW,
    WorldAsset,
    reference_of,
)
from alatau.testing.meter import Meter
from alatau.testing.metered_conversion import crossing_name
from alatau.tokens import mint_to

_LARGE: Final = 2**58
_TIMES = 8  # how often the ordinary is repeated


async def move_money(meter: Meter) -> None:
    """Everything that money does."""
    await _enter_and_leave(meter)
    await _pay_final(meter)
    await _transfer(meter)
    await _hold(meter)
    await _expire(meter)
    await _pause(meter)


async def _enter_and_leave(meter: Meter) -> None:
    world = meter.world
    for asset in world.assets:
        for wallet in world.residents:
            for time in range(_TIMES):
                await _cross(meter, "deposit", wallet, asset, amount=1_000, what=f"deposit {time}")
                await _cross(
                    meter, "withdraw", wallet, asset, amount=900, what=f"withdrawal {time}"
                )
    tokens = world.tenge.token_account(world.ilya.pubkey())
    mint, program = world.tenge.mint, world.tenge.token_program
    await world.run(
        mint_to(world.issuer.pubkey(), mint, tokens, 8 * _LARGE, 2, program),
        signers=(world.issuer,),
    )
    what = "a large deposit"
    await _cross(meter, "deposit", world.ilya, world.tenge, amount=8 * _LARGE, what=what)


async def _cross(
    meter: Meter, name: str, wallet: Keypair, asset: WorldAsset, *, amount: int, what: str
) -> None:
    door = build.deposit if name == "deposit" else build.withdraw
    instruction = door(
        wallet=wallet.pubkey(),
        zone=meter.world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        sequence=meter.sequence(wallet, asset),
        amount=amount,
        reference=reference_of(what),
    )
    await meter.run(crossing_name(name, asset), f"{what}, {asset.symbol}", instruction, wallet)


async def _pay_final(meter: Meter) -> None:
    world = meter.world
    aigul, ilya, bereke, shipa = *world.residents, *world.merchants
    tenge, dollar = world.assets
    for payer in (aigul, ilya):
        await meter.pay("the first ever", payer, bereke, tenge, 50_000)
        for _ in range(_TIMES):
            await meter.pay("the same day", payer, bereke, tenge, 50_000)
            await meter.pay("the same day, another merchant", payer, shipa, tenge, 40_000)
    for jump in (2, 63, 64, 65, 127, 128, 1_024):
        await meter.pay(f"a sequence {jump} ahead", ilya, bereke, tenge, 50_000, jump=jump)
    latest = meter.sequence(ilya, tenge, jump=0)
    for age in (1, 63, 64, 127):
        what = f"a sequence {age} back"
        await meter.pay(what, ilya, bereke, tenge, 50_000, sequence=latest - age)
    await meter.pay("the smallest fee", ilya, bereke, tenge, 1_000)
    await meter.pay("the fee is all", ilya, bereke, tenge, 1)
    await meter.pay("the largest fee", ilya, bereke, tenge, 100_000_000)
    await meter.pay("a large amount", ilya, bereke, tenge, _LARGE)
    for payer in (aigul, ilya):
        await meter.pay("crypto, the first ever", payer, bereke, dollar, 10_000)
        for _ in range(3):
            await meter.pay("crypto, the same day", payer, bereke, dollar, 10_000)
    for days, what in ((1, "the first of a day"), (30, "the first of a month")):
        await meter.chain.set_time(await meter.chain.time() + days * DAY)
        await meter.pay(what, aigul, bereke, tenge, 50_000)
        await meter.pay(f"crypto, {what}", aigul, bereke, dollar, 10_000)


async def _transfer(meter: Meter) -> None:
    world = meter.world
    for asset in world.assets:
        for payer, payee in (world.residents, world.residents[::-1]):
            for time in range(_TIMES):
                instruction = build.transfer(
                    wallet=payer.pubkey(),
                    payee=payee.pubkey(),
                    zone=world.zone,
                    mint=asset.mint,
                    sequence=meter.sequence(payer, asset),
                    amount=500,
                    reference=reference_of(f"қарыз {time}"),
                )
                await meter.run("transfer", f"{asset.symbol} {time}", instruction, payer)
    for days, what in ((1, "the first of a day"), (31, "the first of a month")):
        await meter.chain.set_time(await meter.chain.time() + days * DAY)
        instruction = build.transfer(
            wallet=world.aigul.pubkey(),
            payee=world.ilya.pubkey(),
            zone=world.zone,
            mint=world.tenge.mint,
            sequence=meter.sequence(world.aigul, world.tenge),
            amount=500,
            reference=reference_of(what),
        )
        await meter.run("transfer", what, instruction, world.aigul)


async def _hold(meter: Meter) -> None:
    """Held payments through all that can become of them."""
    world = meter.world
    bereke, ilya, aigul = world.bereke, world.ilya, world.aigul
    tenge, dollar = world.assets
    kept, waiting = [], []
    for time in range(_TIMES):
        for payer, asset in ((aigul, tenge), (ilya, tenge), (ilya, dollar)):
            what = f"{asset.symbol} {time}"
            payment = await meter.pay(what, payer, bereke, asset, 50_000, held=True)
            await meter.fulfil(what, bereke, payment)
            if time % 4 == 3:
                waiting.append(payment)
                continue
            if time % 4 == 2:
                await meter.refund(f"{what}, before settlement", bereke, payment, 12_345)
            await meter.settle(f"{what}, by the payer", payer, payment)
            kept.append(payment)
    for payment in kept[: len(kept) // 2]:
        await meter.refund("after settlement", bereke, payment, 10_000)
        await meter.refund("after settlement, again", bereke, payment, 10_001)
    for asset in world.assets[:1]:
        await meter.collect("what was paid so far", bereke, asset)
    for payment in kept[len(kept) // 2 :]:
        await meter.refund("after collection", bereke, payment, 10_000)
        await meter.refund("after collection, again", bereke, payment, 10_001)
    await meter.pay("dues again", ilya, bereke, tenge, 50_000)
    await meter.collect("with credits to set off", bereke, tenge)
    await meter.collect("another merchant", world.shipa, tenge)
    await _hold_large(meter)
    await _hold_at_funded_address(meter)
    await meter.chain.set_time(await meter.chain.time() + SETTLE_WINDOW)
    for payment in waiting:
        await meter.settle("by anyone, after the window", world.operator, payment)


async def _hold_large(meter: Meter) -> None:
    """Amounts whose products need more than 64 bits."""
    world = meter.world
    ilya, bereke = world.ilya, world.bereke
    payment = await meter.pay("a large amount", ilya, bereke, world.tenge, _LARGE, held=True)
    await meter.refund("large, before settlement", bereke, payment, _LARGE // 7)
    await meter.settle("large, refunded in part", ilya, payment)
    await meter.refund("large, after settlement", bereke, payment, _LARGE // 11)
    await meter.refund("large, a second time", bereke, payment, _LARGE // 13)


async def _hold_at_funded_address(meter: Meter) -> None:
    """Someone has sent lamports to where the payment's account will be."""
    world = meter.world
    sequence = meter.sequence(world.ilya, world.tenge)
    address = payment_address(world.address(world.ilya, world.tenge), sequence)
    await meter.chain.set_account(address, AccountInfo(10_000_000, SYSTEM_PROGRAM, b""))
    what = "its address is funded already"
    await meter.pay(
        what, world.ilya, world.bereke, world.tenge, 50_000, held=True, sequence=sequence
    )


async def _expire(meter: Meter) -> None:
    world = meter.world
    payments = [
        await meter.pay("to expire", world.ilya, world.bereke, world.tenge, 50_000, held=True)
        for _ in range(3)
    ]
    await meter.refund("before expiry", world.bereke, payments[-1], 20_000)
    await meter.chain.set_time(await meter.chain.time() + DAY)
    for payment in payments:
        parties = await meter.payment(payment)
        instruction = build.expire(
            payment=payment,
            payer_account=parties.payer_account,
            payee_account=parties.payee_account,
        )
        await meter.run("expire", "expired", instruction)


async def _pause(meter: Meter) -> None:
    world = meter.world
    for authority in (world.operator, *world.regulators):
        for scopes in (Scope.ALL, Scope.NONE):
            instruction = build.pause(authority=authority.pubkey(), zone=world.zone, scopes=scopes)
            await meter.run("pause", str(scopes), instruction, authority)
