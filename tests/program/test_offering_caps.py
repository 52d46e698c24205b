"""Who may hold what it has subscribed, and how much: nobody else makes it less."""

from __future__ import annotations

import pytest
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_unit_orders as ordered
from tests.program.test_offerings import money, refusal, units
from tests.program.world_attempts import forge, set_time
from tests.program.world_forks import forked_world
from tests.program.world_offerings import CONCLUDES, PRICE, QUANTITY
from tests.program.world_payments import perform

from alatau.program import Role
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import FUNDS


@pytest.mark.parametrize("why", ["role", "verification", "class"])
async def test_allot_who_may_not_hold_returns_the_money_and_the_issuer_has_the_units(
    why: str,
) -> None:
    async with forked_world() as (world, chain):
        await offered.have_concluded(world, 200, 150)
        participant = offered.allotting(world, world.aigul).address("participant")
        if why == "role":
            await perform(world, held.becoming(world, world.aigul, Role.RESIDENT))
        elif why == "verification":
            await forge(world, participant, verified_until=CONCLUDES)
        else:
            await forge(world, participant, tier=3)
        await perform(world, offered.allotting(world, world.aigul))
        await perform(world, offered.allotting(world, world.ilya))
        assert (await units(world))[:3] == (0, 129, 0)
        assert await money(world) == [(FUNDS, 0), (FUNDS - 129 * PRICE, 0), (129 * PRICE, 0)]
        assert (await offered.offering(world)).unallotted == 171
        check_state(await take_snapshot(chain, world.zone))
        await perform(world, offered.closing(world))
        assert await units(world) == (0, 129, 171, QUANTITY, 1)


@pytest.mark.parametrize("sent", [1, 170, 171])
async def test_allot_after_units_sent_unasked_gives_as_many_as_there_is_room_for(sent: int) -> None:
    """Whoever sends some takes away no more than them."""
    async with forked_world() as (world, chain):
        await offered.have_offering(world)
        await forge(world, held.instrument_of(world), max_per_holder=171, holder_cap=3)
        for wallet, each in zip(world.residents, (200, 150), strict=False):
            await perform(world, await offered.subscribing(world, wallet, each))
        await set_time(world, CONCLUDES)
        for wallet in world.residents:
            await perform(world, offered.confirming(world, wallet))
        await perform(world, offered.concluding(world))
        await perform(world, await held.issuing(world, world.bereke, sent))
        await perform(world, await held.giving(world, world.bereke, world.aigul, sent))
        await perform(world, offered.allotting(world, world.aigul))
        assert (await units(world))[0] == 171
        assert (await money(world))[0] == (FUNDS - (171 - sent) * PRICE, 0)
        assert (await offered.offering(world)).unallotted == QUANTITY - (171 - sent)
        check_state(await take_snapshot(chain, world.zone))
        await perform(world, offered.allotting(world, world.ilya))
        await perform(world, offered.closing(world))
        assert await units(world) == (171, 129, sent, QUANTITY + sent, 2)
        check_state(await take_snapshot(chain, world.zone))


async def test_holders_that_come_after_a_confirmation_take_nobodys_place() -> None:
    async with forked_world() as (world, chain):
        await offered.have_confirmed(world, 200, 150)
        for concluded in (False, True):
            if concluded:
                await perform(world, offered.concluding(world))
            filling = await held.issuing(world, world.shipa, 1)
            assert await refusal(world, filling) == "HolderCapExceeded"
        assert (await held.instrument(world)).reserved == 2
        check_state(await take_snapshot(chain, world.zone))
        for wallet in world.residents:
            await perform(world, offered.allotting(world, wallet))
        assert await units(world) == (171, 129, 0, QUANTITY, 2)
        assert (await held.instrument(world)).reserved == 0
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("first_may", [True, False])
async def test_confirm_where_no_place_is_left_asks_the_cap_at_the_allotment(
    first_may: bool,
) -> None:
    """It keeps the offering from nothing, and gets what another does not need."""
    async with forked_world() as (world, chain):
        await offered.have_subscribed(world, 200, 150)
        await forge(world, held.instrument_of(world), holder_cap=1)
        await set_time(world, CONCLUDES)
        for wallet in world.residents:
            await perform(world, offered.confirming(world, wallet))
        found = [await offered.subscription(world, wallet) for wallet in world.residents]
        assert [each.reserves for each in found] == [True, False]
        await perform(world, offered.concluding(world))
        check_state(await take_snapshot(chain, world.zone))
        if first_may:
            await perform(world, offered.allotting(world, world.ilya))
            await perform(world, offered.allotting(world, world.aigul))
            shares = (171, 0)
        else:
            await perform(world, held.becoming(world, world.aigul, Role.RESIDENT))
            await perform(world, offered.allotting(world, world.aigul))
            await perform(world, offered.allotting(world, world.ilya))
            shares = (0, 129)
        assert (await units(world))[:2] == shares
        paid = [(FUNDS - share * PRICE, 0) for share in shares]
        assert await money(world) == [*paid, (sum(shares) * PRICE, 0)]
        check_state(await take_snapshot(chain, world.zone))


async def test_allot_after_an_order_to_a_holder_more_gives_what_has_its_place() -> None:
    """No cap is asked of an order, and what it exceeds is no subscriber's fault."""
    async with forked_world() as (world, chain):
        await offered.have_concluded(world, 200, 150)
        await perform(world, await held.issuing(world, world.bereke, 1))
        await perform(world, ordered.forcing_units(world, world.bereke, world.shipa, 1))
        for wallet in world.residents:
            await perform(world, offered.allotting(world, wallet))
        assert await units(world) == (171, 129, 0, QUANTITY + 1, 3)
        check_state(await take_snapshot(chain, world.zone))


async def test_confirm_who_has_units_already_keeps_no_place() -> None:
    async with forked_world() as (world, chain):
        await offered.have_subscribed(world, 200)
        await perform(world, await held.issuing(world, world.aigul, 1))
        await set_time(world, CONCLUDES)
        before = await held.instrument(world)
        await perform(world, offered.confirming(world, world.aigul))
        assert await held.instrument(world) == before
        await perform(world, offered.concluding(world))
        await perform(world, offered.allotting(world, world.aigul))
        assert await units(world) == (201, 0, 0, 201, 1)
        check_state(await take_snapshot(chain, world.zone))
