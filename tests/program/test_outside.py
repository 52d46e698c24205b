"""Units outside: what comes of them in a zone, and that they always come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.program import world_distributions as shared
from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program import world_redemption as paid
from tests.program import world_trades as traded
from tests.program.cases_holdings import FROZEN
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import Attempt, attempt, forge, read, set_time, write
from tests.program.world_forks import NOW, forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_outside import (
    OUTSIDE,
    STATE,
    have_outside,
    recalling,
    returning,
    withdrawing,
)
from tests.program.world_payments import perform
from tests.program.world_redemption import MATURITY, PRICE

from alatau.program import InstrumentState, UnitsRecalled, UnitsWithdrawn, read_events
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, World

MOVES, STOPPED = 1, 2
AMOUNT = 64


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def test_withdraw_and_return_move_units_and_no_holding() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        assert await outside.tokens(world, world.aigul) == (OUTSIDE, STOPPED)
        assert await outside.vault_tokens(world) == 3 * UNITS - OUTSIDE
        before = await held.instrument(world)
        refused, record = await attempt(world, await withdrawing(world, world.aigul, 20))
        assert refused is None, record.logs
        (event,) = read_events(record.logs).events
        assert isinstance(event, UnitsWithdrawn)
        assert (event.quantity, event.units, event.outside) == (20, UNITS, OUTSIDE + 20)
        await perform(world, await returning(world, world.aigul, OUTSIDE + 19))
        own = await held.holding(world, world.aigul)
        assert (own.units, own.outside, own.free) == (UNITS, 1, UNITS - 1)
        assert await outside.tokens(world, world.aigul) == (1, STOPPED)
        await perform(world, await returning(world, world.aigul, 1))
        assert await outside.tokens(world, world.aigul) == (0, STOPPED)
        # Nothing of the instrument changes, so that holders are independent of each other.
        assert await held.instrument(world) == before
        check_state(await take_snapshot(chain, world.zone))


async def test_withdraw_all_units_in_the_lock_up_succeeds() -> None:
    """Nothing is disposed of."""
    async with forked_world() as (world, chain):
        await have_outside(world, locked_until=NOW + DAY)
        assert await refusal(world, await held.giving(world, world.aigul, world.ilya)) == (
            "UnitsLocked"
        )
        await perform(world, await withdrawing(world, world.aigul, UNITS - OUTSIDE))
        await perform(world, await withdrawing(world, world.ilya, UNITS))
        assert await outside.vault_tokens(world) == UNITS
        check_state(await take_snapshot(chain, world.zone))


async def test_dispose_of_units_outside_is_refused() -> None:
    async with forked_world() as (world, _):
        await have_outside(world)
        await perform(world, await paid.opening_tender(world, 2 * UNITS, 1))
        free = UNITS - OUTSIDE
        for tried in (
            await held.giving(world, world.aigul, world.ilya, free + 1),
            await paid.tendering(world, world.aigul, free + 1, 1),
            await traded.offering(world, world.aigul, free + 1),
            await withdrawing(world, world.aigul, free + 1),
        ):
            assert await refusal(world, tried) == "InsufficientUnits"
        await perform(world, await held.giving(world, world.aigul, world.ilya, free))
        own = await held.holding(world, world.aigul)
        assert (own.units, own.free) == (OUTSIDE, 0)


async def test_distribute_entitles_units_outside_as_all_others() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        await perform(world, await shared.distributing(world, 3 * UNITS))
        found = await held.instrument(world)
        assert (await held.holding(world, world.aigul)).claimable(found) == UNITS
        await perform(world, await withdrawing(world, world.aigul, 7))
        await perform(world, await returning(world, world.aigul, 30))
        assert (await held.holding(world, world.aigul)).claimable(found) == UNITS
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("recalled", [False, True])
async def test_return_and_recall_of_a_frozen_holder_with_every_door_closed_succeed(
    recalled: bool,
) -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        tried = await returning(world, world.aigul)
        entering = await withdrawing(world, world.aigul)
        await forge(world, entering.address("participant"), freezes=FROZEN)
        await close_all_doors(world)
        assert await refusal(world, entering) is not None
        assert await refusal(world, recalling(world, world.aigul) if recalled else tried) is None
        check_state(await take_snapshot(chain, world.zone))


async def test_redeem_of_who_has_disappeared_pays_for_units_outside() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        await perform(world, await withdrawing(world, world.ilya, UNITS))
        await set_time(world, MATURITY)
        assert await refusal(world, recalling(world, world.aigul)) == "UnitsStayOutside"
        await perform(world, await paid.calling(world))
        before = (await world.account(world.aigul, world.tenge)).available
        assert await refusal(world, paid.redeeming(world, world.ilya)) == "NothingToRedeem"
        await perform(world, paid.redeeming(world, world.aigul))
        own = await held.holding(world, world.aigul)
        assert (own.units, own.outside) == (OUTSIDE, OUTSIDE)
        assert await refusal(world, held.closing(world, world.aigul)) == "HoldingNotEmpty"
        refused, record = await attempt(world, recalling(world, world.aigul))
        assert refused is None, record.logs
        (event,) = read_events(record.logs).events
        assert isinstance(event, UnitsRecalled)
        assert (event.quantity, event.units, event.outside) == (OUTSIDE, OUTSIDE, 0)
        assert await refusal(world, recalling(world, world.aigul)) == "NothingOutside"
        await perform(world, paid.redeeming(world, world.aigul))
        after = (await world.account(world.aigul, world.tenge)).available
        assert after == before + UNITS * PRICE
        await perform(world, held.closing(world, world.aigul))
        await perform(world, recalling(world, world.ilya))
        await perform(world, paid.redeeming(world, world.ilya))
        found = await held.instrument(world)
        assert (found.issued, found.state) == (0, InstrumentState.DELISTED)
        assert await outside.vault_tokens(world) == 0
        check_state(await take_snapshot(chain, world.zone))


async def test_recall_once_the_zone_has_ended_needs_no_call() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        tried = recalling(world, world.aigul)
        await set_time(world, world.ends_at - 1)
        assert await refusal(world, tried) == "UnitsStayOutside"
        await set_time(world, world.ends_at)
        assert await refusal(world, tried) is None
        assert await outside.tokens(world, world.aigul) == (0, STOPPED)
        check_state(await take_snapshot(chain, world.zone))


async def test_call_with_units_of_the_issuers_outside_waits_for_them() -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        await outside.have_token(world, world.bereke)
        await perform(world, await withdrawing(world, world.bereke, 1))
        await set_time(world, MATURITY)
        assert await refusal(world, await paid.calling(world)) == "UnitsNotFree"
        await perform(world, await returning(world, world.bereke, 1))
        assert await refusal(world, await paid.calling(world)) is None
        assert (await held.instrument(world)).issued == 2 * UNITS
        check_state(await take_snapshot(chain, world.zone))


async def test_call_what_is_delisted_while_the_issuers_are_outside_recalls_them() -> None:
    """Anyone may: the issuer cannot keep its own call from happening."""
    async with forked_world() as (world, _):
        await have_outside(world)
        await outside.have_token(world, world.bereke)
        await perform(world, await withdrawing(world, world.bereke, UNITS))
        await perform(world, held.delisting(world))
        await perform(world, recalling(world, world.bereke))
        await perform(world, await paid.calling(world))


@pytest.mark.parametrize("falsified", ["thawed", "one more", "one less", "counted"])
async def test_check_falsified_units_outside_names_the_invariant(falsified: str) -> None:
    async with forked_world() as (world, chain):
        await have_outside(world)
        tried = await returning(world, world.aigul)
        address = tried.address("wallet_token")
        info = await read(world, address)
        data = bytearray(info.data)
        match falsified:
            case "thawed":
                data[STATE] = MOVES
            case "counted":
                await forge(world, tried.address("holding"), outside=OUTSIDE + 1)
            case _:
                data[AMOUNT] += 1 if falsified == "one more" else -1
        await write(world, address, replace(info, data=bytes(data)))
        with pytest.raises(AssertionError, match=r"^Units (outside|are)"):
            check_state(await take_snapshot(chain, world.zone))
