"""Whole lives of instruments that are called or tendered, to the last unit and base unit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_redemption as paid
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import Attempt, attempt, forge, next_block, set_time
from tests.program.world_distributions import opening
from tests.program.world_forks import NOW, forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_payments import perform
from tests.program.world_redemption import MATURITY, MONEY, PRICE, TENDERED

from alatau.program import InstrumentState, RedemptionCalled, read_events
from alatau.program import instructions as build
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, World


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def money(world: World) -> tuple[int, int]:
    """What «Береке» has available and held."""
    account = await world.account(world.bereke, world.tenge)
    return account.available, account.held


async def test_call_sets_the_price_of_all_units_of_others_aside() -> None:
    async with forked_world() as (world, chain):
        await paid.have_called(world)
        found = await held.instrument(world)
        assert (found.state, found.redemption_price) == (InstrumentState.REDEEMING, PRICE)
        # The issuer's own are no more, without money.
        assert (found.issued, found.redeemed, found.holders) == (2 * UNITS, UNITS, 2)
        assert (await held.holding(world, world.bereke)).units == 0
        assert await money(world) == (MONEY - 2 * UNITS * PRICE, 2 * UNITS * PRICE)
        check_state(await take_snapshot(chain, world.zone))


async def test_redeem_pays_exactly_and_the_last_unit_ends_it() -> None:
    async with forked_world() as (world, chain):
        await paid.have_called(world)
        before = (await world.account(world.aigul, world.tenge)).available
        await perform(world, paid.redeeming(world, world.aigul))
        after = (await world.account(world.aigul, world.tenge)).available
        assert after == before + UNITS * PRICE
        assert (await held.instrument(world)).state is InstrumentState.REDEEMING
        await perform(world, held.closing(world, world.aigul))
        await perform(world, paid.redeeming(world, world.ilya))
        found = await held.instrument(world)
        assert (found.state, found.issued) == (InstrumentState.DELISTED, 0)
        assert (found.redeemed, found.holders) == (3 * UNITS, 0)
        assert await money(world) == (MONEY - 2 * UNITS * PRICE, 0)
        check_state(await take_snapshot(chain, world.zone))


async def test_redeem_with_the_issuer_frozen_and_every_door_closed_succeeds() -> None:
    """What was set aside stays claimable for ever."""
    frozen = ((2**62, bytes(16), 1, bytes(6)),) * 2
    async with forked_world() as (world, _):
        await paid.have_called(world)
        tried = paid.redeeming(world, world.aigul)
        for name in ("account", "issuer_account"):
            await forge(world, tried.address(name), freezes=frozen)
        await close_all_doors(world)
        assert await refusal(world, tried) is None


async def test_call_waits_for_maturity_to_the_second() -> None:
    async with forked_world() as (world, _):
        await paid.have_issued(world)
        tried = await paid.calling(world)
        await set_time(world, MATURITY - 1)
        assert await refusal(world, tried) == "NotMatured"
        await set_time(world, MATURITY)
        assert await refusal(world, tried) is None
        assert await refusal(world, await paid.calling(world)) == "RedemptionCalled"


async def test_call_what_is_delisted_leaves_it_delisted() -> None:
    async with forked_world() as (world, chain):
        await paid.have_issued(world, maturity=0)
        assert await refusal(world, await paid.calling(world, 1)) == "NotMatured"
        await perform(world, held.delisting(world))
        await perform(world, await paid.calling(world))
        assert (await held.instrument(world)).state is InstrumentState.DELISTED
        for wallet in (world.aigul, world.ilya):
            await perform(world, paid.redeeming(world, wallet))
        assert await money(world) == (MONEY - 2 * UNITS * PRICE, 0)
        check_state(await take_snapshot(chain, world.zone))


async def test_call_once_the_zone_has_ended_needs_no_holding_of_the_issuer() -> None:
    """None can be opened any more, and anyone may have closed it."""
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.aigul)
        await paid.fund(world, world.bereke)
        await set_time(world, world.ends_at)
        await perform(world, held.closing(world, world.bereke))
        refused, record = await attempt(world, await paid.calling(world))
        assert refused is None, record.logs
        (event,) = read_events(record.logs).events
        assert isinstance(event, RedemptionCalled)
        assert (event.holding, event.holding_revision) == (Pubkey.default(), 0)
        await perform(world, paid.redeeming(world, world.aigul))
        check_state(await take_snapshot(chain, world.zone))


async def test_call_what_only_the_issuer_has_ends_it_at_once() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.bereke, maturity=NOW + DAY)
        await set_time(world, NOW + DAY)
        await perform(world, await paid.calling(world))
        found = await held.instrument(world)
        assert (found.state, found.issued) == (InstrumentState.DELISTED, 0)
        assert await money(world) == (0, 0)
        check_state(await take_snapshot(chain, world.zone))


async def test_call_by_an_issuer_whose_account_anyone_closed_after_the_end() -> None:
    """It gets another: what it has in its lanes can still pay its holders."""
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, maturity=MATURITY)
        await set_time(world, world.ends_at)
        own = world.address(world.bereke, world.tenge)
        rent = (await world.account(world.bereke, world.tenge)).rent_payer
        closing = build.close_account(zone=world.zone, account=own, rent_payer=rent)
        await perform(world, Attempt.of(closing))
        await perform(world, opening(world, world.bereke))
        await forge(world, own, available=MONEY)
        await perform(world, await paid.calling(world))
        assert await money(world) == (MONEY - UNITS * PRICE, UNITS * PRICE)


async def test_call_stops_units_but_not_their_authority() -> None:
    async with forked_world() as (world, _):
        await paid.have_called(world)
        for tried in (
            await held.issuing(world, world.ilya),
            await held.giving(world, world.aigul, world.ilya),
            held.suspending(world),
            await paid.opening_tender(world),
        ):
            assert await refusal(world, tried) == "InstrumentRedeeming"
        await perform(world, held.delisting(world))
        assert await refusal(world, paid.redeeming(world, world.aigul)) is None


async def test_tender_pays_each_unit_until_all_are_taken() -> None:
    async with forked_world() as (world, chain):
        await paid.have_tender(world)
        assert await refusal(world, await paid.opening_tender(world)) == "TenderOpen"
        await perform(world, await paid.tendering(world, world.aigul, TENDERED - 1))
        tried = await paid.tendering(world, world.ilya, 2)
        assert await refusal(world, tried) == "TenderExceeded"
        await perform(world, await paid.tendering(world, world.ilya, 1))
        found = await held.instrument(world)
        assert (found.tender_price, found.tender_left) == (0, 0)
        assert (found.issued, found.redeemed) == (3 * UNITS - TENDERED, TENDERED)
        assert found.state is InstrumentState.ADMITTED
        assert await money(world) == (MONEY - TENDERED * PRICE, 0)
        assert await refusal(world, await paid.tendering(world, world.ilya, 1)) == "NoTender"
        await perform(world, await paid.opening_tender(world, 1, 1))
        check_state(await take_snapshot(chain, world.zone))


async def test_close_a_tender_returns_what_nobody_tendered_for() -> None:
    async with forked_world() as (world, chain):
        await paid.have_tender(world)
        await perform(world, await paid.tendering(world, world.aigul, 10))
        assert await refusal(world, paid.closing_tender(world, world.ilya)) == "NotIssuer"
        await perform(world, paid.closing_tender(world, world.bereke))
        assert await money(world) == (MONEY - 10 * PRICE, 0)
        check_state(await take_snapshot(chain, world.zone))


async def test_tender_signed_for_one_price_is_refused_at_another() -> None:
    """The issuer closes the tender that a holder has seen, and opens one for next to nothing."""
    async with forked_world() as (world, chain):
        await paid.have_tender(world)
        signed = await paid.tendering(world, world.aigul, TENDERED)
        before = (await world.account(world.aigul, world.tenge)).available
        await perform(world, paid.closing_tender(world, world.bereke))
        assert await refusal(world, signed) == "NoTender"
        await perform(world, await paid.opening_tender(world, price=1))
        assert await refusal(world, signed) == "TenderPriceChanged"
        assert (await held.holding(world, world.aigul)).units == UNITS
        await next_block(world)
        await perform(world, paid.closing_tender(world, world.bereke))
        await perform(world, await paid.opening_tender(world))
        await perform(world, signed)
        after = (await world.account(world.aigul, world.tenge)).available
        assert after == before + TENDERED * PRICE
        check_state(await take_snapshot(chain, world.zone))


async def test_close_a_tender_as_anyone_once_the_zone_has_ended() -> None:
    async with forked_world() as (world, _):
        await paid.have_tender(world)
        tried = paid.closing_tender(world, world.ilya)
        await set_time(world, world.ends_at - 1)
        assert await refusal(world, tried) == "NotIssuer"
        await set_time(world, world.ends_at)
        assert await refusal(world, tried) is None
        assert await money(world) == (MONEY, 0)


async def test_close_a_tender_in_a_suspension_is_the_issuers_and_the_authoritys() -> None:
    """However long it lasts: what it keeps is the issuer's own."""
    async with forked_world() as (world, _):
        await paid.have_tender(world)
        await perform(world, held.suspending(world))
        await set_time(world, world.ends_at - 1)
        tried = paid.closing_tender(world, world.ilya)
        assert await refusal(world, tried) == "NotIssuerNorAuthority"
        await perform(world, paid.closing_tender(world, world.regulators[1]))
        assert await money(world) == (MONEY, 0)


async def test_tender_in_the_lock_up_succeeds() -> None:
    """The units go to nobody else."""
    async with forked_world() as (world, _):
        await paid.have_tender(world, locked_until=NOW + DAY)
        assert await refusal(world, await paid.tendering(world, world.aigul)) is None


async def test_issue_what_was_signed_before_a_tender_lands_once() -> None:
    """As many are issued as then; as many were ever issued are not."""
    async with forked_world() as (world, _):
        await paid.have_tender(world)
        tried = await held.issuing(world, world.ilya, TENDERED // 4)
        await perform(world, tried)
        await perform(world, await paid.tendering(world, world.aigul, TENDERED // 4))
        assert (await held.instrument(world)).issued == 3 * UNITS
        assert await refusal(world, tried) == "IssuedChanged"


@settings(max_examples=10, deadline=None)
@given(
    price=st.integers(1, MONEY // (4 * UNITS)),
    tendered=st.integers(0, UNITS),
    cheaper=st.integers(1, MONEY // (4 * UNITS)),
    order=st.booleans(),
)
@pytest.mark.asyncio
async def test_redeem_whatever_the_price_and_order_pays_units_times_price(
    price: int, tendered: int, cheaper: int, order: bool
) -> None:
    """Supply ends at zero, and nothing is left held."""
    async with forked_world() as (world, chain):
        await paid.have_issued(world)
        wallets = [world.aigul, world.ilya]
        before = [(await world.account(one, world.tenge)).available for one in wallets]
        due = [UNITS * price, UNITS * price]
        if tendered:
            await perform(world, await paid.opening_tender(world, tendered, cheaper))
            await perform(world, await paid.tendering(world, world.aigul, tendered, cheaper))
            due[0] = (UNITS - tendered) * price + tendered * cheaper
        await set_time(world, MATURITY)
        await perform(world, await paid.calling(world, price))
        for one in wallets if order else reversed(wallets):
            if (await held.holding(world, one)).units:
                await perform(world, paid.redeeming(world, one))
        after = [(await world.account(one, world.tenge)).available for one in wallets]
        assert [now - then for now, then in zip(after, before, strict=True)] == due
        assert await money(world) == (MONEY - sum(due), 0)
        found = await held.instrument(world)
        assert (found.issued, found.state) == (0, InstrumentState.DELISTED)
        check_state(await take_snapshot(chain, world.zone))
