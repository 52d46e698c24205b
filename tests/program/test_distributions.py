"""Whole lives of distributions: who is paid what, and what cannot stop it."""

from __future__ import annotations

import pytest
from tests.program import world_distributions as paid
from tests.program import world_enforcement as orders
from tests.program import world_instruments as held
from tests.program.world_attempts import Attempt, attempt, forge, set_time
from tests.program.world_distributions import CATEGORY, FUNDS, SUM, TAX_BPS
from tests.program.world_forks import forked_world
from tests.program.world_instruments import UNITS

from alatau.program import Claimed, Distributed, PaymentAccount, Role, read_events
from alatau.program import instructions as build
from alatau.program.months import month_of
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import World

NO_TAX = (0, 0, 0, 0, 0)
RATE = TAX_BPS[CATEGORY]
ONLY = SUM
"""What who has all units gets of `SUM`, though it does not divide by them."""


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def perform(world: World, tried: Attempt) -> None:
    """Execute what must succeed, in a block of its own."""
    assert await refusal(world, tried) is None


async def claimed(world: World, tried: Attempt) -> Claimed:
    """Execute a claim that must succeed."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs
    (event,) = read_events(record.logs).events
    assert isinstance(event, Claimed)
    return event


async def issuer(world: World) -> PaymentAccount:
    return await world.account(world.bereke, world.tenge)


async def test_distribute_and_claim_pays_each_its_share_less_tax() -> None:
    async with forked_world() as (world, chain):
        await paid.have_funds(world, world.aigul, world.ilya)
        before = await world.account(world.aigul, world.tenge)
        refused, record = await attempt(world, await paid.distributing(world))
        assert refused is None
        (event,) = read_events(record.logs).events
        assert isinstance(event, Distributed)
        found = await held.instrument(world)
        assert (event.index, event.index_excess) == (found.index, found.index_excess)
        account = await issuer(world)
        assert (account.available, account.held) == (FUNDS - SUM, SUM)

        first = await claimed(world, paid.claiming(world, world.aigul))
        gross = SUM // 2
        assert (first.gross, first.tax) == (gross, gross * RATE // 10_000)
        after = await world.account(world.aigul, world.tenge)
        assert after.available == before.available + gross - first.tax
        assert after.tax_due == first.tax
        (period,) = after.tax_periods
        assert (period.rate_bps, period.turnover, period.tax) == (RATE, gross, first.tax)
        second = await claimed(world, paid.claiming(world, world.ilya))
        assert (second.gross, second.tax) == (gross, 0)
        # One base unit was not divisible by two: half of it is each one's.
        assert (await issuer(world)).held == 1
        check_state(await take_snapshot(chain, world.zone))

        more = 100_000_99  # with which the sums divide by the units
        await perform(world, await paid.distributing(world, more))
        third = await claimed(world, paid.claiming(world, world.aigul))
        assert third.holding_claimed == gross + third.gross == (SUM + more) // 2
        # What the index gives too much is kept in mind, and far less than a base unit.
        assert 0 < (await held.instrument(world)).index_excess < 2 * held.UNITS * 2


async def test_trade_between_two_distributions_moves_what_comes_alone() -> None:
    async with forked_world() as (world, chain):
        await paid.have_funds(world, world.aigul, world.ilya)
        await perform(world, await paid.distributing(world, 2_000))
        await perform(world, await held.giving(world, world.aigul, world.ilya, UNITS))
        await perform(world, await paid.distributing(world, 4_000))
        assert (await claimed(world, paid.claiming(world, world.aigul))).gross == 1_000
        assert (await claimed(world, paid.claiming(world, world.ilya))).gross == 5_000
        assert await refusal(world, paid.claiming(world, world.aigul)) == "NothingToClaim"
        # Who has no units has nothing of what comes now.
        await perform(world, await paid.distributing(world, 3_000))
        assert await refusal(world, paid.claiming(world, world.aigul)) == "NothingToClaim"
        assert (await issuer(world)).held == 3_000
        check_state(await take_snapshot(chain, world.zone))


async def test_claim_of_the_issuer_frees_its_own_share_untaxed() -> None:
    async with forked_world() as (world, chain):
        await paid.have_funds(world, world.aigul, world.bereke)
        await perform(world, await paid.distributing(world, 5_000))
        event = await claimed(world, paid.claiming(world, world.bereke))
        account = await issuer(world)
        assert (event.gross, event.tax, event.issuer_held) == (2_500, 0, 2_500)
        assert (account.available, account.held) == (FUNDS - 2_500, 2_500)
        assert event.holder_revision == event.issuer_revision == account.revision
        assert not account.tax_periods
        check_state(await take_snapshot(chain, world.zone))


async def test_claim_with_everybody_frozen_and_the_instrument_delisted_is_paid() -> None:
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.aigul)
        await perform(world, await paid.distributing(world))
        for regulator in world.regulators:
            for wallet in (world.bereke, world.aigul):
                await perform(world, orders.freezing_participant(world, regulator, wallet))
        for wallet in (world.bereke, world.aigul):
            bank = world.regulators[0]
            await perform(world, orders.freezing_account(world, bank, wallet, world.tenge))
        await perform(world, held.delisting(world))
        assert (await claimed(world, paid.claiming(world, world.aigul))).gross == ONLY


async def test_seize_all_that_an_issuer_has_leaves_what_it_holds_for_holders() -> None:
    async with forked_world() as (world, chain):
        await paid.have_funds(world, world.aigul)
        await perform(world, await paid.distributing(world))
        rest = FUNDS - SUM
        over = orders.seizing(world, world.bereke, world.tenge, rest + 1)
        assert await refusal(world, over) == "InsufficientFunds"
        await perform(world, orders.seizing(world, world.bereke, world.tenge, rest))
        assert (await issuer(world)).available == 0
        assert (await claimed(world, paid.claiming(world, world.aigul))).gross == ONLY
        check_state(await take_snapshot(chain, world.zone))


async def test_claim_with_all_tax_periods_in_use_books_into_the_latest() -> None:
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.aigul)
        await perform(world, await paid.distributing(world))
        keys = [(2_000 + number) << 16 | 300 for number in range(3)]
        await forge(
            world,
            world.address(world.aigul, world.tenge),
            tax_periods=[(key, 0, 0, 0, 0) for key in keys],
        )
        event = await claimed(world, paid.claiming(world, world.aigul))
        account = await world.account(world.aigul, world.tenge)
        assert account.tax_due == event.tax > 0
        assert [each.key for each in account.tax_periods] == keys
        assert account.tax_periods[0].tax == event.tax


@pytest.mark.parametrize("role", [Role.MERCHANT, Role.RESIDENT])
async def test_claim_leaves_the_holder_a_tax_period_for_its_sales(role: Role) -> None:
    """Anyone can claim: at three rates in one month a merchant, or who sells units, could not."""
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.shipa)
        await paid.have_category(world, world.shipa, 1, role)
        shop = world.address(world.shipa, world.tenge)
        await perform(world, await paid.distributing(world))
        month = (await claimed_month(world)) << 16
        await forge(
            world, shop, tax_periods=[(month | 700, 0, 0, 0, 0), (month | 600, 0, 0, 0, 0), NO_TAX]
        )
        event = await claimed(world, paid.claiming(world, world.shipa))
        periods = (await world.account(world.shipa, world.tenge)).tax_periods
        assert [each.rate_bps for each in periods] == [700, 600]
        assert periods[0].tax == event.tax == ONLY * TAX_BPS[1] // 10_000


async def claimed_month(world: World) -> int:
    """The program's number of the current month."""
    account = await world.account(world.shipa, world.tenge)
    return month_of(await world.chain.time(), account.utc_offset)


@pytest.mark.parametrize("category", range(4))
async def test_claim_withholds_by_the_holders_tax_category(category: int) -> None:
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.aigul)
        await paid.have_category(world, world.aigul, category)
        await perform(world, await paid.distributing(world))
        event = await claimed(world, paid.claiming(world, world.aigul))
        assert event.tax == ONLY * TAX_BPS[category] // 10_000
        periods = (await world.account(world.aigul, world.tenge)).tax_periods
        # Where nothing is withheld there is no period that would have to be closed.
        assert [each.rate_bps for each in periods] == ([TAX_BPS[category]] if category else [])


async def test_claim_into_an_account_that_was_closed_opens_it_again() -> None:
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.shipa)
        await perform(world, await paid.distributing(world))
        await set_time(world, world.ends_at)
        account = world.address(world.shipa, world.tenge)
        for address, expected in ((account, None), (world.address(world.bereke, world.tenge),
                                                    "AccountNotEmpty")):  # fmt: skip
            closing = build.close_account(
                zone=world.zone, account=address, rent_payer=world.payer.pubkey()
            )
            assert await refusal(world, Attempt.of(closing)) == expected
        assert await refusal(world, paid.claiming(world, world.shipa)) == "AccountDataTooSmall"
        await perform(world, paid.opening(world, world.shipa))
        event = await claimed(world, paid.claiming(world, world.shipa))
        assert event.gross == ONLY


async def test_distribute_over_an_issue_that_came_first_is_refused() -> None:
    """The quotient was of fewer units: nobody would be diluted unawares."""
    async with forked_world() as (world, _):
        await paid.have_funds(world, world.aigul)
        tried = await paid.distributing(world)
        await perform(world, await held.issuing(world, world.aigul, 1))
        assert await refusal(world, tried) == "WrongQuotient"
        await perform(world, await paid.distributing(world))
        assert (await held.holding(world, world.aigul)).units == UNITS + 1


async def test_close_a_holding_gives_up_less_than_a_base_unit() -> None:
    async with forked_world() as (world, chain):
        await paid.have_funds(world, world.aigul, world.ilya)
        await perform(world, await paid.distributing(world, 5))
        await perform(world, await held.giving(world, world.aigul, world.ilya, UNITS))
        await perform(world, held.delisting(world))
        closing = held.closing(world, world.aigul)
        assert await refusal(world, closing) == "ClaimLeft"
        assert (await claimed(world, paid.claiming(world, world.aigul))).gross == 2
        await perform(world, closing)
        assert (await claimed(world, paid.claiming(world, world.ilya))).gross == 2
        assert (await issuer(world)).held == 1
        check_state(await take_snapshot(chain, world.zone))
