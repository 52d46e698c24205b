"""Freezes and orders of both regulators: whole lives, with exact balances."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program import world_enforcement as orders
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import attempt, forge, set_time, write
from tests.program.world_forks import NOW, forked_world
from tests.program.world_mutations import VALID
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT, Valid

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import InputError, ProgramRefused
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    SYSTEM_PROGRAM,
    AssetClass,
    EnforcementKind,
    Service,
    case_id,
    decode_enforcement,
    decode_payment_account,
)
from alatau.program.accounts import VERSION
from alatau.testing.doors import frozen
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check
from alatau.testing.world import FUNDS, NO_CAP

UNTIL = NOW + 3_600

DEBITS: dict[str, Valid] = {
    "pay": valid.pay,
    "pay_held": valid.pay_held,
    "transfer": valid.transfer,
    "withdraw": valid.withdraw,
}
CREDITS: dict[str, Valid] = {
    "deposit": valid.deposit,
    "refund": life.refund,
    "refund settled": life.refund_settled,
    "expire": life.expire,
}


@pytest.mark.parametrize("what", DEBITS)
@pytest.mark.parametrize("whole", [False, True])
async def test_debit_what_is_frozen_works_from_the_last_second_on(what: str, whole: bool) -> None:
    async with forked_world() as (world, _):
        tried = await DEBITS[what](world)
        bank = world.regulators[0]
        freeze = (
            orders.freezing_participant(world, bank, world.aigul, until=UNTIL)
            if whole
            else orders.freezing_account(world, bank, world.aigul, world.tenge, until=UNTIL)
        )
        await perform(world, freeze)
        await set_time(world, UNTIL - 1)
        refusal = "ParticipantFrozen" if whole else "AccountFrozen"
        assert (await attempt(world, tried))[0] == refusal
        await set_time(world, UNTIL)
        assert (await attempt(world, tried))[0] is None


@pytest.mark.parametrize("what", CREDITS)
async def test_credit_a_frozen_payer_succeeds(what: str) -> None:
    async with forked_world() as (world, _):
        tried = await CREDITS[what](world)
        for regulator in world.regulators:
            freeze = orders.freezing_participant(
                world, regulator, world.aigul, until=NOW + 300 * DAY
            )
            await perform(world, freeze)
        before = (await world.account(world.aigul, world.tenge)).available
        assert (await attempt(world, tried))[0] is None
        assert (await world.account(world.aigul, world.tenge)).available > before


async def test_credit_a_frozen_payee_succeeds() -> None:
    async with forked_world() as (world, _):
        settled, paid = await life.settle(world), await valid.pay(world)
        bank = world.regulators[0]
        await perform(world, orders.freezing_account(world, bank, world.bereke, world.tenge))
        for tried in (settled, paid):
            assert (await attempt(world, tried))[0] is None
        account = await world.account(world.bereke, world.tenge)
        assert account.available == 2 * AMOUNT - account.fee_due - account.tax_due


async def test_refund_what_is_held_by_a_frozen_payee_succeeds() -> None:
    async with forked_world() as (world, _):
        tried = await life.refund(world)
        bank = world.regulators[0]
        await perform(world, orders.freezing_account(world, bank, world.bereke, world.tenge))
        assert (await attempt(world, tried))[0] is None


async def test_collect_from_a_frozen_payee_succeeds() -> None:
    async with forked_world() as (world, _):
        tried = await life.collect(world)
        bank = world.regulators[0]
        await perform(world, orders.freezing_account(world, bank, world.bereke, world.tenge))
        assert (await attempt(world, tried))[0] is None


@pytest.mark.parametrize("slot", [0, 1])
async def test_freeze_a_participant_stops_only_the_classes_of_its_regulator(slot: int) -> None:
    async with forked_world() as (world, _):
        tenge = await valid.withdrawing(world, world.aigul, world.tenge)
        dollar = await valid.withdrawing(world, world.aigul, world.dollar)
        freeze = orders.freezing_participant(world, world.regulators[slot], world.aigul)
        await perform(world, freeze)
        assert (await attempt(world, dollar))[0] == "ParticipantFrozen"
        assert (await attempt(world, tenge))[0] == (None if slot else "ParticipantFrozen")


async def test_freeze_an_account_stops_no_other_of_its_owner() -> None:
    async with forked_world() as (world, _):
        bank = world.regulators[0]
        await perform(world, orders.freezing_account(world, bank, world.aigul, world.tenge))
        other = await valid.withdrawing(world, world.aigul, world.dollar)
        assert (await attempt(world, other))[0] is None


async def test_freeze_again_changes_case_and_end() -> None:
    async with forked_world() as (world, _):
        bank, aigul, tenge = world.regulators[0], world.aigul, world.tenge
        await perform(world, orders.freezing_account(world, bank, aigul, tenge))
        shorter = orders.freezing_account(
            world, bank, aigul, tenge, case=case_id("ҚІ-2026/118"), until=UNTIL
        )
        revision = (await world.account(aigul, tenge)).revision
        await perform(world, shorter)
        account = await world.account(aigul, tenge)
        assert account.freezes[0].until == UNTIL
        assert account.freezes[0].case == case_id("ҚІ-2026/118")
        assert account.freezes[1].until == 0
        assert account.revision == revision + 1
        await set_time(world, UNTIL)
        assert (await attempt(world, await valid.withdraw(world)))[0] is None


async def test_freeze_by_both_regulators_ends_with_the_last() -> None:
    async with forked_world() as (world, _):
        (bank, authority), aigul, dollar = world.regulators, world.aigul, world.dollar
        tried = await valid.withdrawing(world, aigul, dollar)
        await perform(world, orders.freezing_account(world, bank, aigul, dollar))
        await perform(world, orders.freezing_account(world, authority, aigul, dollar, until=UNTIL))
        await perform(world, orders.unfreezing_account(world, bank, aigul, dollar))
        assert (await attempt(world, tried))[0] == "AccountFrozen"
        await perform(world, orders.unfreezing_account(world, authority, aigul, dollar))
        assert (await attempt(world, tried))[0] is None


@pytest.mark.parametrize("what", ["seize", "forced_transfer"])
async def test_order_from_a_frozen_account_with_every_door_closed_succeeds(what: str) -> None:
    async with forked_world() as (world, _):
        tried = await {"seize": orders.seize, "forced_transfer": orders.forced_transfer}[what](
            world
        )
        for regulator in world.regulators:
            await perform(world, orders.freezing_participant(world, regulator, world.aigul))
        await close_all_doors(world)
        assert (await attempt(world, tried))[0] is None
        assert (await world.account(world.aigul, world.tenge)).available == FUNDS - AMOUNT


async def test_order_over_every_cap_succeeds() -> None:
    async with forked_world() as (world, _):
        limited = world.address(world.aigul, world.tenge)
        await forge(world, limited, spent_day=NO_CAP, spent_month=NO_CAP, paid=NO_CAP)
        await perform(world, orders.seizing(world, world.aigul, world.tenge, FUNDS))
        account = await world.account(world.aigul, world.tenge)
        assert (account.available, account.paid) == (0, FUNDS - 1)  # modulo 2^64
        assert (account.spent_day, account.spent_month) == (NO_CAP, NO_CAP)


async def test_order_leaves_held_reserve_and_dues_alone() -> None:
    async with forked_world() as (world, _):
        await perform(world, await valid.pay(world))
        await life.hold(world)
        before = await world.account(world.bereke, world.tenge)
        assert min(before.held, before.fee_due, before.tax_due) > 0
        await perform(world, orders.seizing(world, world.bereke, world.tenge, before.available))
        after = await world.account(world.bereke, world.tenge)
        assert after.available == 0
        for name in ("held", "reserve", "fee_due", "tax_due", "sequence", "window", "freezes"):
            assert getattr(after, name) == getattr(before, name), name


@pytest.mark.parametrize("lamports", [1, 890_880, 3_000_000, 50_000_000])
@pytest.mark.parametrize("what", ["seize", "forced_transfer"])
async def test_order_with_a_funded_address_of_its_record_succeeds(what: str, lamports: int) -> None:
    async with forked_world() as (world, _):
        tried = await {"seize": orders.seize, "forced_transfer": orders.forced_transfer}[what](
            world
        )
        address = tried.address("enforcement")
        await write(world, address, AccountInfo(lamports, SYSTEM_PROGRAM, b""))
        await perform(world, tried)
        info = await world.chain.account(address)
        assert info is not None
        assert decode_enforcement(info.data).amount == AMOUNT
        assert (await attempt(world, tried))[0] == "CaseExecuted"


async def test_order_of_a_case_is_executed_once_on_each_account() -> None:
    async with forked_world() as (world, _):
        await perform(world, orders.seizing(world, world.aigul, world.tenge, 1))
        forced = orders.forcing(world, world.aigul, world.ilya, world.tenge, 1)
        assert (await attempt(world, forced))[0] == "CaseExecuted"
        await perform(world, orders.forcing(world, world.aigul, world.ilya, world.dollar, 1))
        await perform(world, orders.seizing(world, world.ilya, world.tenge, 1))


async def test_order_of_a_regulator_that_pays_the_rent_succeeds() -> None:
    async with forked_world() as (world, chain):
        bank = world.regulators[0]
        await chain.airdrop(bank.pubkey(), 10**9)
        tried = (await orders.seize(world)).signed_by("payer", bank)
        assert (await attempt(world, tried))[0] is None


@dataclass(frozen=True, slots=True)
class Town:
    """A zone with two residents, of whom one has paid a bakery that waits for delivery."""

    chain: EmbeddedChain
    zone: FreshZone
    aigul: Keypair
    daulet: Keypair
    bakery: Keypair


@pytest_asyncio.fixture
async def town(embedded_chain: EmbeddedChain) -> AsyncIterator[Town]:
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
        daulet = await wallets.resident("Дәулет Ким", dollar=1_000_000)
        bakery = await wallets.merchant("«Нан»", tax_category=3)
        await zone.pay_held(
            wallet=aigul,
            payee=bakery.pubkey(),
            mint=zone.tenge.mint,
            amount=1_000_00,
            service=Service.SHOPS,
            deliver_by=await embedded_chain.time() + DAY,
        )
        yield Town(embedded_chain, zone, aigul, daulet, bakery)


async def test_life_of_a_case_ends_with_exact_balances(town: Town) -> None:
    zone, mint, aigul = town.zone, town.zone.tenge.mint, town.aigul.pubkey()
    now = await town.chain.time()
    frozen_account = await zone.freeze_account(
        regulator=zone.regulators[0],
        wallet=aigul,
        mint=mint,
        case="ҚІ-2026/117",
        basis=74,
        until=now + DAY,
    )
    event = frozen_account.event
    assert (event.case, event.basis, event.slot) == (case_id("ҚІ-2026/117"), 74, 0)
    assert event.until == now + DAY
    await check(town.chain, zone.address)
    with pytest.raises(ProgramRefused, match="AccountFrozen"):
        await zone.withdraw(mint=mint, amount=1, wallet=town.aigul)

    seized = await zone.seize(
        regulators=zone.regulators, wallet=aigul, mint=mint,
        case="ҚІ-2026/117", basis=74, amount=9_000_00, key="case 117",
    )  # fmt: skip
    assert (seized.event.available, seized.event.treasury_available) == (40_000_00, 9_000_00)
    again = await zone.seize(
        regulators=zone.regulators, wallet=aigul, mint=mint,
        case="ҚІ-2026/117", basis=74, amount=9_000_00, key="case 117",
    )  # fmt: skip
    assert again == seized
    with pytest.raises(ProgramRefused, match="CaseExecuted"):
        await zone.seize(
            regulators=zone.regulators, wallet=aigul, mint=mint,
            case="ҚІ-2026/117", basis=74, amount=1,
        )  # fmt: skip
    forced = await zone.forced_transfer(
        regulators=zone.regulators, wallet=aigul, recipient=town.daulet.pubkey(), mint=mint,
        case="8d7f0f3e-5a0b-4c77-9f3b-0a4d7f6f2d11", basis=12, amount=40_000_00,
    )  # fmt: skip
    assert (forced.event.available, forced.event.recipient_available) == (0, 40_000_00)
    await check(town.chain, zone.address)

    lifted = await zone.unfreeze_account(regulator=zone.regulators[0], wallet=aigul, mint=mint)
    assert (lifted.event.case, lifted.event.basis) == (case_id("ҚІ-2026/117"), 74)
    assert (await zone.account(aigul, mint)).freezes[0].until == 0
    assert (await zone.account(town.bakery.pubkey(), mint)).held == 1_000_00
    found = sorted((each for _, each in await zone.enforcements()), key=lambda each: each.kind)
    assert [record.kind for record in found] == [EnforcementKind.SEIZURE, EnforcementKind.TRANSFER]
    assert [record.amount for record in found] == [9_000_00, 40_000_00]
    assert all(
        record.regulators == tuple(key.pubkey() for key in zone.regulators) for record in found
    )
    assert found[1].case.hex() == "8d7f0f3e5a0b4c779f3b0a4d7f6f2d11"
    await check(town.chain, zone.address)


async def test_freeze_a_participant_in_both_slots_is_told_apart(town: Town) -> None:
    zone, daulet = town.zone, town.daulet.pubkey()
    now = await town.chain.time()
    for slot, regulator in enumerate(zone.regulators):
        receipt = await zone.freeze_participant(
            regulator=regulator, wallet=daulet, case=f"IN-{slot}", basis=1, until=now + DAY
        )
        assert receipt.event.slot == slot
    await check(town.chain, zone.address)
    await zone.unfreeze_participant(regulator=zone.regulators[0], wallet=daulet)
    state = await zone.participant(daulet)
    assert [each.until for each in state.freezes] == [0, now + DAY]
    dollar = await zone.account(daulet, zone.dollar.mint)
    assert frozen(dollar, state, now + DAY - 1) == "ParticipantFrozen"
    assert frozen(dollar, state, now + DAY) is None
    tenge = await zone.account(daulet, zone.tenge.mint)
    assert tenge.asset_class is AssetClass.NATIONAL
    assert frozen(tenge, state, now) is None
    await check(town.chain, zone.address)
    await town.chain.set_time(now + DAY)
    await zone.withdraw(mint=zone.dollar.mint, amount=1_000_000, wallet=town.daulet)
    await check(town.chain, zone.address)


def test_case_id_is_text_or_a_uuid() -> None:
    assert case_id("A-17") == b"A-17" + bytes(12)
    assert case_id("1234567890123456") == b"1234567890123456"
    assert case_id("8D7F0F3E-5A0B-4C77-9F3B-0A4D7F6F2D11").hex() == (
        "8d7f0f3e5a0b4c779f3b0a4d7f6f2d11"
    )


@pytest.mark.parametrize("text", ["", "A\0", "12345678901234567", "Қылмыстық іс"])
def test_case_id_of_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        case_id(text)


# -- every instruction, those of later versions too --------------------------------------

ORDERED = {"seize", "forced_transfer"}
"""What both regulators order is taken from frozen accounts too."""


async def changed_by(instruction: str) -> tuple[list[Pubkey], list[Pubkey]]:
    """The payment accounts whose available money an instruction lowers, and raises."""
    async with forked_world() as (world, chain):
        tried = await VALID[instruction](world)
        before = await available(chain)
        await perform(world, tried)
        after = await available(chain)
    common = [address for address in before if address in after]
    return (
        [address for address in common if after[address] < before[address]],
        [address for address in common if after[address] > before[address]],
    )


async def available(chain: EmbeddedChain) -> dict[Pubkey, int]:
    found = await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["PaymentAccount"])
    return {
        address: decode_payment_account(info.data).available
        for address, info in found
        if info.data[8] == VERSION  # not one of version 1, to be migrated
    }


@pytest.mark.parametrize("instruction", VALID)
@pytest.mark.parametrize("slot", [0, 1])
async def test_freeze_stops_every_instruction_that_takes_and_none_that_gives(
    instruction: str, slot: int
) -> None:
    taken, given = await changed_by(instruction)
    if instruction == "consolidate":  # who moves one owner's own free money under a freeze takes it
        taken, given = [*taken, *given], []
    freezes = [(0, bytes(16), 0, bytes(6)), (0, bytes(16), 0, bytes(6))]
    freezes[slot] = (NOW + 366 * DAY, orders.CASE, orders.BASIS, bytes(6))
    for address in (*taken, *given):
        async with forked_world() as (world, _):
            tried = await VALID[instruction](world)
            await forge(world, address, freezes=tuple(freezes))
            stopped = address in taken and instruction not in ORDERED
            assert (await attempt(world, tried))[0] == ("AccountFrozen" if stopped else None)


async def test_freeze_is_tried_on_what_takes_and_what_gives() -> None:
    """Else the test above would pass where it tries nothing."""
    changes = {name: await changed_by(name) for name in VALID}
    takers = {name for name, (taken, _) in changes.items() if taken}
    givers = {name for name, (_, given) in changes.items() if given}
    assert takers >= {"withdraw", "pay", "pay_held", "transfer", *ORDERED}
    assert takers >= {"pay_many", "draw", "pull", "convert", "consolidate", "fund_lane"}
    assert givers >= {"deposit", "pay", "transfer", "settle", "refund", "expire", *ORDERED}
    assert givers >= {"deposit_and_pay", "settle_many", "conclude", "release", "collect"}
