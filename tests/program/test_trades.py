"""Trades, standing offers and splits, to the last unit, base unit and second."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solders.keypair import Keypair
from tests.program import world_instruments as held
from tests.program import world_trades as traded
from tests.program.test_instruments import perform, refusal
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import attempt, forge, next_block, read, set_time
from tests.program.world_forks import NOW, forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_trades import EACH, LASTS, OFFERED, QUANTITY

from alatau.program import OfferTaken, read_events
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import NO_CAP, World

FEE_BPS, FEE_MIN, FEE_MAX = 50, 100, 50_000


def legs(price: int, tax_bps: int = 0) -> tuple[int, int]:
    """Fee and tax of a tenge payment, as the asset's terms have it."""
    tax = price * tax_bps // 10_000
    return min(max(price * FEE_BPS // 10_000, FEE_MIN), FEE_MAX, price - tax), tax


async def money(world: World, wallet: Keypair) -> tuple[int, int, int]:
    account = await world.account(wallet, world.tenge)
    return account.available, account.fee_due, account.tax_due


async def units(world: World, wallet: Keypair) -> tuple[int, int, int]:
    holding = await held.holding(world, wallet)
    return holding.units, holding.offered, holding.open_offers


@pytest.mark.parametrize("category", [0, 1, 3])
async def test_trade_moves_units_and_price_and_its_legs_are_the_sellers(category: int) -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.ilya)
        tried = await traded.trading(world, world.ilya, world.aigul, 7, 1_234_567)
        await forge(world, tried.address("seller"), tax_category=category)
        buyer, seller = await money(world, world.aigul), await money(world, world.ilya)
        await perform(world, tried)
        fee, tax = legs(1_234_567, (0, 300, 800, 1_200)[category])
        assert await money(world, world.aigul) == (buyer[0] - 1_234_567, 0, 0)
        assert await money(world, world.ilya) == (seller[0] + 1_234_567 - fee - tax, fee, tax)
        assert await units(world, world.ilya) == (UNITS - 7, 0, 0)
        assert await units(world, world.aigul) == (7, 0, 0)
        account = await world.account(world.ilya, world.tenge)
        (period,) = account.tax_periods
        assert (period.turnover, period.tax) == (1_234_567, tax)
        check_state(await take_snapshot(chain, world.zone))


async def test_trade_signed_twice_lands_once_whichever_sequence_is_changed() -> None:
    async with forked_world() as (world, _):
        tried = await traded.trade(world)
        await perform(world, tried)
        for changed in (
            tried,
            tried.with_args(sequence=tried.args["sequence"] + 1),
            tried.with_args(account_sequence=tried.args["account_sequence"] + 1),
        ):
            assert await refusal(world, changed) == "SequenceUsed"


async def test_trade_in_the_lock_up_is_the_issuers() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.bereke, world.ilya, locked_until=NOW + LASTS)
        tried = await traded.trading(world, world.ilya, world.aigul)
        assert await refusal(world, tried) == "UnitsLocked"
        assert await refusal(world, await traded.offering(world, world.ilya)) == "UnitsLocked"
        await perform(world, await traded.trading(world, world.bereke, world.aigul))


async def test_trade_with_a_seller_whose_money_is_frozen_succeeds() -> None:
    """A freeze of money blocks debits, and the seller is paid."""
    bank = ((2**63, bytes(16), 1, bytes(6)), (0, bytes(16), 0, bytes(6)))
    async with forked_world() as (world, _):
        tried = await traded.trade(world)
        await forge(world, tried.address("seller"), freezes=bank)
        await forge(world, tried.address("seller_account"), freezes=bank)
        assert await refusal(world, tried) is None


async def test_take_an_offer_in_parts_ends_it_and_returns_all_of_its_rent() -> None:
    async with forked_world() as (world, chain):
        number = await traded.have_offer(world)
        assert await units(world, world.ilya) == (UNITS, OFFERED, 1)
        assert await refusal(world, await held.giving(world, world.ilya, world.aigul, 71)) == (
            "InsufficientUnits"
        )
        await perform(world, await held.giving(world, world.ilya, world.aigul, UNITS - OFFERED))
        for quantity, left in ((1, 29), (28, 1)):
            await perform(
                world, await traded.taking(world, world.ilya, number, world.aigul, quantity)
            )
            assert (await traded.offer(world, world.ilya, number)).left == left
            assert await units(world, world.ilya) == (left, left, 1)
        assert await refusal(
            world, await traded.taking(world, world.ilya, number, world.aigul, 2)
        ) == ("OfferExceeded")
        offer = await read(world, traded.offer_of(world, world.ilya, number))
        before = await read(world, world.treasury.pubkey())
        last = await traded.taking(world, world.ilya, number, world.aigul, 1)
        await perform(world, last)
        after = await read(world, world.treasury.pubkey())
        assert after.lamports == before.lamports + offer.lamports
        assert await chain.account(traded.offer_of(world, world.ilya, number)) is None
        assert await units(world, world.ilya) == (0, 0, 0)
        assert (await held.instrument(world)).holders == 1
        check_state(await take_snapshot(chain, world.zone))


async def test_take_an_offer_unit_by_unit_is_the_sellers_to_forbid() -> None:
    """Each part bears the asset's least fee, which here is the price of a unit."""
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.ilya)
        for least, parts, got in ((1, [1] * 5, 0), (5, [5], 4 * FEE_MIN)):
            offered = await traded.offering(world, world.ilya, 5, FEE_MIN, least)
            await perform(world, offered)
            number, before = offered.args["sequence"], await money(world, world.ilya)
            if least > 1:
                one = await traded.taking(world, world.ilya, number, world.aigul, 1)
                assert await refusal(world, one) == "BelowOfferLeast"
            for part in parts:
                await perform(
                    world, await traded.taking(world, world.ilya, number, world.aigul, part)
                )
            assert (await money(world, world.ilya))[0] - before[0] == got
        check_state(await take_snapshot(chain, world.zone))


async def test_take_an_offer_in_parts_below_its_least_is_refused_but_for_the_last_units() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.ilya)
        offered = await traded.offering(world, world.ilya, 10, EACH, 4)
        await perform(world, offered)
        number = offered.args["sequence"]
        assert (await traded.offer(world, world.ilya, number)).least == 4
        for quantity, refused in ((3, "BelowOfferLeast"), (4, None), (4, None)):
            part = await traded.taking(world, world.ilya, number, world.aigul, quantity)
            assert await refusal(world, part) == refused
        # Two are left: not one of them, but both.
        for quantity, refused in ((1, "BelowOfferLeast"), (3, "OfferExceeded"), (2, None)):
            part = await traded.taking(world, world.ilya, number, world.aigul, quantity)
            assert await refusal(world, part) == refused
        assert await units(world, world.ilya) == (UNITS - 10, 0, 0)
        check_state(await take_snapshot(chain, world.zone))


@settings(max_examples=12, deadline=None)
@given(
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=5),
    price=st.integers(1, 60_000) | st.integers(19_000, 21_000),
)
async def test_take_in_parts_adds_up_but_for_the_rounding_of_legs(
    parts: list[int], price: int
) -> None:
    """Units and prices add up exactly; fee and tax are each part's, as of payments."""
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.ilya)
        offered = await traded.offering(world, world.ilya, sum(parts), price)
        await perform(world, offered)
        number = offered.args["sequence"]
        seller = await forge_taxed(world)
        paid, got = await money(world, world.aigul), await money(world, seller)
        fees = taxes = 0
        for quantity in parts:
            tried = await traded.taking(world, world.ilya, number, world.aigul, quantity)
            await next_block(world)
            refused, record = await attempt(world, tried)
            assert refused is None, record.logs
            event = read_events(record.logs).events[-1]
            assert isinstance(event, OfferTaken)
            assert event.price == quantity * price
            assert (event.fee, event.tax) == legs(event.price, 800)
            fees, taxes = fees + event.fee, taxes + event.tax
        whole = sum(parts) * price
        assert await money(world, world.aigul) == (paid[0] - whole, 0, 0)
        assert await money(world, seller) == (got[0] + whole - fees - taxes, fees, taxes)
        assert 0 <= legs(whole, 800)[1] - taxes < len(parts)
        assert await units(world, world.aigul) == (sum(parts), 0, 0)
        check_state(await take_snapshot(chain, world.zone))


async def forge_taxed(world: World) -> Keypair:
    """Илья is taxed as by category 2."""
    tried = await traded.trading(world, world.ilya, world.aigul)
    await forge(world, tried.address("seller"), tax_category=2)
    return world.ilya


async def test_cancel_an_offer_in_part_taken_frees_the_rest_with_every_door_closed() -> None:
    async with forked_world() as (world, chain):
        number = await traded.have_offer(world)
        await perform(world, await traded.taking(world, world.ilya, number, world.aigul))
        await perform(world, held.suspending(world))
        await close_all_doors(world)
        await perform(world, traded.cancelling(world, world.ilya, number, world.ilya))
        assert await units(world, world.ilya) == (UNITS - QUANTITY, 0, 0)
        check_state(await take_snapshot(chain, world.zone))


async def test_cancel_the_offer_of_another_from_its_last_second_on() -> None:
    async with forked_world() as (world, _):
        number = await traded.have_offer(world)
        stranger = traded.cancelling(world, world.ilya, number, world.shipa)
        taken = await traded.taking(world, world.ilya, number, world.aigul)
        await set_time(world, NOW + LASTS - 1)
        assert await refusal(world, stranger) == "OfferStands"
        assert await refusal(world, taken) is None
        await set_time(world, NOW + LASTS)
        again = await traded.taking(world, world.ilya, number, world.aigul)
        assert await refusal(world, again) == "OfferExpired"
        assert await refusal(world, stranger) is None


async def test_cancel_an_offer_after_the_zones_end_is_anyones() -> None:
    async with forked_world() as (world, _):
        number = await traded.have_offer(world)
        await forge(world, traded.offer_of(world, world.ilya, number), expires_at=NO_CAP)
        await set_time(world, world.ends_at)
        await perform(world, traded.cancelling(world, world.ilya, number, world.shipa))
        assert await units(world, world.ilya) == (UNITS, 0, 0)


async def test_offer_again_has_another_address() -> None:
    """What was signed for one offer can never take or end another."""
    async with forked_world() as (world, chain):
        number = await traded.have_offer(world)
        taken = await traded.taking(world, world.ilya, number, world.aigul)
        await perform(world, traded.cancelling(world, world.ilya, number, world.ilya))
        await perform(world, await traded.offering(world, world.ilya))
        assert await refusal(world, taken) == "AccountDataTooSmall"
        assert await chain.account(traded.offer_of(world, world.ilya, number + 1)) is not None


async def test_split_is_kept_in_lowest_terms_and_changes_no_holding() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.ilya, world.aigul)
        before = await units(world, world.ilya), await units(world, world.aigul)
        await perform(world, await traded.splitting(world, 12, 18))
        found = await held.instrument(world)
        assert (found.shares, found.per_units) == (2, 3)
        assert await refusal(world, await traded.splitting(world, 4, 6)) == "NothingChanged"
        await perform(world, held.suspending(world))
        await perform(world, await traded.splitting(world, NO_CAP, 1))
        assert (await held.instrument(world)).shares == NO_CAP
        assert before == (await units(world, world.ilya), await units(world, world.aigul))
        check_state(await take_snapshot(chain, world.zone))


async def test_price_of_a_unit_and_of_all_are_told_apart() -> None:
    async with forked_world() as (world, _):
        number = await traded.have_offer(world)
        assert (await traded.offer(world, world.ilya, number)).price == EACH
        tried = await traded.taking(world, world.ilya, number, world.aigul, 3)
        before = await money(world, world.aigul)
        await perform(world, tried)
        assert (await money(world, world.aigul))[0] == before[0] - 3 * EACH
