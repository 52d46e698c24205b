"""What both regulators order about units: none of its sides can stop it, and nobody else do it."""

from __future__ import annotations

import pytest
from solders.pubkey import Pubkey
from tests.program import world_distributions as paid
from tests.program import world_instruments as held
from tests.program import world_outside as outside
from tests.program import world_trades as traded
from tests.program import world_unit_orders as orders
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import attempt, forge, set_time
from tests.program.world_enforcement import CASE
from tests.program.world_forks import forked_world
from tests.program.world_instruments import UNITS
from tests.program.world_mutations import VALID
from tests.program.world_payments import perform
from tests.program.world_unit_orders import FREEZE, QUANTITY

from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    Enforcement,
    EnforcementKind,
    Holding,
    InstrumentState,
    case_id,
    decode_enforcement,
    decode_holding,
    enforcement_address,
)
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import NO_CAP, World

ORDERED = {"seize_units", "forced_transfer_units"}
"""What both regulators order is taken from frozen holdings too."""
STATES = [
    InstrumentState.ADMITTED,
    InstrumentState.SUSPENDED,
    InstrumentState.DELISTED,
    InstrumentState.REDEEMING,
]


async def record_of(world: World, case: bytes = CASE) -> Enforcement:
    """The record of a case on what Айгүл has."""
    address = enforcement_address(held.holding_of(world, world.aigul), case)
    info = await world.chain.account(address)
    assert info is not None
    return decode_enforcement(info.data)


async def test_order_units_keeps_a_record_and_moves_exactly() -> None:
    async with forked_world() as (world, chain):
        await perform(world, await orders.seize_units(world))
        court = case_id("СШ-2026/9")
        forced = orders.forcing_units(world, world.aigul, world.ilya, 5, case=court)
        await perform(world, forced)
        for wallet, units in (
            (world.aigul, UNITS - QUANTITY - 5),
            (world.treasury, QUANTITY),
            (world.ilya, UNITS + 5),
        ):
            assert (await held.holding(world, wallet)).units == units
        seized, moved = await record_of(world), await record_of(world, court)
        assert (seized.kind, moved.kind) == (
            EnforcementKind.SEIZURE_OF_UNITS,
            EnforcementKind.TRANSFER_OF_UNITS,
        )
        assert (seized.amount, moved.amount) == (QUANTITY, 5)
        assert seized.asset == moved.asset == held.instrument_of(world)
        assert (await held.instrument(world)).holders == 3
        check_state(await take_snapshot(chain, world.zone))


async def test_order_units_over_every_cap_succeeds() -> None:
    """More holders than may be, of more units than one may have, who is no investor."""
    async with forked_world() as (world, chain):
        tried = await orders.forced_transfer_units(world)
        found = await held.instrument(world)
        assert found.holders == found.holder_cap
        await forge(world, held.instrument_of(world), max_per_holder=1, holder_cap=1)
        participant = (await held.holding(world, world.shipa)).participant
        await forge(world, participant, roles=1, tier=3, country=b"RU", verified_until=0)
        assert (await attempt(world, tried))[0] is None
        assert (await held.instrument(world)).holders == 3
        assert (await held.holding(world, world.shipa)).units == QUANTITY
        await forge(world, held.instrument_of(world), max_per_holder=NO_CAP, holder_cap=2)
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("instruction", sorted(ORDERED))
async def test_order_units_from_a_frozen_holding_with_every_door_closed_succeeds(
    instruction: str, state: InstrumentState
) -> None:
    async with forked_world() as (world, _):
        tried = await VALID[instruction](world)
        await forge(world, held.instrument_of(world), state=state, locked_until=NO_CAP)
        for name in tried.metas:
            if name.endswith("holding"):
                await forge(world, tried.address(name), freeze=FREEZE)
        await close_all_doors(world)
        assert (await attempt(world, tried))[0] is None


async def test_open_the_treasurys_holding_with_every_door_closed_succeeds() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        await perform(world, held.delisting(world))
        await set_time(world, world.ends_at)
        assert (await attempt(world, held.opening(world, world.payer)))[0] is not None
        assert (await attempt(world, held.opening(world, world.treasury)))[0] is None
        seized = orders.seizing_units(world, world.aigul, UNITS)
        assert (await attempt(world, seized))[0] is None
        assert (await attempt(world, held.closing(world, world.treasury)))[0] == "TreasuryStays"


async def test_order_units_leaves_what_was_distributed_with_who_had_them() -> None:
    async with forked_world() as (world, _):
        await perform(world, await paid.distribute(world))
        before = {}
        for wallet in (world.aigul, world.ilya):
            before[wallet.pubkey()] = await claimable(world, wallet.pubkey())
        forced = orders.forcing_units(world, world.aigul, world.ilya, 1)
        await perform(world, forced)
        for wallet in (world.aigul, world.ilya):
            assert await claimable(world, wallet.pubkey()) == before[wallet.pubkey()]
        assert any(before.values())


async def claimable(world: World, wallet: Pubkey) -> int:
    """Base units that a wallet is entitled to."""
    found = await holdings(world.chain)  # type: ignore[arg-type]  # it is embedded
    instrument = await held.instrument(world)
    own = (each for each in found.values() if each.wallet == wallet)
    return sum(each.claimable(instrument) for each in own)


async def test_cancel_offers_of_the_frozen_frees_what_is_ordered() -> None:
    async with forked_world() as (world, chain):
        cancelling = await orders.cancel_offer_of_frozen(world)
        await perform(world, held.opening(world, world.treasury))
        seizing = orders.seizing_units(world, world.ilya, UNITS)
        assert (await attempt(world, seizing))[0] == "InsufficientUnits"
        assert (await attempt(world, cancelling))[0] is None
        again = await traded.offering(world, world.ilya)
        assert (await attempt(world, again))[0] == "HoldingFrozen"
        assert (await attempt(world, seizing))[0] is None
        check_state(await take_snapshot(chain, world.zone))


async def test_recall_units_of_the_frozen_frees_what_is_ordered() -> None:
    async with forked_world() as (world, chain):
        recalling = await orders.recall_units_of_frozen(world)
        await perform(world, held.opening(world, world.treasury))
        seizing = orders.seizing_units(world, world.aigul, UNITS)
        assert (await attempt(world, seizing))[0] == "InsufficientUnits"
        assert (await attempt(world, recalling))[0] is None
        again = await outside.withdrawing(world, world.aigul)
        assert (await attempt(world, again))[0] == "HoldingFrozen"
        assert (await attempt(world, seizing))[0] is None
        check_state(await take_snapshot(chain, world.zone))


# -- every instruction, those of later versions too --------------------------------------


async def holdings(chain: EmbeddedChain) -> dict[Pubkey, Holding]:
    """Every holding on the chain."""
    found = await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["Holding"])
    return {address: decode_holding(info.data) for address, info in found}


async def changed_by(instruction: str) -> tuple[list[Pubkey], list[Pubkey]]:
    """The holdings of which an instruction lowers the free units, and raises the units."""
    async with forked_world() as (world, chain):
        tried = await VALID[instruction](world)
        before = await holdings(chain)
        await perform(world, tried)
        after = await holdings(chain)
    common = [address for address in before if address in after]
    return (
        [each for each in common if after[each].free < before[each].free
         or after[each].units < before[each].units],
        [each for each in common if after[each].units > before[each].units],
    )  # fmt: skip


@pytest.mark.parametrize("instruction", VALID)
async def test_freeze_holding_stops_every_instruction_that_takes_units_and_none_that_gives(
    instruction: str,
) -> None:
    taken, given = await changed_by(instruction)
    for address in (*taken, *given):
        async with forked_world() as (world, _):
            tried = await VALID[instruction](world)
            await forge(world, address, freeze=FREEZE)
            stopped = address in taken and instruction not in ORDERED
            assert (await attempt(world, tried))[0] == ("HoldingFrozen" if stopped else None)


async def test_freeze_holding_is_tried_on_what_takes_and_what_gives() -> None:
    """Else the test above would pass where it tries nothing."""
    moving = ("transfer_units", "trade", "take_offer", "offer_units", "redeem", "tender_units",
              "call_redemption", "issue_units", "allot_subscription", *ORDERED)  # fmt: skip
    changes = {name: await changed_by(name) for name in moving}
    takers = {name for name, (taken, _) in changes.items() if taken}
    givers = {name for name, (_, given) in changes.items() if given}
    assert takers == {*moving} - {"issue_units", "allot_subscription"}
    assert givers == {"transfer_units", "trade", "take_offer", "issue_units",
                      "allot_subscription", *ORDERED}  # fmt: skip
