"""Rounding: whatever parts a payment is returned in, the sums are those of one refund."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st
from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program import world_taxes as taxes
from tests.program import world_valid as valid
from tests.program.world_attempts import forge, next_block, set_time
from tests.program.world_forks import forked_world

from alatau.program import Paid, PaymentState, read_events
from alatau.testing.world import NO_CAP, World
from alatau.tokens import mint_to

LARGEST = 2**60
RATES = st.sampled_from([0, 1, 50, 333, 1_200, 4_999, 5_000, 9_999, 10_000]) | st.integers(
    0, 10_000
)
AMOUNTS = st.integers(1, 40) | st.integers(1, 10**7) | st.integers(1, LARGEST)
FEES = st.integers(0, 100) | st.integers(0, LARGEST)


@dataclass(frozen=True)
class Terms:
    """A policy: rates in basis points, fees in base units."""

    fee_bps: int
    fee_min: int
    fee_max: int
    tax_bps: int

    def legs(self, amount: int) -> tuple[int, int]:
        """Fee and tax of an amount."""
        tax = amount * self.tax_bps // 10_000
        fee = max(amount * self.fee_bps // 10_000, self.fee_min)
        return min(fee, self.fee_max, amount - tax), tax


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    fee_min, fee_max = sorted((draw(FEES), draw(FEES)))
    return Terms(draw(RATES), fee_min, fee_max, draw(RATES))


@dataclass(frozen=True)
class Cuts:
    """A payment's refunds, and before which of them it is settled, collected from, and a
    month ends."""

    amount: int
    parts: tuple[int, ...]
    settle_before: int
    collect_before: int
    months_before: tuple[int, ...] = ()


@st.composite
def cuts(draw: st.DrawFn) -> Cuts:
    amount = left = draw(AMOUNTS)
    parts = []
    for _ in range(draw(st.integers(0, 6))):
        if left:
            parts.append(draw(st.integers(1, min(left, 3)) | st.integers(1, left)))
            left -= parts[-1]
    if left and draw(st.booleans()):
        parts.append(left)
    months = draw(st.lists(st.integers(0, 6), max_size=5))
    settle, collect = draw(st.integers(0, 8)), draw(st.integers(0, 8))
    return Cuts(amount, tuple(parts), settle, collect, tuple(months))


async def prepare(world: World, policy: Terms) -> None:
    """Айгүл and «Береке» have much, no cap holds, and the policy is this one."""
    tenge, aigul = world.tenge, world.aigul
    no_caps = ((NO_CAP,) * 3,) * 4
    free = {"fee_bps": 0, "fee_min": 0, "fee_max": 0, "tax_bps": (0,) * 4}
    await forge(world, tenge.address, caps=no_caps, **free)
    tokens = tenge.token_account(aigul.pubkey())
    issuer = world.issuer.pubkey()
    await world.run(
        mint_to(issuer, tenge.mint, tokens, 4 * LARGEST, 2, tenge.token_program),
        signers=(world.issuer,),
    )
    await life.perform(world, await valid.depositing(world, aigul, tenge, 4 * LARGEST))
    await life.perform(world, await valid.paying(world, aigul, world.bereke, tenge, 2 * LARGEST))
    await forge(
        world,
        tenge.address,
        fee_bps=policy.fee_bps,
        fee_min=policy.fee_min,
        fee_max=policy.fee_max,
        tax_bps=(policy.tax_bps,) * 4,
    )


@settings(max_examples=60, deadline=None)
@given(terms(), cuts())
@example(Terms(50, 0, NO_CAP, 1_200), Cuts(10_000, (9_999, 1), 1, 8))
@example(Terms(50, 0, NO_CAP, 1_200), Cuts(10_000, (199, 1, 1), 0, 1))
@example(Terms(10_000, 0, NO_CAP, 0), Cuts(LARGEST, (LARGEST - 1, 1), 0, 8))
@example(Terms(5_000, 0, NO_CAP, 5_000), Cuts(7, (1,) * 7, 3, 4))
@example(Terms(50, 0, NO_CAP, 1_200), Cuts(9_999, (3_333,) * 3, 0, 1, (1, 2, 2)))
@example(Terms(50, 0, NO_CAP, 1_200), Cuts(9_999, (1_111,) * 9, 1, 2, (1, 2, 3, 4, 5)))
def test_refund_in_any_parts_returns_what_one_refund_does(policy: Terms, made: Cuts) -> None:
    asyncio.run(refund_in_parts(policy, made))


async def refund_in_parts(policy: Terms, made: Cuts) -> None:
    async with forked_world() as (world, _):
        await prepare(world, policy)
        address = await life.hold(world, made.amount)
        payer = await world.account(world.aigul, world.tenge)
        payee = await world.account(world.bereke, world.tenge)
        start = payer.available, payee.available
        refunded, settled = 0, False
        for number, part in enumerate((*made.parts, 0)):
            for _ in range(made.months_before.count(number)):
                await taxes.next_month(world)
            if number == made.settle_before and refunded < made.amount:
                await life.perform(world, life.settling(world, address))
                settled = True
            if number == made.collect_before:
                await collect(world)
            if part:
                await next_block(world)
                await life.perform(world, life.refunding(world, address, refunded, part))
            refunded += part
            await check(world, address, policy, refunded, settled=settled, start=start)


async def collect(world: World) -> None:
    """Sweep what is due, if anything is."""
    payee = await world.account(world.bereke, world.tenge)
    if payee.fee_due or payee.tax_due:
        await life.perform(world, life.collecting(world))


async def check(
    world: World,
    address: Pubkey,
    policy: Terms,
    refunded: int,
    *,
    settled: bool,
    start: tuple[int, int],
) -> None:
    """Everything is as if what was refunded so far had been refunded at once."""
    held = await life.payment(world, address)
    amount = held.amount
    payer, payee, treasury = [
        await world.account(wallet, world.tenge)
        for wallet in (world.aigul, world.bereke, world.treasury)
    ]
    assert held.refunded + held.held + held.settled + held.fee + held.tax == amount
    assert payer.available == start[0] + refunded
    fee, tax = policy.legs(amount)
    assert (held.fee_total, held.tax_total) == (fee, tax)
    if settled:
        returned = (fee + tax) * refunded // amount
        fee_returned = fee * returned // (fee + tax) if fee + tax else 0
        assert (held.fee, held.tax) == (fee - fee_returned, tax - (returned - fee_returned))
        assert held.held == payee.held == 0
    else:
        assert (held.held, held.fee, held.tax, held.settled) == (amount - refunded, 0, 0, 0)
        assert payee.held == amount - refunded
    # Month by month, what was taxed and what was given back are what is left of the tax.
    months = payee.tax_periods
    assert sum(each.tax - each.returned_tax for each in months) == held.tax
    assert all(each.returned_tax <= each.returned_turnover for each in months)
    done = refunded == amount
    assert (held.state is PaymentState.REFUNDED) is done
    credit = payee.fee_credit + payee.tax_credit
    assert payee.available + credit == start[1] + held.settled
    assert treasury.received + payee.fee_due + payee.tax_due - credit == held.fee + held.tax
    if done:
        assert (held.fee, held.tax, held.settled, held.held) == (0, 0, 0, 0)


@settings(max_examples=60, deadline=None)
@given(terms(), AMOUNTS)
@example(Terms(50, 100, 50_000, 1_200), 1)
@example(Terms(10_000, 0, NO_CAP, 10_000), LARGEST)
def test_pay_any_amount_divides_it_into_legs_that_add_up(policy: Terms, amount: int) -> None:
    asyncio.run(pay_and_check(policy, amount))


async def pay_and_check(policy: Terms, amount: int) -> None:
    async with forked_world() as (world, _):
        await prepare(world, policy)
        before = await world.account(world.bereke, world.tenge)
        paid = await valid.paying(world, world.aigul, world.bereke, world.tenge, amount)
        record = await world.run(paid.instruction(), signers=paid.signers)
        (event,) = read_events(record.logs).events
        assert isinstance(event, Paid)
        after = await world.account(world.bereke, world.tenge)
        assert (event.fee, event.tax) == policy.legs(amount)
        assert (after.fee_due, after.tax_due) == (event.fee, event.tax)
        assert after.available - before.available + event.fee + event.tax == amount


@settings(max_examples=20, deadline=None)
@given(st.integers(2, LARGEST), st.data())
def test_expire_what_was_refunded_in_part_returns_the_rest_alone(
    amount: int, data: st.DataObject
) -> None:
    asyncio.run(refund_and_expire(amount, data.draw(st.integers(1, amount - 1))))


async def refund_and_expire(amount: int, part: int) -> None:
    async with forked_world() as (world, _):
        await prepare(world, Terms(50, 0, NO_CAP, 1_200))
        # Another payment is held too, from which too much could be taken unnoticed.
        await life.hold(world, amount)
        await next_block(world)
        address = await life.hold(world, amount)
        payer = await world.account(world.aigul, world.tenge)
        await life.perform(world, life.refunding(world, address, 0, part))
        await set_time(world, (await life.payment(world, address)).deliver_by)
        await life.perform(world, life.expiring(world, address))
        held = await life.payment(world, address)
        assert (held.state, held.refunded, held.held) == (PaymentState.REFUNDED, amount, 0)
        payee = await world.account(world.bereke, world.tenge)
        after = await world.account(world.aigul, world.tenge)
        assert (after.available - payer.available, payee.held) == (amount, amount)
