"""Whole lives of disputed payments, with exact balances; reserves; the end of an account.

A payment of 2,000.00 bears a fee of 10.00 and a tax of 240.00; of what is left, 1,750.00, a
fifth is kept in reserve where the operator wants one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256

import pytest
from tests.program import world_disputes as disputes
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, forge, set_time
from tests.program.world_disputes import ANSWER, COMPLAINT, refusal, sound
from tests.program.world_forks import forked_world
from tests.program.world_payments import payment, perform
from tests.program.world_valid import AMOUNT

from alatau.program import (
    DisputeOutcome,
    DisputeReason,
    PaymentFlag,
    PaymentState,
    Resolved,
    read_events,
)
from alatau.testing.fixtures import DAY
from alatau.testing.world import FUNDS, NO_CAP, World
from alatau.tokens import create_token_account, mint_to

NET, FEE, TAX = 175_000, 1_000, 24_000
RESERVE = 35_000
FOR_EVER = (NO_CAP, bytes(16), 1, bytes(6))


async def balances(world: World) -> tuple[int, ...]:
    """Айгүл's money; what «Береке» has available, held, in reserve, due and as credit."""
    payer = await world.account(world.aigul, world.tenge)
    payee = await world.account(world.bereke, world.tenge)
    due, credit = payee.fee_due + payee.tax_due, payee.fee_credit + payee.tax_credit
    return payer.available, payee.available, payee.held, payee.reserve, due, credit


async def resolved(world: World, tried: Attempt) -> Resolved:
    """Execute what ends a dispute, and check every invariant."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs
    (event,) = read_events(record.logs).events
    assert isinstance(event, Resolved)
    await sound(world)
    return event


async def test_resolve_a_held_payment_divides_it_and_keeps_no_reserve() -> None:
    async with forked_world() as (world, _):
        await perform(world, disputes.reserving(world))
        address = await disputes.disputed(world)
        stored = await payment(world, address)
        flags = PaymentFlag.COUNTED | PaymentFlag.DISPUTED
        assert (stored.state, stored.flags) == (PaymentState.DISPUTED, flags)
        assert stored.reason == DisputeReason.NOT_AS_DESCRIBED
        assert stored.decide_by == await world.chain.time() + 7 * DAY
        assert await balances(world) == (FUNDS - AMOUNT, 0, AMOUNT, 0, 0, 0)
        await perform(world, disputes.responding(world, address))
        stored = await payment(world, address)
        assert stored.flags == flags | PaymentFlag.ANSWERED
        assert stored.evidence == sha256(COMPLAINT + ANSWER).digest()
        assert stored.decide_by == await world.chain.time() + 14 * DAY
        event = await resolved(world, disputes.resolving(world, address, 77_777))
        # Of the legs' 25,000 the payer's part takes 9,722 with it: 388 of the fee, 9,334.
        fee, tax = FEE - 388, TAX - 9_334
        net = AMOUNT - 77_777 - fee - tax
        assert (event.outcome, event.to_payer, event.to_payee) == (
            DisputeOutcome.RESOLVED, 77_777, net,
        )  # fmt: skip
        assert (event.fee, event.tax, event.signer) == (fee, tax, world.operator.pubkey())
        expected = (FUNDS - AMOUNT + 77_777, net, 0, 0, fee + tax, 0)
        assert await balances(world) == expected
        stored = await payment(world, address)
        assert (stored.state, stored.settled, stored.reserve) == (PaymentState.SETTLED, net, 0)
        assert await refusal(world, disputes.disputing(world, address)) == "AlreadyDisputed"


@pytest.mark.parametrize(
    ("to_payer", "state"),
    [(0, PaymentState.SETTLED), (AMOUNT, PaymentState.REFUNDED)],
)
async def test_resolve_a_held_payment_for_one_side_gives_it_all(
    to_payer: int, state: PaymentState
) -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        await resolved(world, disputes.resolving(world, address, to_payer))
        assert (await payment(world, address)).state is state
        payer, payee, *_ = await balances(world)
        assert (payer, payee) == (FUNDS - AMOUNT + to_payer, 0 if to_payer else NET)


async def test_resolve_after_the_payee_returned_a_unit_gives_all_that_is_left() -> None:
    """By a small refund it could outdate each decision, and win when its time has passed."""
    async with forked_world() as (world, _):
        tried = await disputes.resolve(world)
        tried = tried.with_args(to_payer=AMOUNT)
        address = tried.address("payment")
        await perform(world, life.refunding(world, address, 0, 1))
        event = await resolved(world, tried)
        assert event.to_payer == AMOUNT - 1
        found = await payment(world, address)
        assert (found.refunded, found.state) == (AMOUNT, PaymentState.REFUNDED)


async def test_resolve_by_the_arbiter_needs_no_operator() -> None:
    async with forked_world() as (world, _):
        event = await resolved(world, await disputes.resolve_by_arbiter(world))
        assert event.signer == world.ilya.pubkey()


async def test_conclude_an_unanswered_dispute_returns_what_is_held() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        await perform(world, life.refunding(world, address, 0, 50_000))
        decide_by = (await payment(world, address)).decide_by
        await set_time(world, decide_by - 1)
        assert await refusal(world, disputes.concluding(world, address)) == "DecisionNotDue"
        await set_time(world, decide_by)
        assert await refusal(world, disputes.responding(world, address)) == "AnswerOverdue"
        assert await refusal(world, disputes.resolving(world, address, 1)) == "DecisionOverdue"
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.outcome, event.to_payer) == (DisputeOutcome.UNANSWERED, 150_000)
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)
        assert (await payment(world, address)).state is PaymentState.REFUNDED


async def test_conclude_an_answered_dispute_that_nobody_resolved_pays_the_payee() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        # A second before its time is over, the answer is in time.
        await set_time(world, (await payment(world, address)).decide_by - 1)
        await perform(world, disputes.responding(world, address))
        decide_by = (await payment(world, address)).decide_by
        await set_time(world, decide_by - 1)
        assert await refusal(world, disputes.concluding(world, address)) == "DecisionNotDue"
        await set_time(world, decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.outcome, event.to_payee) == (DisputeOutcome.UNRESOLVED, NET)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


@pytest.mark.parametrize("late", [False, True])
async def test_conclude_by_dropping_pays_the_payee_at_any_time(late: bool) -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        if late:
            await set_time(world, (await payment(world, address)).decide_by + DAY)
        event = await resolved(world, disputes.concluding(world, address, drop=True))
        assert (event.outcome, event.to_payer) == (DisputeOutcome.DROPPED, 0)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


async def test_refund_a_disputed_payment_whole_ends_the_dispute() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        assert await refusal(world, life.settling(world, address)) == "NotHeld"
        await perform(world, life.refunding(world, address, 0, AMOUNT))
        assert (await payment(world, address)).state is PaymentState.REFUNDED
        assert await refusal(world, disputes.resolving(world, address, 0)) == "NotDisputed"
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)


async def test_settle_keeps_a_reserve_that_is_released_when_due() -> None:
    async with forked_world() as (world, _):
        address = await disputes.reserved(world)
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (NET - RESERVE, RESERVE)
        assert await balances(world) == (
            FUNDS - AMOUNT, NET - RESERVE, 0, RESERVE, FEE + TAX, 0,
        )  # fmt: skip
        await set_time(world, stored.reserve_until - 1)
        tried = disputes.releasing(world, address)
        assert await refusal(world, tried) == "ReserveNotDue"
        await set_time(world, stored.reserve_until)
        assert await refusal(world, disputes.disputing(world, address)) == "DisputeOverdue"
        assert await refusal(world, tried) is None
        await sound(world)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


async def test_resolve_a_charge_back_pays_from_the_reserve_and_releases_the_rest() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        assert (await payment(world, address)).state is PaymentState.CHARGEBACK
        assert await refusal(world, disputes.releasing(world, address)) == "NotSettled"
        event = await resolved(world, disputes.resolving(world, address, 10_000))
        # 1,250 of it are the legs' share, still due: the reserve gives 8,750.
        assert (event.to_payer, event.to_payee) == (10_000, RESERVE - 8_750)
        assert await balances(world) == (
            FUNDS - AMOUNT + 10_000, NET - 8_750, 0, 0, FEE + TAX - 1_250, 0,
        )  # fmt: skip
        assert (await payment(world, address)).state is PaymentState.SETTLED


async def test_conclude_an_unanswered_charge_back_returns_all_that_the_reserve_covers() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        available = (await balances(world))[1]
        await set_time(world, (await payment(world, address)).decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        # An eighth of it are the legs' shares: 5,000.
        assert (event.to_payer, event.to_payee) == (40_000, 0)
        assert await balances(world) == (
            FUNDS - AMOUNT + 40_000, available, 0, 0, FEE + TAX - 5_000, 0,
        )  # fmt: skip


async def test_conclude_a_charge_back_after_collection_fronts_the_legs_as_a_credit() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        await perform(world, life.collecting(world))
        available = (await balances(world))[1]
        await set_time(world, (await payment(world, address)).decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.to_payer, event.to_payee) == (RESERVE, 0)
        assert (event.payee_fee_credit, event.payee_tax_credit) == (175, 4_200)
        stored = await payment(world, address)
        assert stored.settled == NET - RESERVE + 4_375
        assert (stored.fee, stored.tax) == (FEE - 175, TAX - 4_200)
        assert await balances(world) == (FUNDS - AMOUNT + RESERVE, available, 0, 0, 0, 4_375)
        # The next collection sets the credit off: that part was the payee's.
        await perform(world, await valid.pay(world))
        await perform(world, life.collecting(world))
        await sound(world)
        assert await balances(world) == (
            FUNDS - 2 * AMOUNT + RESERVE, available + NET + 4_375, 0, 0, 0, 0,
        )  # fmt: skip


async def test_conclude_a_charge_back_of_a_payee_without_money_takes_only_the_reserve() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        # «Береке» has spent what was available: no chargeback may need it.
        account = await world.account(world.bereke, world.tenge)
        tokens = world.tenge.token_account(world.bereke.pubkey())
        issuer, tenge = world.issuer, world.tenge
        program = tenge.token_program
        made = create_token_account(
            world.payer.pubkey(), world.bereke.pubkey(), tenge.mint, program
        )
        await world.run(
            made,
            mint_to(issuer.pubkey(), tenge.mint, tokens, 1, 2, program),
            signers=(issuer,),
        )
        await perform(world, await valid.withdrawing(world, world.bereke, tenge, account.available))
        await set_time(world, (await payment(world, address)).decide_by)
        assert (await resolved(world, disputes.concluding(world, address))).to_payer == 40_000


async def test_refund_a_charge_back_in_part_leaves_it_disputed() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        await perform(world, life.refunding(world, address, 0, 100_000))
        stored = await payment(world, address)
        assert (stored.state, stored.reserve) == (PaymentState.CHARGEBACK, RESERVE)
        await perform(world, life.refunding(world, address, 100_000, 90_000))
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (0, 8_750)
        event = await resolved(world, disputes.resolving(world, address, 10_000))
        assert event.to_payee == 0
        assert (await payment(world, address)).state is PaymentState.REFUNDED
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)


Ending = Callable[[World], Awaitable[Attempt]]


@pytest.mark.parametrize(
    "ending",
    [
        disputes.resolve,
        disputes.resolve_settled,
        disputes.conclude,
        disputes.conclude_settled,
        disputes.drop,
        disputes.release,
        disputes.close_payment,
    ],
)
async def test_end_a_payment_of_the_frozen_in_an_ended_zone_succeeds(ending: Ending) -> None:
    async with forked_world() as (world, _):
        tried = await ending(world)
        for wallet in (world.aigul, world.bereke):
            await forge(world, world.address(wallet, world.tenge), freezes=(FOR_EVER,) * 2)
            participant = (await world.account(wallet, world.tenge)).participant
            await forge(world, participant, freezes=(FOR_EVER,) * 2)
        await forge(world, world.zone, ends_at=1, paused=b"\x1f" * 3)
        assert await refusal(world, tried) is None


async def test_set_a_policy_changes_later_payments_only() -> None:
    async with forked_world() as (world, _):
        before = await disputes.fulfilled(world)
        stored = await payment(world, before)
        now = await world.chain.time()
        spans = {
            "settle_window": 60,
            "deliver_within": 2 * DAY,
            "respond_window": 120,
            "resolve_window": 180,
            "retention": 240,
        }
        await perform(world, disputes.policy(world, spans=spans))
        await perform(world, disputes.reserving(world))
        kept = await payment(world, before)
        assert kept == stored
        assert (kept.respond_window, kept.resolve_window) == (7 * DAY, 14 * DAY)
        await perform(world, disputes.disputing(world, before))
        assert (await payment(world, before)).decide_by == now + 7 * DAY
        await perform(world, disputes.responding(world, before))
        assert (await payment(world, before)).decide_by == now + 14 * DAY
        await perform(world, disputes.concluding(world, before, drop=True))
        assert (await payment(world, before)).reserve == 0

        after = await disputes.fulfilled(world)
        kept = await payment(world, after)
        assert (kept.settles_at, kept.closes_at) == (now + 60, kept.deliver_by + 240)
        assert (kept.reserve_bps, kept.reserve_window) == (2_000, 30 * DAY)
        await perform(world, disputes.reserving(world, 0, 0))
        await perform(world, disputes.disputing(world, after))
        assert (await payment(world, after)).decide_by == now + 120
        await perform(world, disputes.responding(world, after))
        assert (await payment(world, after)).decide_by == now + 180


async def test_set_a_reserve_of_all_keeps_all_of_the_payees_part() -> None:
    async with forked_world() as (world, _):
        await perform(world, disputes.reserving(world, 10_000, 1))
        address = await life.hold(world)
        await perform(world, life.settling(world, address))
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (0, NET)
