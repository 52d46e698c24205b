"""Whole lives of payrolls, settlements of many and lanes, with exact balances."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.program import world_batches as batches
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, set_time
from tests.program.world_forks import forked_world
from tests.program.world_valid import AMOUNT

from alatau.batches import PAYROLL_COSTS
from alatau.chain.bank_rules import COMPUTE_BUDGET
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import InputError, KeyReused, ProgramRefused
from alatau.packing import MAX_ROWS, pack
from alatau.program import (
    PROGRAM_ID,
    PaidMany,
    PaymentState,
    Service,
    SettledMany,
    account_address,
    payment_address,
    program_path,
    read_events,
)
from alatau.program import instructions as build
from alatau.program.idl import anchor_coder
from alatau.tables import payroll_addresses, table_costs
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check, check_state
from alatau.testing.metered_batches import MOST_PAYEES
from alatau.testing.snapshot import take_snapshot
from alatau.tokens import create_token_account

STAFF = 31


@pytest.fixture
async def zone() -> AsyncIterator[FreshZone]:
    programs = {PROGRAM_ID: program_path()}
    async with (
        await EmbeddedChain.open(None, programs=programs) as chain,
        FreshZone.found(chain, name="Еңбекақы") as zone,
    ):
        yield zone
        await check(chain, zone.address)


async def hire(zone: FreshZone, count: int) -> list[Keypair]:
    wallets = Wallets(zone)
    return [await wallets.resident(f"жұмысшы {number}", tenge=0) for number in range(count)]


async def available(zone: FreshZone, wallet: Keypair) -> int:
    return (await zone.account(wallet.pubkey(), zone.tenge.mint)).available


# -- the program -----------------------------------------------------------------------


async def test_pay_many_moves_each_amount_and_names_every_balance() -> None:
    async with forked_world() as (world, chain):
        tried = await batches.pay_many(world)
        before = await world.account(world.aigul, world.tenge)
        refused, record = await attempt(world, tried)
        assert refused is None
        (event,) = read_events(record.logs).events
        assert isinstance(event, PaidMany)
        payer = await world.account(world.aigul, world.tenge)
        total = AMOUNT + AMOUNT // 2
        assert payer.available == before.available - total == event.payer_available
        assert (payer.spent_day, payer.paid, event.total) == (total, total, total)
        assert (payer.sequence, payer.revision) == (event.sequence, event.payer_revision)
        assert event.reference == valid.REFERENCE
        for row, who, amount in zip(
            event.rows,
            (world.ilya, batches.worker(world)),
            (AMOUNT, AMOUNT // 2),
            strict=True,
        ):
            account = await world.account(who, world.tenge)
            assert row.payee_account == world.address(who, world.tenge)
            assert (row.amount, account.received) == (amount, amount)
            assert (row.payee_available, row.payee_revision) == (
                account.available,
                account.revision,
            )
        check_state(await take_snapshot(chain, world.zone))


async def test_pay_many_of_a_payee_named_three_times_adds_all_three() -> None:
    async with forked_world() as (world, chain):
        before = await world.account(world.ilya, world.tenge)
        rows = [
            (world.ilya, 100),
            (await batches.hire(world), 7),
            (world.ilya, 30),
            (world.ilya, 5),
        ]
        refused, record = await attempt(
            world, await batches.paying_many(world, world.aigul, rows, world.tenge)
        )
        assert refused is None
        (event,) = read_events(record.logs).events
        assert isinstance(event, PaidMany)
        assert event.total == 142
        told = [row.payee_available - before.available for row in event.rows]
        assert (told[0], told[2], told[3]) == (100, 130, 135)
        after = await world.account(world.ilya, world.tenge)
        assert after.available == before.available + 135
        assert after.revision == before.revision + 3
        check_state(await take_snapshot(chain, world.zone))


async def test_pay_many_event_read_by_anchorpy_has_the_same_rows() -> None:
    async with forked_world() as (world, _):
        _, record = await attempt(world, await batches.pay_many(world))
        (event,) = read_events(record.logs).events
        assert isinstance(event, PaidMany)
        (line,) = (each for each in record.logs if each.startswith("Program data: "))
        from base64 import b64decode

        read = anchor_coder().events.parse(b64decode(line.removeprefix("Program data: ")))
        assert read.name == "PaidMany"
        assert [row.amount for row in read.data.rows] == [row.amount for row in event.rows]
        assert [row.payee_account for row in read.data.rows] == [
            row.payee_account for row in event.rows
        ]


async def test_pay_many_from_a_merchant_pays_its_staff() -> None:
    async with forked_world() as (world, chain):
        await life.perform(world, await valid.pay(world))
        rows = [(world.ilya, 1_000), (world.aigul, 2_000)]
        tried = await batches.paying_many(world, world.bereke, rows, world.tenge)
        assert (await attempt(world, tried))[0] is None
        check_state(await take_snapshot(chain, world.zone))


def budget() -> list[Instruction]:
    """A compute budget's limit and price, as a client on a busy cluster adds them."""
    return [
        Instruction(COMPUTE_BUDGET, b"\x02" + (10_000).to_bytes(4, "little"), []),
        Instruction(COMPUTE_BUDGET, b"\x03" + (1_000).to_bytes(8, "little"), []),
    ]


@pytest.mark.parametrize(("extra", "most"), [([], 11), (budget(), 11)], ids=["bare", "budget"])
async def test_pay_many_fits_at_least_nine_payees_without_a_table(
    extra: list[Instruction], most: int
) -> None:
    async with forked_world() as (world, chain):
        names = [Keypair().pubkey() for _ in range(most)]

        def size(count: int, recent: Hash) -> int:
            made = build.pay_many(
                wallet=world.ilya.pubkey(),
                zone=world.zone,
                mint=world.tenge.mint,
                sequence=2,
                reference=bytes(32),
                rows=[(name, 1) for name in names[:count]],
            )
            message = MessageV0.try_compile(world.ilya.pubkey(), [*extra, made], [], recent)
            return len(bytes(VersionedTransaction(message, [world.ilya])))

        recent = (await chain.blockhash()).hash
        assert most >= 9
        assert size(most, recent) <= 1_232 < size(most, recent) + 74


async def test_settle_many_settles_as_settling_one_by_one_does() -> None:
    ends = []
    for together in (True, False):
        async with forked_world() as (world, chain):
            payments = [await batches.hold_and_fulfil(world, AMOUNT + each) for each in range(5)]
            await life.perform(world, life.refunding(world, payments[1], 0, 12_345))
            await set_time(world, (await life.payment(world, payments[-1])).settles_at)
            if together:
                refused, record = await attempt(world, batches.settling_many(world, payments))
                assert refused is None
                (event,) = read_events(record.logs).events
                assert isinstance(event, SettledMany)
                assert [row.payment for row in event.rows] == payments
            else:
                for each in payments:
                    await life.perform(world, life.settling(world, each, by_anyone=True))
            found = [await life.payment(world, each) for each in payments]
            assert {each.state for each in found} == {PaymentState.SETTLED}
            ends.append(([*found], await world.account(world.bereke, world.tenge)))
            check_state(await take_snapshot(chain, world.zone))
    assert ends[0] == ends[1]


async def test_settle_many_a_second_before_a_window_settles_none() -> None:
    async with forked_world() as (world, chain):
        payments = [await batches.hold_and_fulfil(world, AMOUNT + each) for each in range(2)]
        moment = (await life.payment(world, payments[-1])).settles_at
        await set_time(world, moment - 1)
        tried = batches.settling_many(world, payments)
        before = await world.account(world.bereke, world.tenge)
        assert (await attempt(world, tried))[0] == "WindowOpen"
        assert await world.account(world.bereke, world.tenge) == before
        await set_time(world, moment)
        assert (await attempt(world, tried))[0] is None
        check_state(await take_snapshot(chain, world.zone))


# -- lanes -----------------------------------------------------------------------------


async def test_lane_receives_refunds_and_consolidates_exactly() -> None:
    async with forked_world() as (world, chain):
        await life.perform(world, await batches.open_lane(world))
        lane = batches.lane_address(world)
        made = build.pay_held(
            wallet=world.aigul.pubkey(),
            payee=world.bereke.pubkey(),
            payee_lane=batches.LANE,
            zone=world.zone,
            mint=world.tenge.mint,
            sequence=2,
            amount=AMOUNT,
            reference=valid.REFERENCE,
            service=Service.SHOPS,
            deliver_by=await chain.time() + DAY,
        )
        await world.run(made, signers=(world.aigul,))
        payment = payment_address(world.address(world.aigul, world.tenge), 2)
        await world.run(
            build.settle(
                signer=world.aigul.pubkey(),
                payment=payment,
                payer_account=world.address(world.aigul, world.tenge),
                payee_account=lane,
            ),
            signers=(world.aigul,),
        )
        net = (await batches.lane_account(world)).available
        main = await world.account(world.bereke, world.tenge)
        await life.perform(world, batches.consolidating(world))
        assert (await batches.lane_account(world)).available == 0
        assert (await world.account(world.bereke, world.tenge)).available == main.available + net
        # A refund is paid by the lane: funded and returned in one transaction.
        funded = await batches.funding_lane(world, net)
        returned = build.refund(
            wallet=world.bereke.pubkey(),
            zone=world.zone,
            payment=payment,
            payer_account=world.address(world.aigul, world.tenge),
            payee_account=lane,
            refunded_before=0,
            amount=AMOUNT,
        )
        await world.run(funded.instruction(), returned, signers=(world.bereke,))
        account = await batches.lane_account(world)
        assert (account.available, account.held, account.fee_due, account.tax_due) == (0, 0, 0, 0)
        assert (await world.account(world.aigul, world.tenge)).available == 10_000_000
        assert (await world.account(world.bereke, world.tenge)).available == main.available
        check_state(await take_snapshot(chain, world.zone))


async def test_lane_without_lane_0_after_the_end_is_withdrawn_from() -> None:
    async with forked_world() as (world, chain):
        await batches.consolidate(world)
        net = (await batches.lane_account(world)).available
        made = build.withdraw(
            wallet=world.bereke.pubkey(),
            zone=world.zone,
            mint=world.tenge.mint,
            token_program=world.tenge.token_program,
            sequence=1,
            amount=net,
            reference=valid.REFERENCE,
            lane=batches.LANE,
        )
        token = create_token_account(
            world.payer.pubkey(),
            world.bereke.pubkey(),
            world.tenge.mint,
            world.tenge.token_program,
        )
        await world.run(token)
        tried = Attempt.of(made, world.bereke)
        await set_time(world, world.ends_at - 1)
        assert (await attempt(world, tried))[0] == "LaneReceivesOnly"
        await set_time(world, world.ends_at)
        closed = build.close_account(
            zone=world.zone,
            account=world.address(world.bereke, world.tenge),
            rent_payer=world.payer.pubkey(),
        )
        await world.run(closed)
        assert (await attempt(world, batches.consolidating(world)))[0] is not None
        assert (await attempt(world, tried))[0] is None
        assert (await batches.lane_account(world)).available == 0
        check_state(await take_snapshot(chain, world.zone))


async def test_lane_cannot_spend_or_withdraw() -> None:
    async with forked_world() as (world, chain):
        await batches.consolidate(world)
        lane = batches.lane_address(world)
        paid = await valid.transferring(world, world.bereke, world.ilya, world.tenge)
        assert (await attempt(world, paid.with_account("payer_account", lane)))[0] == (
            "LaneReceivesOnly"
        )
        out = await valid.withdrawing(world, world.bereke, world.tenge, 1)
        made = out.with_account("account", lane)
        assert (await attempt(world, made))[0] is not None
        check_state(await take_snapshot(chain, world.zone))


# -- the client ------------------------------------------------------------------------


async def test_pay_many_over_several_transactions_pays_all_once(zone: FreshZone) -> None:
    staff = await hire(zone, 25)
    payer = await Wallets(zone).resident("Мейрам Жүнісов", tier=1, tenge=1_000_000)
    rows = [(who.pubkey(), 1_000 + number) for number, who in enumerate(staff)]
    rows[1:1] = [(staff[0].pubkey(), 200), (staff[0].pubkey(), 300)]
    seen: list[tuple[int, int]] = []
    receipts = await zone.pay_many(
        rows,
        mint=zone.tenge.mint,
        wallet=payer,
        invoice="қараша".encode(),
        progress=lambda done, of: seen.append((done, of)),
        key="жалақы-11",
    )
    assert [len(receipt.event.rows) for receipt in receipts] == [13, 11, 3]
    assert seen == [(13, 27), (24, 27), (27, 27)]
    assert len({receipt.event.reference for receipt in receipts}) == 3
    assert await available(zone, staff[0]) == 1_500
    assert await available(zone, staff[24]) == 1_024
    total = sum(amount for _, amount in rows)
    assert await available(zone, payer) == 1_000_000 - total
    again = await zone.pay_many(
        rows, mint=zone.tenge.mint, wallet=payer, invoice="қараша".encode(), key="жалақы-11"
    )
    assert again == receipts
    assert await available(zone, payer) == 1_000_000 - total
    for other in (rows[:-1], [*rows, rows[0]], rows[::-1]):
        with pytest.raises(KeyReused):
            await zone.pay_many(
                other,
                mint=zone.tenge.mint,
                wallet=payer,
                invoice="қараша".encode(),
                key="жалақы-11",
            )
    assert await available(zone, payer) == 1_000_000 - total


async def test_pay_many_refused_midway_keeps_what_is_paid(zone: FreshZone) -> None:
    staff = await hire(zone, 13)
    payer = await Wallets(zone).resident("Раиса Оспанова", tier=1, tenge=11_500)
    rows = [(who.pubkey(), 1_000) for who in staff]
    paying = zone.pay_many_in_turn(rows, mint=zone.tenge.mint, wallet=payer, key="тамыз")
    first = await anext(paying)
    assert first.event.total == 11_000
    with pytest.raises(ProgramRefused, match="InsufficientFunds"):
        await anext(paying)
    assert await available(zone, payer) == 500
    with pytest.raises(ProgramRefused, match="InsufficientFunds") as caught:
        await zone.pay_many(rows, mint=zone.tenge.mint, wallet=payer, key="тамыз")
    assert caught.value.recorded
    assert "rows 12 and on, with another key" in caught.value.remedy
    assert await available(zone, payer) == 500
    assert await available(zone, staff[-1]) == 0


async def test_pay_many_to_nobody_is_refused_before_anything_is_sent(zone: FreshZone) -> None:
    with pytest.raises(InputError, match="nobody to pay"):
        await zone.pay_many([], mint=zone.tenge.mint)


async def test_pay_many_with_a_table_needs_fewer_transactions(zone: FreshZone) -> None:
    staff = await hire(zone, STAFF)
    payer = await Wallets(zone).resident("Зарина Қасымова", tier=1, tenge=1_000_000)
    payees = [who.pubkey() for who in staff]
    named = payroll_addresses(zone.address, zone.tenge.mint, payer.pubkey(), payees)
    assert len(named) == 4 + 2 * STAFF
    tables = await zone.create_tables(named[:40], authority=payer)
    (table,) = tables
    table = await zone.extend_table(table.key, named, authority=payer)
    assert set(table.addresses) == {*named}
    rows = [(payee, 100) for payee in payees]
    receipts = await zone.pay_many(rows, mint=zone.tenge.mint, wallet=payer, tables=[table])
    assert [len(receipt.event.rows) for receipt in receipts] == [MOST_PAYEES, STAFF - MOST_PAYEES]
    assert await available(zone, payer) == 1_000_000 - 100 * STAFF
    info = await zone.chain.account(table.key)
    assert info is not None
    assert info.lamports == table_costs(STAFF).rent


def test_table_pays_off_only_for_who_pays_again() -> None:
    costs = table_costs(STAFF)
    assert (costs.payees, costs.saved) == (31, 5_000)
    assert costs.setup == 15_000
    assert costs.repaid_after == 3
    assert (costs.pays_off(1), costs.pays_off(3), costs.pays_off(4)) == (False, False, True)
    assert table_costs(5).repaid_after is None


async def test_settle_due_settles_what_is_due_and_leaves_the_rest(zone: FreshZone) -> None:
    wallets = Wallets(zone)
    payer = await wallets.resident("Тимур Сейітов", tier=1, tenge=10_000_000)
    shop, clinic = await wallets.merchant("«Алма»"), await wallets.merchant("«Дент»")
    mint = zone.tenge.mint
    account = account_address(zone.address, payer.pubkey(), mint)

    async def hold(payee: Keypair, *, fulfil: bool) -> Pubkey:
        receipt = await zone.pay_held(
            payee=payee.pubkey(),
            mint=mint,
            amount=1_000,
            service=Service.SHOPS,
            deliver_by=await zone.chain.time() + 20 * DAY,
            wallet=payer,
        )
        address = payment_address(account, receipt.event.sequence)
        if fulfil:
            await zone.fulfil(
                payment=address, payee_account=receipt.event.payee_account, wallet=payee
            )
        return address

    due = [await hold(shop, fulfil=True) for _ in range(33)]
    due += [await hold(clinic, fulfil=True) for _ in range(2)]
    unfulfilled = await hold(shop, fulfil=False)
    assert isinstance(zone.chain, EmbeddedChain)
    await zone.chain.set_time(await zone.chain.time() + 4 * DAY)
    young = await hold(clinic, fulfil=True)
    seen: list[tuple[int, int]] = []
    receipts = await zone.settle_due(progress=lambda done, of: seen.append((done, of)))
    assert sorted(len(receipt.event.rows) for receipt in receipts) == [2, 3, 30]
    assert seen[-1] == (35, 35)
    for address in due:
        assert (await zone.payment(address)).state is PaymentState.SETTLED
    assert (await zone.payment(unfulfilled)).state is PaymentState.OPEN
    assert (await zone.payment(young)).state is PaymentState.FULFILLED
    assert await zone.settle_due() == ()
    with pytest.raises(ProgramRefused, match="WindowOpen"):
        await zone.settle_many([young])
    with pytest.raises(InputError, match="twice"):
        await zone.settle_many([young, young])


async def test_settle_many_groups_payees_and_repeats_by_key(zone: FreshZone) -> None:
    wallets = Wallets(zone)
    payer = await wallets.resident("Анна Ли", tier=1, tenge=1_000_000)
    payments = []
    for name in ("«Шай»", "«Кітап»"):
        payee = await wallets.merchant(name)
        for _ in range(2):
            receipt = await zone.pay_held(
                payee=payee.pubkey(),
                mint=zone.tenge.mint,
                amount=1_000,
                service=Service.SHOPS,
                deliver_by=await zone.chain.time() + DAY,
                wallet=payer,
            )
            address = payment_address(receipt.event.payer_account, receipt.event.sequence)
            await zone.fulfil(
                payment=address, payee_account=receipt.event.payee_account, wallet=payee
            )
            payments.append(address)
    assert isinstance(zone.chain, EmbeddedChain)
    await zone.chain.set_time(await zone.chain.time() + 4 * DAY)
    mixed = [payments[0], payments[2], payments[1], payments[3]]
    receipts = await zone.settle_many(mixed, key="түн")
    assert [[row.payment for row in receipt.event.rows] for receipt in receipts] == [
        payments[:2],
        payments[2:],
    ]
    assert await zone.settle_many(mixed, key="түн") == receipts


async def test_lane_of_a_merchant_lives_through_the_client(zone: FreshZone) -> None:
    wallets = Wallets(zone)
    payer = await wallets.resident("Ерлан Ахметов", tier=1, tenge=1_000_000)
    shop = await wallets.merchant("«Нан»")
    mint = zone.tenge.mint
    await zone.open_account(mint=mint, wallet=shop.pubkey(), lane=7)
    receipt = await zone.pay(
        payee=shop.pubkey(),
        payee_lane=7,
        mint=mint,
        amount=100_000,
        service=Service.SHOPS,
        wallet=payer,
        key="нан-1",
    )
    lane = account_address(zone.address, shop.pubkey(), mint, 7)
    assert receipt.event.payee_account == lane
    with pytest.raises(KeyReused):
        await zone.pay(
            payee=shop.pubkey(),
            mint=mint,
            amount=100_000,
            service=Service.SHOPS,
            wallet=payer,
            key="нан-1",
        )
    net = receipt.event.payee_available
    moved = await zone.consolidate(mint=mint, lane=7, wallet=shop.pubkey())
    assert (moved.event.amount, moved.event.available) == (net, net)
    back = await zone.fund_lane(mint=mint, lane=7, amount=40, wallet=shop, key="қайтару")
    assert (back.event.available, back.event.lane_available) == (net - 40, 40)
    same = await zone.fund_lane(mint=mint, lane=7, amount=40, wallet=shop, key="қайтару")
    assert same == back
    assert (await zone.account(shop.pubkey(), mint, 7)).available == 40


def test_pack_never_exceeds_the_rows_of_the_program() -> None:
    payer = Keypair().pubkey()
    rows = [(payer, 1)] * (MAX_ROWS + 3)

    def made(part: object) -> Instruction:
        # One account, as often as there are rows: neither bytes nor accounts are short.
        return Instruction(PROGRAM_ID, b"", [])

    assert [len(part) for part in pack(rows, made, payer=payer, costs=PAYROLL_COSTS)] == [
        MAX_ROWS,
        3,
    ]
