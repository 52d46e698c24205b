"""The end of a zone in which everything was under way: all of it comes out again."""

from __future__ import annotations

from collections import Counter

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_allowances as allowed
from tests.program import world_authority as seats
from tests.program import world_batches as batches
from tests.program import world_disputes as disputes
from tests.program import world_payments as life
from tests.program.world_attempts import attempt, forge, next_block, read, set_time
from tests.program.world_forks import forked_world
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT

from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    EndChanged,
    account_address,
    decode_zone,
    participant_address,
    read_events,
)
from alatau.program import instructions as build
from alatau.testing.doors import doors
from alatau.testing.snapshot import Snapshot, take_snapshot
from alatau.testing.world import DAY, World

STAYS = {"Zone", "Asset", "Vault", "Participant", "TaxRecord"}


async def _get_under_way(world: World) -> None:
    """A payment in every state, a credit, a lane, an allowance, a mandate."""
    await forge(world, participant_address(world.zone, world.aigul.pubkey()), tier=1)
    refunded = await life.hold(world)
    await perform(world, life.settling(world, refunded))
    await perform(world, life.collecting(world))
    await perform(world, life.refunding(world, refunded, 0, AMOUNT // 3))
    await life.hold(world)
    await disputes.fulfilled(world)
    await disputes.disputed(world)
    await disputes.reserved(world)
    await next_block(world)  # the same reserve is set again
    await disputes.charged_back(world)
    await batches.consolidate(world)
    await perform(world, await allowed.draw(world))
    await perform(world, await allowed.pull(world))


async def _run(world: World, keys: dict[Pubkey, Keypair], *done: Instruction) -> bool:
    signers = {
        meta.pubkey: keys[meta.pubkey]
        for each in done
        for meta in each.accounts
        if meta.is_signer and meta.pubkey != world.payer.pubkey()
    }
    await next_block(world)
    return (await world.try_(*done, signers=[*signers.values()])).error is None


def _closings(snapshot: Snapshot, payer: Pubkey) -> list[Instruction]:
    """What anyone may do of tax periods and accounts, besides what `doors` knows."""
    made: list[Instruction] = []
    for address, account in snapshot.accounts.items():
        mint = snapshot.assets[account.asset].mint
        treasury = account_address(snapshot.address, snapshot.zone.treasury, mint)
        made += [
            build.close_tax_period(
                payer=payer,
                zone=snapshot.address,
                account=address,
                treasury_account=treasury,
                period=period.key,
            )
            for period in account.tax_periods
        ]
        made.append(
            build.close_account(
                zone=snapshot.address, account=address, rent_payer=account.rent_payer
            )
        )
    return made


async def test_wind_down_of_every_state_leaves_records_and_the_treasury_only() -> None:
    async with forked_world() as (world, chain):
        await _get_under_way(world)
        await perform(world, await seats.wind_down(world))
        people = (world.treasury, *world.residents, *world.merchants, allowed.child(world))
        keys = {key.pubkey(): key for key in people}
        payer = world.payer.pubkey()
        start = await chain.time()
        for days in (0, 0, 40, 80, 400, 400, 400):
            if start + days * DAY > await chain.time():
                await set_time(world, start + days * DAY)
            snapshot = await take_snapshot(chain, world.zone)
            for door in doors(snapshot, await chain.time(), payer):
                await _run(world, keys, *door.instructions)
            for made in _closings(await take_snapshot(chain, world.zone), payer):
                await _run(world, keys, made)
            await disputes.sound(world)
        left = await take_snapshot(chain, world.zone)
        assert {each.wallet for each in left.accounts.values()} == {world.treasury.pubkey()}
        assert all(each.liability == 0 for each in left.accounts.values())
        assert all(each.liabilities == 0 for each in left.vaults.values())
        assert all(amount == 0 for amount in left.tokens.values())
        names = {code: kind for kind, code in DISCRIMINATORS.items()}
        kinds = Counter(
            names[info.data[:8]] for _, info in await chain.program_accounts(PROGRAM_ID)
        )
        assert kinds.keys() == STAYS | {"PaymentAccount"}
        assert kinds["PaymentAccount"] == len(left.assets)


async def test_wind_down_to_a_time_that_is_over_ends_the_zone_now() -> None:
    async with forked_world() as (world, _):
        now = await world.chain.time()
        tried = await seats.wind_down(world)
        assert tried.args["ends_at"] < now
        refused, record = await attempt(world, tried)
        assert refused is None
        (event,) = read_events(record.logs).events
        assert isinstance(event, EndChanged)
        zone = decode_zone((await read(world, world.zone)).data)
        assert zone.ends_at == event.ends_at
        assert now <= zone.ends_at <= await world.chain.time()
