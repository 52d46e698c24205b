"""Taxes by month, limits of payees, and terms that change: whole lives, exact to the unit."""

from __future__ import annotations

import pytest
from solders.pubkey import Pubkey
from tests.program import world_payments as life
from tests.program import world_taxes as taxes
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, forge, set_time
from tests.program.world_forks import forked_world
from tests.program.world_taxes import RATE, closing

from alatau.program import (
    AssetAmended,
    Collected,
    Event,
    LimitsSet,
    Participant,
    ParticipantAmended,
    PaymentAccount,
    Role,
    TaxPeriodClosed,
    decode_participant,
    participant_address,
    read_events,
)
from alatau.program.months import calendar_month, month_begins
from alatau.program.tax_accounts import TaxPeriod
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, NO_CAP, UTC_OFFSET, World
from alatau.tokens import create_token_account

AMOUNT = 200_000
FEE, TAX = 1_000, 24_000
"""Of `AMOUNT`: half a percent, and «Береке»'s 12."""


async def do(world: World, tried: Attempt) -> list[Event]:
    """Execute what must succeed."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs
    return list(read_events(record.logs).events)


async def refuse(world: World, tried: Attempt) -> str | None:
    """The name of the refusal."""
    return (await attempt(world, tried))[0]


async def merchant(world: World) -> PaymentAccount:
    return await world.account(world.bereke, world.tenge)


async def treasury(world: World) -> PaymentAccount:
    return await world.account(world.treasury, world.tenge)


async def paying(world: World) -> Attempt:
    """Илья, whom no caps hold, pays «Береке»."""
    return await valid.paying(world, world.ilya, world.bereke, world.tenge, AMOUNT)


def refunding(world: World, payment: Pubkey, before: int, amount: int) -> Attempt:
    return life.refunding(world, payment, before, amount)


async def settled(world: World) -> Pubkey:
    address = await life.hold(world, AMOUNT)
    await do(world, life.settling(world, address))
    return address


async def test_close_period_sweeps_writes_the_record_and_makes_room() -> None:
    async with forked_world() as (world, _):
        november = await taxes.month(world)
        assert calendar_month(november) == (2026, 11)
        await do(world, await paying(world))
        await do(world, await paying(world))
        assert (await merchant(world)).tax_periods == (
            TaxPeriod(november, RATE, 2 * AMOUNT, 2 * TAX, 0, 0),
        )
        before = await treasury(world)
        await taxes.next_month(world)
        collected, closed = await do(world, closing(world, november))
        assert isinstance(collected, Collected)
        assert (collected.fee, collected.tax) == (2 * FEE, 2 * TAX)
        account, record = await merchant(world), await taxes.record(world, november)
        assert closed == TaxPeriodClosed(
            tax_record=closing(world, november).address("tax_record"),
            account=taxes.bereke(world),
            month=november,
            rate_bps=RATE,
            turnover=2 * AMOUNT,
            tax=2 * TAX,
            returned_turnover=0,
            returned_tax=0,
            account_revision=account.revision,
            revision=1,
        )
        assert (account.tax_periods, account.tax_collected) == ((), 2 * TAX)
        assert (record.turnover, record.tax) == (2 * AMOUNT, 2 * TAX)
        assert (record.wallet, record.rent_payer) == (world.bereke.pubkey(), world.ilya.pubkey())
        assert record.closed_at == month_begins(november + 1, UTC_OFFSET)
        assert (await treasury(world)).available == before.available + 2 * (FEE + TAX)
        check_state(await take_snapshot(world.chain, world.zone))


async def test_close_period_is_possible_from_the_first_second_of_the_next_month_on() -> None:
    async with forked_world() as (world, _):
        november = await taxes.month(world)
        await do(world, await paying(world))
        await set_time(world, month_begins(november + 1, UTC_OFFSET) - 1)
        assert await refuse(world, closing(world, november)) == "TaxPeriodOpen"
        await do(world, await paying(world))
        await set_time(world, month_begins(november + 1, UTC_OFFSET))
        await do(world, await paying(world))
        await do(world, closing(world, november))
        assert (await taxes.record(world, november)).turnover == 2 * AMOUNT
        (left,) = (await merchant(world)).tax_periods
        assert (left.month, left.turnover) == (november + 1, AMOUNT)


async def test_refund_in_a_later_month_is_a_credit_of_that_month() -> None:
    async with forked_world() as (world, _):
        november = await taxes.month(world)
        payment = await settled(world)
        await do(world, life.collecting(world))
        await taxes.next_month(world)
        await do(world, closing(world, november))
        await do(world, refunding(world, payment, 0, AMOUNT // 2))
        account = await merchant(world)
        assert account.tax_periods == (TaxPeriod(november + 1, RATE, 0, 0, AMOUNT // 2, TAX // 2),)
        assert (account.fee_credit, account.tax_credit) == (FEE // 2, TAX // 2)
        await do(world, await paying(world))
        (swept,) = await do(world, life.collecting(world))
        assert isinstance(swept, Collected)
        assert (swept.fee, swept.tax, swept.credit) == (FEE // 2, TAX // 2, (FEE + TAX) // 2)
        record = await taxes.record(world, november)
        assert (record.tax, record.returned_tax) == (TAX, 0)
        assert (await merchant(world)).tax_collected == TAX + TAX // 2
        check_state(await take_snapshot(world.chain, world.zone))


async def test_settle_and_refund_with_all_periods_in_use_are_booked_in_the_latest() -> None:
    async with forked_world() as (world, _):
        first = await taxes.month(world)
        payment = await settled(world)
        await taxes.next_month(world)
        await do(world, await paying(world))
        await taxes.next_month(world)
        await do(world, await paying(world))
        late = await life.hold(world, AMOUNT)
        await taxes.next_month(world)

        assert await refuse(world, await paying(world)) == "TaxPeriodsFull"
        await do(world, life.settling(world, late))
        await do(world, refunding(world, payment, 0, AMOUNT))
        found = {each.month: each for each in (await merchant(world)).tax_periods}
        assert found[first] == TaxPeriod(first, RATE, AMOUNT, TAX, 0, 0)
        assert found[first + 1] == TaxPeriod(first + 1, RATE, AMOUNT, TAX, 0, 0)
        assert found[first + 2] == TaxPeriod(first + 2, RATE, 2 * AMOUNT, 2 * TAX, AMOUNT, TAX)
        check_state(await take_snapshot(world.chain, world.zone))

        for number in (first + 2, first, first + 1):
            await do(world, closing(world, number))
            await do(world, await paying(world))
        assert [each.month for each in (await merchant(world)).tax_periods] == [first + 3]
        check_state(await take_snapshot(world.chain, world.zone))


async def test_collect_after_the_zones_end_pays_back_what_the_payee_fronted() -> None:
    async with forked_world() as (world, _):
        payment = await settled(world)
        await do(world, await paying(world))
        await do(world, life.collecting(world))
        await do(world, refunding(world, payment, 0, AMOUNT))
        assert (await merchant(world)).tax_credit == TAX
        await set_time(world, world.ends_at - 1)
        assert await refuse(world, life.collecting(world)) == "NothingDue"
        await set_time(world, world.ends_at)
        before, funds = await merchant(world), (await treasury(world)).available
        (paid_back,) = await do(world, life.collecting(world))
        assert isinstance(paid_back, Collected)
        assert (paid_back.repaid, paid_back.credit) == (FEE + TAX, 0)
        after = await merchant(world)
        assert after.available == before.available + FEE + TAX
        assert (after.fee_credit, after.tax_credit) == (0, 0)
        assert (after.tax_collected, after.tax_repaid) == (2 * TAX, TAX)
        assert (await treasury(world)).available == funds - FEE - TAX
        assert await refuse(world, life.collecting(world)) == "NothingDue"
        check_state(await take_snapshot(world.chain, world.zone))


@pytest.mark.parametrize("funds", [0, 1, FEE, FEE + 1, FEE + TAX - 1])
async def test_collect_pays_back_as_far_as_the_treasury_goes(funds: int) -> None:
    async with forked_world() as (world, _):
        payment = await settled(world)
        await do(world, await paying(world))
        await do(world, life.collecting(world))
        await do(world, refunding(world, payment, 0, AMOUNT))
        await set_time(world, world.ends_at)
        await forge(world, world.address(world.treasury, world.tenge), available=funds)
        if not funds:
            assert await refuse(world, life.collecting(world)) == "NothingDue"
            return
        before = await merchant(world)
        await do(world, life.collecting(world))
        after = await merchant(world)
        assert after.available == before.available + funds
        assert after.fee_credit == FEE - min(FEE, funds)
        assert after.tax_credit == TAX - max(0, funds - FEE)
        assert (after.tax_collected, after.tax_repaid) == (2 * TAX, max(0, funds - FEE))
        assert (await treasury(world)).available == 0


async def test_set_limits_holds_for_the_day_and_the_month_with_what_was_received() -> None:
    async with forked_world() as (world, _):
        await do(world, await paying(world))
        (event,) = await do(world, taxes.limiting(world, 2 * AMOUNT, 3 * AMOUNT - 1))
        assert isinstance(event, LimitsSet)
        assert (event.receive_per_day, event.receive_per_day_before) == (2 * AMOUNT, NO_CAP)
        await do(world, await paying(world))
        assert await refuse(world, await paying(world)) == "PayeeDailyLimitExceeded"
        await set_time(world, await world.chain.time() + DAY)
        assert await refuse(world, await paying(world)) == "PayeeMonthlyLimitExceeded"
        await taxes.next_month(world)
        await do(world, await paying(world))
        await do(world, taxes.limiting(world, AMOUNT - 1, NO_CAP))
        assert await refuse(world, await paying(world)) == "PayeeDailyLimitExceeded"
        await do(world, taxes.limiting(world))
        await do(world, await paying(world))
        check_state(await take_snapshot(world.chain, world.zone))


async def test_amend_asset_changes_later_payments_only() -> None:
    async with forked_world() as (world, _):
        number = await taxes.month(world)
        payment = await life.hold(world, AMOUNT)
        before = await taxes.terms(world)
        (event,) = await do(world, await taxes.amending(world, tax=1_600, fee_bps=100))
        assert isinstance(event, AssetAmended)
        assert (event.fee_bps, event.fee_bps_before) == (100, before.fee_bps)
        assert (event.tax_bps[3], event.tax_bps_before[3]) == (1_600, RATE)
        assert event.tax_bps_before[:3] == event.tax_bps[:3] == before.tax_bps[:3]
        triples = tuple((c.per_payment, c.per_day, c.per_month) for c in before.caps)
        assert event.caps == event.caps_before == triples
        after = await taxes.terms(world)
        assert (after.revision, after.consents) == (before.revision + 1, before.consents)
        await do(world, await paying(world))
        await do(world, life.settling(world, payment))
        account = await merchant(world)
        assert account.fee_due == FEE + 2_000
        assert account.tax_periods == (
            TaxPeriod(number, RATE, AMOUNT, TAX, 0, 0),
            TaxPeriod(number, 1_600, AMOUNT, 32_000, 0, 0),
        )
        check_state(await take_snapshot(world.chain, world.zone))


async def test_amend_participant_ends_a_verification_and_what_is_there_can_leave() -> None:
    async with forked_world() as (world, _):
        now = await world.chain.time()
        await do(world, await paying(world))
        ended = taxes.reverifying(world, world.bereke.pubkey(), tax_category=3, until=now)
        (event,) = await do(world, ended)
        assert isinstance(event, ParticipantAmended)
        assert (event.verified_until, event.roles) == (now, Role.MERCHANT)
        assert await refuse(world, await paying(world)) == "VerificationExpired"
        available = (await merchant(world)).available
        payer, tenge = world.payer.pubkey(), world.tenge
        await world.run(
            create_token_account(payer, world.bereke.pubkey(), tenge.mint, tenge.token_program)
        )
        await do(world, await valid.withdrawing(world, world.bereke, world.tenge, available))
        again = taxes.reverifying(world, world.bereke.pubkey(), tier=2, tax_category=1)
        await do(world, again)
        who = await participant(world)
        assert (who.tier, who.tax_category, who.verified_until) == (2, 1, world.ends_at)
        assert who.verified_by == world.operator.pubkey()
        await do(world, await paying(world))
        (_, latest) = sorted((await merchant(world)).tax_periods, key=lambda each: -each.rate_bps)
        assert latest.rate_bps == 300
        check_state(await take_snapshot(world.chain, world.zone))


async def participant(world: World) -> Participant:
    address = participant_address(world.zone, world.bereke.pubkey())
    info = await world.chain.account(address)
    assert info is not None
    return decode_participant(info.data)
