"""Lives of a zone's seats, of its end, and of accounts that an earlier version wrote."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from solders.pubkey import Pubkey
from tests.program import world_authority as seats
from tests.program import world_payments as payments
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, next_block, read, set_time
from tests.program.world_forks import NOW, forked_world

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    PaymentState,
    Seat,
    Zone,
    account_address,
    decode_account,
    decode_payment,
    decode_zone,
    payment_address,
    program_path,
)
from alatau.program import instructions as build
from alatau.program.accounts import zone_and_asset
from alatau.testing.fixtures import FreshZone, Wallets
from alatau.testing.invariants import check, check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, World, build_world

GOLDEN = Path(__file__).parent / "golden" / "accounts_version_1.json"
NOBODY = Pubkey.default()


async def do(world: World, tried: Attempt) -> None:
    """Execute what must succeed."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs


async def zone_of(world: World) -> Zone:
    return decode_zone((await read(world, world.zone)).data)


@pytest.mark.parametrize("seat", Seat)
async def test_propose_and_accept_any_seat_changes_its_holder_only(seat: Seat) -> None:
    async with forked_world() as (world, _):
        before = await zone_of(world)
        holders = (world.operator, *world.regulators, world.operator)
        await do(world, seats.propose(world, seat, holders[seat]))
        key = seats.successor(world).pubkey()
        assert (await zone_of(world)).successions[seat].successor == key
        await do(world, seats.accepting(world, seat))
        after = await zone_of(world)
        seated = [before.operator, *before.regulators, before.treasury]
        seated[seat] = key
        assert [after.operator, *after.regulators, after.treasury] == seated
        assert after == replace(
            before,
            operator=seated[0],
            regulators=(seated[1], seated[2]),
            treasury=seated[3],
            revision=before.revision + 2,
        )


async def test_accept_a_seat_ends_what_its_holder_proposed_for_others() -> None:
    async with forked_world() as (world, _):
        await do(world, await seats.propose_treasury(world))
        await do(world, await seats.replace_operator(world))
        await do(world, seats.accepting(world, Seat.OPERATOR))
        assert all(each.successor == NOBODY for each in (await zone_of(world)).successions)
        refused, _ = await attempt(world, seats.accepting(world, Seat.TREASURY))
        assert refused == "NoSuccession"


async def test_replace_an_operator_is_not_ended_by_a_treasury_that_it_names() -> None:
    """One that it has staged waits, and ends with it."""
    async with forked_world() as (world, _):
        await do(world, await seats.propose_treasury(world))
        await do(world, await seats.replace_operator(world))
        for tried in (seats.accepting(world, Seat.TREASURY), await seats.propose_treasury(world)):
            await next_block(world)
            assert (await attempt(world, tried))[0] == "ReplacementPending"
        await do(world, seats.accepting(world, Seat.OPERATOR))
        after = await zone_of(world)
        assert (after.operator, after.treasury) == (
            seats.successor(world).pubkey(),
            world.treasury.pubkey(),
        )


async def test_accept_the_treasurys_seat_leaves_what_others_asked_for() -> None:
    async with forked_world() as (world, _):
        await do(world, await seats.replace_authority(world))
        asked = (await zone_of(world)).successions[Seat.FIRST_REGULATOR]
        await do(world, await seats.propose_treasury(world))
        await do(world, seats.accepting(world, Seat.TREASURY))
        found = (await zone_of(world)).successions
        assert (found[Seat.FIRST_REGULATOR], found[Seat.TREASURY].successor) == (asked, NOBODY)


async def test_replace_an_operator_works_at_once_and_after_the_end() -> None:
    async with forked_world() as (world, _):
        await set_time(world, world.ends_at + DAY)
        await do(world, await seats.replace_operator(world))
        await do(world, seats.accepting(world, Seat.OPERATOR))
        assert (await zone_of(world)).operator == seats.successor(world).pubkey()


@pytest.mark.parametrize("late", [False, True])
async def test_replace_a_regulator_leaves_seven_days_for_its_veto(late: bool) -> None:
    async with forked_world() as (world, _):
        await do(world, await seats.replace_authority(world))
        await set_time(world, NOW + 7 * DAY - 1 + late)
        refused, _ = await attempt(world, seats.accepting(world, Seat.FIRST_REGULATOR))
        if late:
            assert refused is None
            return
        assert refused == "SuccessionNotReady"
        await do(world, seats.cancelling(world, Seat.FIRST_REGULATOR, world.regulators[0]))
        await set_time(world, NOW + 7 * DAY)
        refused, _ = await attempt(world, seats.accepting(world, Seat.FIRST_REGULATOR))
        assert refused == "NoSuccession"


@pytest.mark.parametrize("who", ["operator", "other regulator"])
async def test_cancel_a_replacement_by_one_who_asked_for_it_ends_it(who: str) -> None:
    async with forked_world() as (world, _):
        await do(world, await seats.replace_authority(world))
        key = world.operator if who == "operator" else world.regulators[1]
        await do(world, seats.cancelling(world, Seat.FIRST_REGULATOR, key))
        assert (await zone_of(world)).successions[Seat.FIRST_REGULATOR].successor == NOBODY


async def test_stop_withdrawals_ends_by_itself_or_by_both() -> None:
    async with forked_world() as (world, _):
        await do(world, await seats.stop_withdrawals(world))
        tried = await valid.withdraw(world)
        refused, _ = await attempt(world, tried)
        assert refused == "WithdrawalsStopped"
        await do(world, (await seats.stop_withdrawals(world)).with_args(until=0))
        await do(world, tried)
    async with forked_world() as (world, _):
        await do(world, await seats.stop_withdrawals(world))
        await set_time(world, seats.UNTIL)
        await do(world, await valid.withdraw(world))


async def test_wind_down_lets_everything_out_and_accounts_close(
    embedded_chain: EmbeddedChain,
) -> None:
    chain = embedded_chain
    async with FreshZone.found(chain) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Гүлнар Оспанова", tenge=5_000_00)
        shop = await wallets.merchant("«Жібек» тігін шеберханасы")
        mint = zone.tenge.mint
        await zone.pay(payee=shop.pubkey(), mint=mint, amount=100_00, service=4, wallet=payer)
        await zone.wind_down(regulators=zone.regulators)
        for wallet in (payer, shop):
            state = await zone.account(wallet.pubkey(), mint)
            if state.available:
                await zone.withdraw(mint=mint, amount=state.available, wallet=wallet)
        await check(chain, zone.address)
        before = await chain.account(account_address(zone.address, payer.pubkey(), mint))
        assert before is not None
        closed = await zone.close_account(
            account=account_address(zone.address, payer.pubkey(), mint)
        )
        assert closed.event.lamports == before.lamports
        again = await chain.account(account_address(zone.address, payer.pubkey(), mint))
        assert again is None


async def test_collect_after_the_end_works_though_anyone_tried_to_close_the_treasury() -> None:
    async with forked_world() as (world, chain):
        held = await payments.hold(world)
        await set_time(world, world.ends_at)
        treasury = world.address(world.treasury, world.tenge)
        rent_payer = (await seats.state_of(world, treasury)).rent_payer
        closing = Attempt.of(
            build.close_account(zone=world.zone, account=treasury, rent_payer=rent_payer)
        )
        assert (await attempt(world, closing))[0] == "TreasuryStays"
        await do(world, payments.settling(world, held))
        shop = await world.account(world.bereke, world.tenge)
        due = shop.fee_due + shop.tax_due
        assert due > 0
        await do(world, payments.collecting(world))
        assert (await world.account(world.treasury, world.tenge)).available == due
        # Empty or not, it stays.
        assert (await attempt(world, closing))[0] == "TreasuryStays"
        check_state(await take_snapshot(chain, world.zone))


async def version_1(chain: EmbeddedChain) -> tuple[World, dict[Pubkey, bytes], int]:
    """A zone that version 1 of the program wrote: its own bytes, around the same tokens."""
    golden: dict[str, Any] = json.loads(GOLDEN.read_text())
    await chain.set_time(golden["start"])
    world = await build_world(chain)
    old = {}
    for address, (lamports, data) in golden["accounts"].items():
        old[Pubkey.from_string(address)] = b64decode(data)
        info = AccountInfo(lamports=lamports, owner=PROGRAM_ID, data=b64decode(data))
        await chain.set_account(Pubkey.from_string(address), info)
    return world, old, golden["start"]


async def test_migrate_a_zone_of_version_1_keeps_every_value_and_it_lives_on() -> None:
    programs = {PROGRAM_ID: program_path()}
    start = json.loads(GOLDEN.read_text())["start"]
    async with await EmbeddedChain.open(None, programs=programs, start_time=start - 3_600) as chain:
        world, old, now = await version_1(chain)
        order = {DISCRIMINATORS["Zone"]: 0, DISCRIMINATORS["Asset"]: 1}
        ranked = sorted(old, key=lambda each: order.get(old[each][:8], 2))
        for address in ranked:
            await do(world, _migrating(world, address, old[address]))
        for address, before in old.items():
            info = await chain.account(address)
            assert info is not None
            assert info.lamports >= (128 + len(info.data)) * 6_960
            _check_kept(before, info.data)
            decode_account(info.data)
        held = payment_address(world.address(world.aigul, world.tenge), 3)
        payment = decode_payment((await read(world, held)).data)
        assert (payment.state, payment.held) == (PaymentState.OPEN, 300_000)
        await set_time(world, now + DAY)
        await do(
            world,
            Attempt.of(
                build.expire(
                    payment=held,
                    payer_account=world.address(world.aigul, world.tenge),
                    payee_account=world.address(world.bereke, world.tenge),
                )
            ),
        )
        await do(world, await valid.pay(world))
        shop = await world.account(world.bereke, world.tenge)
        assert shop.asset_class == world.tenge.asset_class
        assert shop.tax_periods[0].turnover == valid.AMOUNT
        check_state(await take_snapshot(chain, world.zone))


def _migrating(world: World, address: Pubkey, data: bytes) -> Attempt:
    zone, asset = zone_and_asset(data) or (NOBODY, NOBODY)
    made = build.migrate(payer=world.payer.pubkey(), account=address, zone=zone, asset=asset)
    return Attempt.of(made)


def _check_kept(before: bytes, after: bytes) -> None:
    """All that version 1 wrote is where it was, but version, revision and what was spare."""
    changed = [
        at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other
    ]
    revised = {8, *range(16, 24)}
    assert all(at in revised or before[at] == 0 for at in changed)
