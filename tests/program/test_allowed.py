"""What the rules just allow succeeds: the other side of the bounds of `docs/checks.md`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.cases_changes import WINDOW
from tests.program.world_attempts import Attempt, attempt, forge, read, set_time
from tests.program.world_forks import NOW, forked_world
from tests.program.world_valid import AMOUNT

from alatau.program import PaymentState, Role, decode_payment_account
from alatau.testing.world import DAY, DELIVER_WITHIN, FUNDS, SETTLE_WINDOW, World

YEAR = 366 * DAY
BPS = 10_000
ALLOWED: dict[str, Callable[[World], Awaitable[Attempt]]] = {}


def allowed(make: Callable[[World], Awaitable[Attempt]]) -> None:
    ALLOWED[make.__name__.removeprefix("_").replace("_", " ")] = make


@allowed
async def _create_a_zone_with_the_longest_spans(world: World) -> Attempt:
    tried = await valid.create_zone(world)
    return tried.with_args(settle_window=YEAR, deliver_within=YEAR)


@allowed
async def _create_a_zone_with_the_shortest_spans(world: World) -> Attempt:
    tried = await valid.create_zone(world)
    return tried.with_args(settle_window=1, deliver_within=1)


@allowed
async def _create_a_zone_in_the_easternmost_place_for_a_second(world: World) -> Attempt:
    tried = await valid.create_zone(world)
    return tried.with_args(utc_offset=DAY - 1, ends_at=NOW + 2)


@allowed
async def _list_an_asset_with_the_highest_rates(world: World) -> Attempt:
    return (await valid.list_asset(world)).with_args(fee_bps=BPS, tax_bps=(BPS,) * 4)


@allowed
async def _list_an_asset_with_one_fee_and_one_cap_for_all(world: World) -> Attempt:
    tried = await valid.list_asset(world)
    return tried.with_args(fee_min=7, fee_max=7, caps=((AMOUNT,) * 3,) * 4)


@allowed
async def _register_in_the_last_tier_and_category(world: World) -> Attempt:
    registered = valid.register(world, valid.newcomer(world), tier=3, verified_until=NOW + 2)
    return registered.with_args(tax_category=3)


@allowed
async def _register_with_every_role(world: World) -> Attempt:
    return valid.register(world, valid.newcomer(world), roles=Role(sum(Role)))


@allowed
async def _deposit_up_to_the_vaults_cap(world: World) -> Attempt:
    tried = await valid.deposit(world)
    await forge(world, tried.address("vault"), cap=2 * FUNDS + AMOUNT)
    return tried


@allowed
async def _withdraw_everything(world: World) -> Attempt:
    available = (await world.account(world.aigul, world.tenge)).available
    return await valid.withdrawing(world, world.aigul, world.tenge, available)


@allowed
async def _pay_everything(world: World) -> Attempt:
    tried = await valid.pay(world)
    await forge(world, tried.address("payer_account"), available=AMOUNT)
    return tried


@allowed
async def _pay_exactly_what_all_caps_allow(world: World) -> Attempt:
    await forge(world, world.tenge.address, caps=((AMOUNT,) * 3,) * 4)
    return await valid.pay(world)


@allowed
async def _pay_with_the_furthest_sequence(world: World) -> Attempt:
    tried = await valid.pay(world)
    return tried.with_args(sequence=tried.args["sequence"] + 1_023)


@allowed
async def _pay_with_the_oldest_sequence_of_the_window(world: World) -> Attempt:
    tried = await valid.pay(world)
    sequence = tried.args["sequence"]
    await forge(world, tried.address("payer_account"), sequence=sequence + WINDOW - 1)
    return tried


@allowed
async def _pay_with_the_last_service(world: World) -> Attempt:
    licence = valid.grant(world, world.regulators[0], world.bereke, activities=1 << 31)
    await life.perform(world, licence)
    return (await valid.pay(world)).with_args(service=31)


@allowed
async def _hold_a_payment_for_the_longest(world: World) -> Attempt:
    return (await valid.pay_held(world)).with_args(deliver_by=NOW + DELIVER_WITHIN)


@allowed
async def _refund_a_held_payment_to_the_last_unit(world: World) -> Attempt:
    return life.refunding(world, await life.hold(world), 0, AMOUNT)


@pytest.mark.parametrize("what", ALLOWED)
async def test_do_what_is_just_allowed_succeeds(what: str) -> None:
    async with forked_world() as (world, _):
        refused, record = await attempt(world, await ALLOWED[what](world))
        assert refused is None, record.logs


async def test_open_an_account_remembers_who_paid_its_rent() -> None:
    async with forked_world() as (world, _):
        tried = await valid.open_account(world)
        await life.perform(world, tried)
        opened = await read(world, tried.address("account"))
        assert decode_payment_account(opened.data).rent_payer == world.treasury.pubkey()


async def test_hold_a_payment_keeps_its_terms() -> None:
    async with forked_world() as (world, _):
        tried = await valid.pay_held(world)
        await life.perform(world, tried)
        held = await life.payment(world, tried.address("payment"))
        assert held.state is PaymentState.OPEN
        assert held.rent_payer == world.treasury.pubkey()
        assert held.payer_account == tried.address("payer_account")
        assert held.payee_account == tried.address("payee_account")
        assert (held.paid_at, held.deliver_by) == (NOW, NOW + DAY)
        assert held.settle_window == SETTLE_WINDOW
        for name in ("amount", "reference", "sequence", "service"):
            assert getattr(held, name) == tried.args[name], name


async def test_fulfil_late_gives_the_payer_the_whole_window() -> None:
    async with forked_world() as (world, _):
        address = await life.hold(world)
        await set_time(world, NOW + DAY - 1)
        await life.perform(world, life.fulfilling(world, address))
        assert (await life.payment(world, address)).settles_at == NOW + DAY - 1 + SETTLE_WINDOW
