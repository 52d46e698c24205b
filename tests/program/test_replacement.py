"""A lost wallet from its proposal to its end: what moves, what ends it, what stays as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.program import world_distributions as paid
from tests.program import world_instruments as held
from tests.program import world_redemption as redeemed
from tests.program import world_replacement as replaced
from tests.program import world_trades as traded
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import Attempt, attempt, forge, next_block, set_time
from tests.program.world_forks import NOW, forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_payments import perform
from tests.program.world_replacement import DUE, NOTICE

from alatau.indexer.unit_history import unit_history
from alatau.program import HolderReplaced, InstrumentState, read_events
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import World

WORD = 1 << 64


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def test_replace_moves_all_units_and_what_they_are_entitled_to() -> None:
    async with forked_world() as (world, chain):
        await replaced.have_due(world)
        old, new = await held.holding(world, world.ilya), await held.holding(world, world.shipa)
        assert (old.replace_at, old.successor_holding) == (
            NOW + NOTICE,
            held.holding_of(world, world.shipa),
        )
        before = await held.instrument(world)
        refused, record = await attempt(world, replaced.replacing(world))
        assert refused is None
        (event,) = read_events(record.logs).events
        assert isinstance(event, HolderReplaced)
        assert (event.quantity, event.units, event.successor_units) == (UNITS, 0, UNITS)
        after = await held.instrument(world)
        assert (after.holders, after.issued) == (before.holders, before.issued)
        assert after.revision == before.revision + 1
        gone, got = await held.holding(world, world.ilya), await held.holding(world, world.shipa)
        assert (gone.units, gone.replace_at, got.units) == (0, 0, UNITS)
        assert (gone.revision, got.revision) == (old.revision + 1, new.revision + 1)
        check_state(await take_snapshot(chain, world.zone))


@settings(max_examples=20, deadline=None)
@given(
    units=st.integers(0, UNITS), more=st.integers(0, UNITS),
    index=st.integers(0, 2**70), counted=st.lists(st.integers(0, 2**69), min_size=2, max_size=2),
    entitled=st.lists(st.integers(0, 2**80), min_size=2, max_size=2),
)  # fmt: skip
async def test_entitlement_moves_exactly_to_its_last_part(
    units: int, more: int, index: int, counted: list[int], entitled: list[int]
) -> None:
    """Of base units with 64 binary places, counted late or not."""
    counted = [min(each, index) for each in counted]
    async with forked_world() as (world, _):
        await replaced.have_due(world)
        instrument = held.instrument_of(world)
        await forge(world, instrument, index=divmod(index, WORD)[::-1])
        both = (world.ilya, world.shipa)
        for wallet, own, at, due in zip(both, (units, more), counted, entitled, strict=True):
            await forge(
                world,
                held.holding_of(world, wallet),
                units=own,
                counted_at=divmod(at, WORD)[::-1],
                entitled=divmod(due, WORD)[::-1],
            )
        holders = sum(1 for own in (units, more, UNITS) if own)
        await forge(world, instrument, holders=holders)
        wanted = [
            due + own * (index - at)
            for own, at, due in zip((units, more), counted, entitled, strict=True)
        ]
        refused = await refusal(world, replaced.replacing(world))
        if not units and wanted[0] < WORD:
            assert refused == "NothingToReplace"
            return
        assert refused is None
        old, new = await held.holding(world, world.ilya), await held.holding(world, world.shipa)
        assert (old.units, old.entitled, old.counted_at) == (0, 0, index)
        assert (new.units, new.entitled, new.counted_at) == (units + more, sum(wanted), index)
        found = await held.instrument(world)
        assert found.holders == (2 if units + more else 1)


async def test_second_distribution_is_the_successors_and_so_is_the_first() -> None:
    async with forked_world() as (world, chain):
        await replaced.have_due(world)
        await redeemed.fund(world, world.bereke)
        await perform(world, await paid.distributing(world, 1_001))
        await perform(world, replaced.replacing(world))
        await perform(world, await paid.distributing(world, 1_001))
        found = await held.instrument(world)
        old, new = await held.holding(world, world.ilya), await held.holding(world, world.shipa)
        assert (old.claimable(found), new.claimable(found)) == (0, 1_001)
        check_state(await take_snapshot(chain, world.zone))


SIGNED: dict[str, Callable[[World], Awaitable[Attempt]]] = {
    "transfers": lambda world: held.giving(world, world.ilya, world.aigul, 1),
    "offers": lambda world: traded.offering(world, world.ilya, 1),
    "sells": lambda world: traded.trading(world, world.ilya, world.aigul, 1),
}


@pytest.mark.parametrize("what", SIGNED)
async def test_replace_who_still_signs_is_refused(what: str) -> None:
    async with forked_world() as (world, _):
        await replaced.have_proposed(world)
        await perform(world, await SIGNED[what](world))
        assert (await held.holding(world, world.ilya)).replace_at == 0
        await set_time(world, DUE)
        assert await refusal(world, replaced.replacing(world)) == "NoReplacement"
        await perform(world, await replaced.proposing(world))


async def test_replace_who_still_signs_with_a_sequence_below_the_highest_is_refused() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.ilya, world.aigul)
        given = await held.giving(world, world.ilya, world.aigul, 1)
        await perform(world, given.with_args(sequence=9))
        await perform(world, await replaced.proposing(world))
        await perform(world, given.with_args(sequence=4))
        assert (await held.holding(world, world.ilya)).replace_at == 0


async def test_replace_who_still_signs_to_end_its_own_offer_is_refused() -> None:
    async with forked_world() as (world, _):
        number = await traded.have_offer(world)
        await perform(world, await replaced.proposing(world))
        await perform(world, traded.cancelling(world, world.ilya, number, world.ilya))
        assert (await held.holding(world, world.ilya)).replace_at == 0


async def test_offers_are_ended_by_anyone_and_then_all_moves() -> None:
    async with forked_world() as (world, chain):
        await perform(world, await replaced.cancel_offer_of_replaced(world))
        assert (await held.holding(world, world.ilya)).replace_at == DUE
        await perform(world, replaced.replacing(world))
        assert (await held.holding(world, world.shipa)).units == UNITS
        check_state(await take_snapshot(chain, world.zone))


async def test_units_outside_are_recalled_by_anyone_and_then_all_moves() -> None:
    async with forked_world() as (world, chain):
        recalling = await replaced.recall_units_of_replaced(world)
        assert (await attempt(world, replaced.replacing(world)))[0] == "UnitsStillOutside"
        await perform(world, recalling)
        assert (await held.holding(world, world.ilya)).replace_at == DUE
        await next_block(world)
        await perform(world, replaced.replacing(world))
        assert (await held.holding(world, world.shipa)).units == UNITS
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("state", [each for each in InstrumentState if each.name != "PROPOSED"])
async def test_no_state_lock_up_pause_or_end_keeps_it_from_being_done(
    state: InstrumentState,
) -> None:
    async with forked_world() as (world, _):
        await replaced.have_due(world)
        instrument = held.instrument_of(world)
        await forge(world, instrument, state=state, locked_until=DUE * 2)
        await close_all_doors(world)
        tried = replaced.replacing(world)
        await forge(world, tried.address("successor"), verified_until=2 * DUE)
        assert await refusal(world, tried) is None
        assert (await held.holding(world, world.shipa)).units == UNITS


async def test_what_comes_to_the_old_wallet_later_follows_by_another_replacement() -> None:
    """As of an offering that it had subscribed."""
    async with forked_world() as (world, chain):
        await replaced.have_due(world)
        await perform(world, replaced.replacing(world))
        await perform(world, await held.giving(world, world.aigul, world.ilya, UNITS))
        await perform(world, await replaced.proposing(world))
        await set_time(world, DUE + NOTICE)
        await next_block(world)
        await perform(world, replaced.replacing(world))
        units = [(await held.holding(world, each)).units for each in (world.ilya, world.shipa)]
        assert units == [0, 2 * UNITS]
        check_state(await take_snapshot(chain, world.zone))


async def test_replace_where_orders_made_more_holders_than_may_be_keeps_their_number() -> None:
    async with forked_world() as (world, _):
        await replaced.have_due(world)
        await forge(world, held.instrument_of(world), holder_cap=1)
        await perform(world, replaced.replacing(world))
        assert (await held.instrument(world)).holders == 2


async def test_successors_holding_that_anyone_closed_is_opened_again_by_anyone() -> None:
    """Of an instrument that is over: else a thief could keep all from their owner."""
    async with forked_world() as (world, chain):
        await replaced.have_due(world)
        await perform(world, held.delisting(world))
        await perform(world, held.closing(world, world.shipa))
        assert await refusal(world, replaced.replacing(world)) == "AccountDataTooSmall"
        await next_block(world)
        await perform(world, held.opening(world, world.shipa))
        await next_block(world)
        await perform(world, replaced.replacing(world))
        assert (await held.holding(world, world.shipa)).units == UNITS
        check_state(await take_snapshot(chain, world.zone))
        register = (await unit_history(chain, held.instrument_of(world))).at()
        assert register.proven
        assert {each.wallet: each.units for each in register.holders} == {
            world.shipa.pubkey(): UNITS,
            world.aigul.pubkey(): UNITS,
        }
