"""Whole lives of allowances, plans and mandates, to the last unit and second."""

from __future__ import annotations

import pytest
from solders.pubkey import Pubkey
from tests.program import world_allowances as allowed
from tests.program import world_valid as valid
from tests.program.test_refusals import close_all_doors
from tests.program.world_allowances import WEEK, child
from tests.program.world_attempts import Attempt, attempt, forge, set_time
from tests.program.world_forks import NOW, forked_world
from tests.program.world_valid import AMOUNT, Valid

from alatau.program import Service, mandate_address
from alatau.program import instructions as build
from alatau.testing.world import DAY, FUNDS, World

FEE, TAX = 1_000, 24_000
"""Of AMOUNT: 0.5 % and 12 %."""


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def perform(world: World, tried: Attempt) -> None:
    """Execute what must succeed, in a block of its own."""
    assert await refusal(world, tried) is None


async def test_draw_within_an_allowance_moves_the_owners_money() -> None:
    async with forked_world() as (world, _):
        await perform(world, await allowed.granting(world, world.aigul, world.tenge))
        before = await world.account(world.aigul, world.tenge)
        await perform(world, await allowed.drawing(world, world.aigul, world.bereke, world.tenge))
        owner = await world.account(world.aigul, world.tenge)
        payee = await world.account(world.bereke, world.tenge)
        assert (owner.available, owner.spent_day, owner.paid) == (FUNDS - AMOUNT, AMOUNT, AMOUNT)
        assert owner.sequence == before.sequence
        assert (payee.fee_due, payee.tax_due) == (FEE, TAX)
        assert (payee.available, payee.received) == (AMOUNT - FEE - TAX, AMOUNT)
        found = await allowed.allowance(
            world, allowed.allowance_of(world, world.aigul, world.tenge)
        )
        assert (found.spent, found.drawn, found.index, found.sequence) == (AMOUNT, AMOUNT, 0, 1)
        assert found.left(NOW) == FUNDS - AMOUNT


async def test_draw_in_the_next_period_begins_with_its_first_second() -> None:
    async with forked_world() as (world, _):
        terms = {"per_payment": 60, "per_period": 100}
        await perform(world, await allowed.granting(world, world.aigul, world.tenge, **terms))
        for amount in (60, 40):
            tried = await allowed.drawing(world, world.aigul, world.bereke, world.tenge, amount)
            await perform(world, tried)
        tried = await allowed.drawing(world, world.aigul, world.bereke, world.tenge, 1)
        await set_time(world, NOW + WEEK - 1)
        assert await refusal(world, tried) == "AllowanceExceeded"
        await set_time(world, NOW + WEEK)
        assert await refusal(world, tried) is None
        found = await allowed.allowance(world, tried.address("allowance"))
        assert (found.index, found.spent, found.drawn) == (1, 1, 101)
        assert found.left(NOW + WEEK) == 99
        assert found.left(NOW + 2 * WEEK) == 100
        # A period in which nothing was drawn leaves nothing behind.
        await set_time(world, NOW + 3 * WEEK)
        tried = await allowed.drawing(world, world.aigul, world.bereke, world.tenge, 60)
        await perform(world, tried)
        tried = await allowed.drawing(world, world.aigul, world.bereke, world.tenge, 41)
        assert await refusal(world, tried) == "AllowanceExceeded"


async def test_change_a_running_allowance_keeps_what_was_spent() -> None:
    async with forked_world() as (world, _):
        await perform(world, await allowed.granting(world, world.aigul, world.tenge))
        await perform(world, await allowed.drawing(world, world.aigul, world.bereke, world.tenge))
        await set_time(world, NOW + DAY)
        lowered = {"per_payment": AMOUNT, "per_period": AMOUNT + 5}
        await perform(world, await allowed.granting(world, world.aigul, world.tenge, **lowered))
        tried = await allowed.drawing(world, world.aigul, world.bereke, world.tenge, 6)
        assert await refusal(world, tried) == "AllowanceExceeded"
        await perform(world, tried.with_args(amount=5))
        found = await allowed.allowance(world, tried.address("allowance"))
        assert (found.starts_at, found.spent, found.grants) == (NOW, AMOUNT + 5, 2)
        # Another length of period, or one that had ended, is another count.
        other = await allowed.granting(world, world.aigul, world.tenge, period=DAY)
        await perform(world, other)
        found = await allowed.allowance(world, tried.address("allowance"))
        assert (found.starts_at, found.spent, found.sequence) == (NOW + DAY, 0, 2)


async def test_revoke_and_grant_again_keeps_every_sequence_used() -> None:
    async with forked_world() as (world, _):
        granted = await allowed.granting(world, world.aigul, world.tenge)
        await perform(world, granted)
        drawn = await allowed.drawing(world, world.aigul, world.bereke, world.tenge)
        await perform(world, drawn)
        again = await allowed.granting(world, world.aigul, world.tenge)
        revoked = allowed.revoking(world, world.aigul, world.tenge)
        await perform(world, revoked)
        assert await refusal(world, revoked) is None  # twice is no mistake
        late = drawn.with_args(sequence=2)
        assert await refusal(world, late) == "AllowanceRevoked"
        # What was signed before the revocation does not undo it.
        assert await refusal(world, again) == "GrantsChanged"
        assert await refusal(world, granted) == "GrantsChanged"
        await perform(world, await allowed.granting(world, world.aigul, world.tenge))
        assert await refusal(world, drawn) == "SequenceUsed"
        assert await refusal(world, late) is None
        found = await allowed.allowance(world, late.address("allowance"))
        assert (found.grants, found.spent, found.drawn) == (4, AMOUNT, 2 * AMOUNT)
        assert [found.is_used(each) for each in (1, 2, 3)] == [True, True, False]


async def test_draw_at_expiry_is_refused_from_that_second() -> None:
    async with forked_world() as (world, _):
        await perform(world, await allowed.granting(world, world.aigul, world.tenge, lasts=DAY))
        first = await allowed.drawing(world, world.aigul, world.bereke, world.tenge)
        await set_time(world, NOW + DAY - 1)
        assert await refusal(world, first) is None
        await set_time(world, NOW + DAY)
        second = first.with_args(sequence=2)
        assert await refusal(world, second) == "AllowanceExpired"
        # Granted again, its periods are counted from then.
        await perform(world, await allowed.granting(world, world.aigul, world.tenge))
        found = await allowed.allowance(world, first.address("allowance"))
        assert (found.starts_at, found.spent) == (NOW + DAY, 0)


async def test_pull_collects_each_period_once_and_no_missed_one() -> None:
    async with forked_world() as (world, _):
        first = await allowed.pull(world)
        await perform(world, first)
        assert await refusal(world, first) == "PeriodPulled"
        early = allowed.pulling(world, world.aigul, world.bereke, world.tenge, 1)
        await set_time(world, NOW + WEEK - 1)
        assert await refusal(world, early) == "NotThisPeriod"
        await set_time(world, NOW + WEEK)
        assert await refusal(world, early) is None
        await set_time(world, NOW + 3 * WEEK)
        missed = allowed.pulling(world, world.aigul, world.bereke, world.tenge, 2)
        assert await refusal(world, missed) == "NotThisPeriod"
        await perform(world, allowed.pulling(world, world.aigul, world.bereke, world.tenge, 3))
        payer = await world.account(world.aigul, world.tenge)
        payee = await world.account(world.bereke, world.tenge)
        assert payer.available == FUNDS - 3 * AMOUNT
        assert payee.available == 3 * (AMOUNT - FEE - TAX)
        found = await allowed.mandate(world, first.address("mandate"))
        assert (found.next, found.count, found.pulled) == (4, 3, 3 * AMOUNT)
        assert found.due(NOW + 4 * WEEK - 1) is None
        assert found.due(NOW + 4 * WEEK) == 4


async def test_pull_before_the_start_and_at_the_end_is_refused() -> None:
    async with forked_world() as (world, _):
        await perform(world, allowed.offering(world, world.bereke, world.tenge))
        address = allowed.plan_of(world, world.bereke, world.tenge)
        tried = await allowed.consenting(
            world, world.aigul, address, world.tenge, starts_in=DAY, lasts=DAY + WEEK + 1
        )
        await perform(world, tried)
        first = allowed.pulling(world, world.aigul, world.bereke, world.tenge, 0)
        await set_time(world, NOW + DAY - 1)
        assert await refusal(world, first) == "MandateNotStarted"
        await set_time(world, NOW + DAY)
        await perform(world, first)
        last = allowed.pulling(world, world.aigul, world.bereke, world.tenge, 1)
        await set_time(world, NOW + DAY + WEEK)
        await perform(world, last)
        await set_time(world, NOW + DAY + WEEK + 1)
        assert await refusal(world, last) == "MandateEnded"


async def test_cancel_returns_the_rent_and_an_old_consent_does_not_land_again() -> None:
    async with forked_world() as (world, _):
        await perform(world, allowed.offering(world, world.bereke, world.tenge))
        address = allowed.plan_of(world, world.bereke, world.tenge)
        before = await world.chain.account(world.treasury.pubkey())
        consent = await allowed.consenting(world, world.aigul, address, world.tenge)
        await perform(world, consent)
        pulled = allowed.pulling(world, world.aigul, world.bereke, world.tenge, 0)
        await perform(world, pulled)
        await perform(world, allowed.cancelling(world, world.aigul, address, world.tenge))
        assert await world.chain.account(consent.address("mandate")) is None
        assert await world.chain.account(world.treasury.pubkey()) == before
        assert await refusal(world, pulled) == "AccountDataTooSmall"
        assert await refusal(world, consent) == "SequenceUsed"
        # A new consent is the payer's own, and says when its first period begins.
        again = await allowed.consenting(world, world.aigul, address, world.tenge, starts_in=WEEK)
        await perform(world, again)
        assert await refusal(world, pulled) == "MandateNotStarted"
        await set_time(world, NOW + WEEK)
        assert await refusal(world, pulled) is None


async def test_start_a_mandate_in_the_past_starts_it_now() -> None:
    async with forked_world() as (world, _):
        tried = (await allowed.grant_mandate(world)).with_args(starts_at=NOW - 9 * WEEK)
        await perform(world, tried)
        found = await allowed.mandate(world, tried.address("mandate"))
        assert (found.starts_at, found.due(NOW)) == (NOW, 0)


@pytest.mark.parametrize("valid_ending", [allowed.revoke_allowance, allowed.cancel_mandate])
async def test_end_a_consent_of_a_frozen_payer_succeeds(valid_ending: Valid) -> None:
    async with forked_world() as (world, _):
        tried = await valid_ending(world)
        frozen = ((NOW + DAY, bytes(16), 7, bytes(6)), (NOW + DAY, bytes(16), 7, bytes(6)))
        await forge(world, world.address(world.aigul, world.tenge), freezes=frozen)
        registered = valid.register(world, world.aigul).address("participant")
        await forge(world, registered, freezes=frozen)
        if tried.name == "cancel_mandate":
            await perform(world, allowed.closing_plan(world))
        await close_all_doors(world)
        assert await refusal(world, tried) is None


async def test_give_a_plans_rent_back_leaves_its_mandates_to_be_cancelled() -> None:
    async with forked_world() as (world, _):
        cancelled = await allowed.cancel_mandate(world)
        await set_time(world, world.ends_at)
        address = allowed.plan_of(world, world.bereke, world.tenge)
        made = build.delete_plan(zone=world.zone, plan=address, rent_payer=world.treasury.pubkey())
        await perform(world, Attempt.of(made))
        assert await world.chain.account(address) is None
        await perform(world, cancelled)
        assert await world.chain.account(cancelled.address("mandate")) is None


async def test_fund_the_address_of_an_allowance_does_not_block_it() -> None:
    async with forked_world() as (world, chain):
        tried = await allowed.grant_allowance(world)
        await chain.airdrop(tried.address("allowance"), 1_000_000)
        await perform(world, tried)
        await perform(world, await allowed.drawing(world, world.aigul, world.bereke, world.tenge))


async def test_draw_on_two_allowances_with_the_same_sequence_is_no_replay() -> None:
    async with forked_world() as (world, _):
        for owner in world.residents:
            await perform(world, await allowed.granting(world, owner, world.tenge))
            tried = await allowed.drawing(
                world, owner, world.bereke, world.tenge, service=Service.SHOPS
            )
            assert tried.args["sequence"] == 1
            assert tried.address("delegate") == child(world).pubkey()
            await perform(world, tried)


def test_derive_a_mandate_differs_by_payer_and_plan() -> None:
    one, other = Pubkey.new_unique(), Pubkey.new_unique()
    assert len({mandate_address(one, other), mandate_address(other, one)}) == 2
