"""Whole lives of disputed payments, with exact balances; reserves; the end of an account.

A payment of 2,000.00 bears a fee of 10.00 and a tax of 240.00; of what is left, 1,750.00, a
fifth is kept in reserve where the operator wants one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import pytest
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from tests.program import world_disputes as disputes
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, forge, next_block, read, set_time, write
from tests.program.world_disputes import ANSWER, COMPLAINT
from tests.program.world_forks import forked_world
from tests.program.world_payments import payment, perform
from tests.program.world_valid import AMOUNT

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.disputes import evidence_of
from alatau.errors import ProgramRefused
from alatau.program import (
    SYSTEM_PROGRAM,
    DisputeOutcome,
    DisputeReason,
    PaymentFlag,
    PaymentState,
    Resolved,
    account_address,
    payment_address,
    read_events,
)
from alatau.testing import invariants
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import FUNDS, NO_CAP, World
from alatau.tokens import create_token_account, mint_to

NET, FEE, TAX = 175_000, 1_000, 24_000
RESERVE = 35_000
FOR_EVER = (NO_CAP, bytes(16), 1, bytes(6))


async def balances(world: World) -> tuple[int, ...]:
    """Айгүл's money; what «Береке» has available, held, in reserve, due and as credit."""
    payer = await world.account(world.aigul, world.tenge)
    payee = await world.account(world.bereke, world.tenge)
    due, credit = payee.fee_due + payee.tax_due, payee.fee_credit + payee.tax_credit
    return payer.available, payee.available, payee.held, payee.reserve, due, credit


async def sound(world: World) -> None:
    """Check what must hold at any moment; a forked world has no history to check."""
    invariants.check_state(await take_snapshot(world.chain, world.zone))


async def resolved(world: World, tried: Attempt) -> Resolved:
    """Execute what ends a dispute, and check every invariant."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs
    (event,) = read_events(record.logs).events
    assert isinstance(event, Resolved)
    await sound(world)
    return event


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def test_resolve_a_held_payment_divides_it_and_keeps_no_reserve() -> None:
    async with forked_world() as (world, _):
        await perform(world, disputes.reserving(world))
        address = await disputes.disputed(world)
        stored = await payment(world, address)
        flags = PaymentFlag.COUNTED | PaymentFlag.DISPUTED
        assert (stored.state, stored.flags) == (PaymentState.DISPUTED, flags)
        assert stored.reason == DisputeReason.NOT_AS_DESCRIBED
        assert stored.decide_by == await world.chain.time() + 7 * DAY
        assert await balances(world) == (FUNDS - AMOUNT, 0, AMOUNT, 0, 0, 0)
        await perform(world, disputes.responding(world, address))
        stored = await payment(world, address)
        assert stored.flags == flags | PaymentFlag.ANSWERED
        assert stored.evidence == sha256(COMPLAINT + ANSWER).digest()
        assert stored.decide_by == await world.chain.time() + 14 * DAY
        event = await resolved(world, disputes.resolving(world, address, 77_777))
        # Of the legs' 25,000 the payer's part takes 9,722 with it: 388 of the fee, 9,334.
        fee, tax = FEE - 388, TAX - 9_334
        net = AMOUNT - 77_777 - fee - tax
        assert (event.outcome, event.to_payer, event.to_payee) == (
            DisputeOutcome.RESOLVED, 77_777, net,
        )  # fmt: skip
        assert (event.fee, event.tax, event.signer) == (fee, tax, world.operator.pubkey())
        expected = (FUNDS - AMOUNT + 77_777, net, 0, 0, fee + tax, 0)
        assert await balances(world) == expected
        stored = await payment(world, address)
        assert (stored.state, stored.settled, stored.reserve) == (PaymentState.SETTLED, net, 0)
        assert await refusal(world, disputes.disputing(world, address)) == "AlreadyDisputed"


@pytest.mark.parametrize(
    ("to_payer", "state"),
    [(0, PaymentState.SETTLED), (AMOUNT, PaymentState.REFUNDED)],
)
async def test_resolve_a_held_payment_for_one_side_gives_it_all(
    to_payer: int, state: PaymentState
) -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        await resolved(world, disputes.resolving(world, address, to_payer))
        assert (await payment(world, address)).state is state
        payer, payee, *_ = await balances(world)
        assert (payer, payee) == (FUNDS - AMOUNT + to_payer, 0 if to_payer else NET)


async def test_resolve_by_the_arbiter_needs_no_operator() -> None:
    async with forked_world() as (world, _):
        event = await resolved(world, await disputes.resolve_by_arbiter(world))
        assert event.signer == world.ilya.pubkey()


async def test_conclude_an_unanswered_dispute_returns_what_is_held() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        await perform(world, life.refunding(world, address, 0, 50_000))
        decide_by = (await payment(world, address)).decide_by
        await set_time(world, decide_by - 1)
        assert await refusal(world, disputes.concluding(world, address)) == "DecisionNotDue"
        await set_time(world, decide_by)
        assert await refusal(world, disputes.responding(world, address)) == "AnswerOverdue"
        assert await refusal(world, disputes.resolving(world, address, 1)) == "DecisionOverdue"
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.outcome, event.to_payer) == (DisputeOutcome.UNANSWERED, 150_000)
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)
        assert (await payment(world, address)).state is PaymentState.REFUNDED


async def test_conclude_an_answered_dispute_that_nobody_resolved_pays_the_payee() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        # A second before its time is over, the answer is in time.
        await set_time(world, (await payment(world, address)).decide_by - 1)
        await perform(world, disputes.responding(world, address))
        decide_by = (await payment(world, address)).decide_by
        await set_time(world, decide_by - 1)
        assert await refusal(world, disputes.concluding(world, address)) == "DecisionNotDue"
        await set_time(world, decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.outcome, event.to_payee) == (DisputeOutcome.UNRESOLVED, NET)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


@pytest.mark.parametrize("late", [False, True])
async def test_conclude_by_dropping_pays_the_payee_at_any_time(late: bool) -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        if late:
            await set_time(world, (await payment(world, address)).decide_by + DAY)
        event = await resolved(world, disputes.concluding(world, address, drop=True))
        assert (event.outcome, event.to_payer) == (DisputeOutcome.DROPPED, 0)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


async def test_refund_a_disputed_payment_whole_ends_the_dispute() -> None:
    async with forked_world() as (world, _):
        address = await disputes.disputed(world)
        assert await refusal(world, life.settling(world, address)) == "NotHeld"
        await perform(world, life.refunding(world, address, 0, AMOUNT))
        assert (await payment(world, address)).state is PaymentState.REFUNDED
        assert await refusal(world, disputes.resolving(world, address, 0)) == "NotDisputed"
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)


async def test_settle_keeps_a_reserve_that_is_released_when_due() -> None:
    async with forked_world() as (world, _):
        address = await disputes.reserved(world)
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (NET - RESERVE, RESERVE)
        assert await balances(world) == (
            FUNDS - AMOUNT, NET - RESERVE, 0, RESERVE, FEE + TAX, 0,
        )  # fmt: skip
        await set_time(world, stored.reserve_until - 1)
        tried = disputes.releasing(world, address)
        assert await refusal(world, tried) == "ReserveNotDue"
        await set_time(world, stored.reserve_until)
        assert await refusal(world, disputes.disputing(world, address)) == "DisputeOverdue"
        assert await refusal(world, tried) is None
        await sound(world)
        assert await balances(world) == (FUNDS - AMOUNT, NET, 0, 0, FEE + TAX, 0)


async def test_resolve_a_charge_back_pays_from_the_reserve_and_releases_the_rest() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        assert (await payment(world, address)).state is PaymentState.CHARGEBACK
        assert await refusal(world, disputes.releasing(world, address)) == "NotSettled"
        event = await resolved(world, disputes.resolving(world, address, 10_000))
        # 1,250 of it are the legs' share, still due: the reserve gives 8,750.
        assert (event.to_payer, event.to_payee) == (10_000, RESERVE - 8_750)
        assert await balances(world) == (
            FUNDS - AMOUNT + 10_000, NET - 8_750, 0, 0, FEE + TAX - 1_250, 0,
        )  # fmt: skip
        assert (await payment(world, address)).state is PaymentState.SETTLED


async def test_conclude_an_unanswered_charge_back_returns_all_that_the_reserve_covers() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        available = (await balances(world))[1]
        await set_time(world, (await payment(world, address)).decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        # An eighth of it are the legs' shares: 5,000.
        assert (event.to_payer, event.to_payee) == (40_000, 0)
        assert await balances(world) == (
            FUNDS - AMOUNT + 40_000, available, 0, 0, FEE + TAX - 5_000, 0,
        )  # fmt: skip


async def test_conclude_a_charge_back_after_collection_fronts_the_legs_as_a_credit() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        await perform(world, life.collecting(world))
        available = (await balances(world))[1]
        await set_time(world, (await payment(world, address)).decide_by)
        event = await resolved(world, disputes.concluding(world, address))
        assert (event.to_payer, event.to_payee) == (RESERVE, 0)
        assert (event.payee_fee_credit, event.payee_tax_credit) == (175, 4_200)
        stored = await payment(world, address)
        assert stored.settled == NET - RESERVE + 4_375
        assert (stored.fee, stored.tax) == (FEE - 175, TAX - 4_200)
        assert await balances(world) == (FUNDS - AMOUNT + RESERVE, available, 0, 0, 0, 4_375)
        # The next collection sets the credit off: that part was the payee's.
        await perform(world, await valid.pay(world))
        await perform(world, life.collecting(world))
        await sound(world)
        assert await balances(world) == (
            FUNDS - 2 * AMOUNT + RESERVE, available + NET + 4_375, 0, 0, 0, 0,
        )  # fmt: skip


async def test_conclude_a_charge_back_of_a_payee_without_money_takes_only_the_reserve() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        # «Береке» has spent what was available: no chargeback may need it.
        account = await world.account(world.bereke, world.tenge)
        tokens = world.tenge.token_account(world.bereke.pubkey())
        issuer, tenge = world.issuer, world.tenge
        program = tenge.token_program
        made = create_token_account(
            world.payer.pubkey(), world.bereke.pubkey(), tenge.mint, program
        )
        await world.run(
            made,
            mint_to(issuer.pubkey(), tenge.mint, tokens, 1, 2, program),
            signers=(issuer,),
        )
        await perform(world, await valid.withdrawing(world, world.bereke, tenge, account.available))
        await set_time(world, (await payment(world, address)).decide_by)
        assert (await resolved(world, disputes.concluding(world, address))).to_payer == 40_000


async def test_refund_a_charge_back_in_part_leaves_it_disputed() -> None:
    async with forked_world() as (world, _):
        address = await disputes.charged_back(world)
        await perform(world, life.refunding(world, address, 0, 100_000))
        stored = await payment(world, address)
        assert (stored.state, stored.reserve) == (PaymentState.CHARGEBACK, RESERVE)
        await perform(world, life.refunding(world, address, 100_000, 90_000))
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (0, 8_750)
        event = await resolved(world, disputes.resolving(world, address, 10_000))
        assert event.to_payee == 0
        assert (await payment(world, address)).state is PaymentState.REFUNDED
        assert await balances(world) == (FUNDS, 0, 0, 0, 0, 0)


Ending = Callable[[World], Awaitable[Attempt]]


@pytest.mark.parametrize(
    "ending",
    [
        disputes.resolve,
        disputes.resolve_settled,
        disputes.conclude,
        disputes.conclude_settled,
        disputes.drop,
        disputes.release,
        disputes.close_payment,
    ],
)
async def test_end_a_payment_of_the_frozen_in_an_ended_zone_succeeds(ending: Ending) -> None:
    async with forked_world() as (world, _):
        tried = await ending(world)
        for wallet in (world.aigul, world.bereke):
            await forge(world, world.address(wallet, world.tenge), freezes=(FOR_EVER,) * 2)
            participant = (await world.account(wallet, world.tenge)).participant
            await forge(world, participant, freezes=(FOR_EVER,) * 2)
        await forge(world, world.zone, ends_at=1, paused=b"\x1f" * 3)
        assert await refusal(world, tried) is None


async def test_set_a_policy_changes_later_payments_only() -> None:
    async with forked_world() as (world, _):
        before = await disputes.fulfilled(world)
        stored = await payment(world, before)
        now = await world.chain.time()
        spans = {
            "settle_window": 60,
            "deliver_within": 2 * DAY,
            "respond_window": 120,
            "resolve_window": 180,
            "retention": 240,
        }
        await perform(world, disputes.policy(world, spans=spans))
        await perform(world, disputes.reserving(world))
        kept = await payment(world, before)
        assert kept == stored
        assert (kept.respond_window, kept.resolve_window) == (7 * DAY, 14 * DAY)
        await perform(world, disputes.disputing(world, before))
        assert (await payment(world, before)).decide_by == now + 7 * DAY
        await perform(world, disputes.responding(world, before))
        assert (await payment(world, before)).decide_by == now + 14 * DAY
        await perform(world, disputes.concluding(world, before, drop=True))
        assert (await payment(world, before)).reserve == 0

        after = await disputes.fulfilled(world)
        kept = await payment(world, after)
        assert (kept.settles_at, kept.closes_at) == (now + 60, kept.deliver_by + 240)
        assert (kept.reserve_bps, kept.reserve_window) == (2_000, 30 * DAY)
        await perform(world, disputes.reserving(world, 0, 0))
        await perform(world, disputes.disputing(world, after))
        assert (await payment(world, after)).decide_by == now + 120
        await perform(world, disputes.responding(world, after))
        assert (await payment(world, after)).decide_by == now + 180


async def test_set_a_reserve_of_all_keeps_all_of_the_payees_part() -> None:
    async with forked_world() as (world, _):
        await perform(world, disputes.reserving(world, 10_000, 1))
        address = await life.hold(world)
        await perform(world, life.settling(world, address))
        stored = await payment(world, address)
        assert (stored.settled, stored.reserve) == (0, NET)


async def test_close_a_payment_returns_its_rent_and_leaves_nothing() -> None:
    async with forked_world() as (world, chain):
        tried = await disputes.close_payment(world)
        address = tried.address("payment")
        rent = (await read(world, address)).lamports
        before = (await read(world, world.treasury.pubkey())).lamports
        assert (await world.account(world.aigul, world.tenge)).open_payments == 1
        await perform(world, tried)
        assert (await world.account(world.aigul, world.tenge)).open_payments == 0
        assert await chain.account(address) is None
        assert (await read(world, world.treasury.pubkey())).lamports == before + rent
        await sound(world)


@pytest.mark.parametrize(
    ("ahead", "refused"), [(0, "SequenceUsed"), (127, "SequenceUsed"), (128, "SequenceTooOld")]
)
@pytest.mark.parametrize("lamports", [0, 50_000_000])
async def test_pay_again_at_a_closed_address_is_refused(
    ahead: int, refused: str, lamports: int
) -> None:
    async with forked_world() as (world, _):
        paid = await valid.pay_held(world)
        address = paid.address("payment")
        await perform(world, paid)
        await perform(world, life.settling(world, address))
        await set_time(world, (await payment(world, address)).closes_at)
        await perform(world, disputes.closing(world, address))
        if lamports:
            await write(world, address, AccountInfo(lamports, SYSTEM_PROGRAM, b""))
        for step in range(ahead):
            moved = await valid.transfer(world)
            await perform(world, moved.with_args(amount=1 + step % 7))
        later = await world.chain.time() + DAY
        assert await refusal(world, paid.with_args(deliver_by=later)) == refused


async def test_close_and_pay_again_in_one_transaction_is_refused() -> None:
    async with forked_world() as (world, _):
        tried = await disputes.close_payment(world)
        address = tried.address("payment")
        stored = await payment(world, address)
        again = await valid.paying_held(world, world.aigul, world.bereke, world.tenge, AMOUNT)
        again = again.with_args(
            sequence=stored.sequence, deliver_by=await world.chain.time() + DAY
        ).with_account("payment", address)
        await next_block(world)
        record = await world.try_(
            tried.instruction(), again.instruction(), signers=(world.aigul, world.treasury)
        )
        assert record.error is not None
        assert (await payment(world, address)) == stored


async def test_close_and_revive_in_one_transaction_leaves_no_payment() -> None:
    async with forked_world() as (world, _):
        tried = await disputes.close_payment(world)
        address = tried.address("payment")
        gift = transfer(
            TransferParams(from_pubkey=world.payer.pubkey(), to_pubkey=address, lamports=5_000_000)
        )
        refund = life.refunding(world, address, 0, 1)
        await next_block(world)
        record = await world.try_(
            tried.instruction(), gift, refund.instruction(), signers=(world.bereke,)
        )
        assert record.error is not None
        await next_block(world)
        await world.run(tried.instruction(), gift)
        revived = await read(world, address)
        assert revived == AccountInfo(5_000_000, SYSTEM_PROGRAM, b"")
        assert await refusal(world, refund) is not None
        assert await refusal(world, tried) is not None


async def test_close_a_payment_pays_only_who_paid_its_rent() -> None:
    async with forked_world() as (world, _):
        paid = (await valid.pay_held(world)).signed_by("rent_payer", world.ilya)
        await perform(world, paid)
        address = paid.address("payment")
        await perform(world, life.refunding(world, address, 0, AMOUNT))
        stored = await payment(world, address)
        assert stored.rent_payer == world.ilya.pubkey()
        await set_time(world, stored.closes_at)
        tried = disputes.closing(world, address)
        assert await refusal(world, tried) == "WrongRentPayer"
        tried = tried.with_account("rent_payer", stored.rent_payer)
        assert await refusal(world, tried) is None


async def dispute_by_sdk(
    zone: FreshZone, chain: EmbeddedChain
) -> tuple[Pubkey, dict[str, Any], Any, Any]:
    """A zone with a reserve, and a payment in it that is disputed after it has settled."""
    wallets = Wallets(zone)
    aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
    bakery = await wallets.merchant("«Нан»", tax_category=3)
    await zone.set_reserve(wallet=bakery.pubkey(), reserve_bps=5_000, reserve_window=10 * DAY)
    mint, deliver_by = zone.tenge.mint, await chain.time() + DAY
    payer = account_address(zone.address, aigul.pubkey(), mint)
    payee = account_address(zone.address, bakery.pubkey(), mint)
    paid = await zone.pay_held(
        payee=bakery.pubkey(),
        mint=mint,
        amount=1_000_00,
        service=4,
        deliver_by=deliver_by,
        wallet=aigul,
    )
    address = payment_address(payer, paid.event.sequence)
    parties: dict[str, Any] = {"payment": address, "payer_account": payer, "payee_account": payee}
    await zone.settle(**parties, signer=aigul)
    return address, parties, aigul, bakery


async def test_dispute_by_the_sdk_binds_both_sides_evidence(
    embedded_chain: EmbeddedChain,
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        address, parties, aigul, bakery = await dispute_by_sdk(zone, embedded_chain)
        receipt = await zone.dispute(
            payment=address,
            payer_account=parties["payer_account"],
            reason=DisputeReason.NOT_RECEIVED,
            evidence="Заказ не пришёл".encode(),
            wallet=aigul,
            key="dispute-1",
        )
        assert receipt.event.state == PaymentState.CHARGEBACK
        again = await zone.dispute(
            payment=address,
            payer_account=parties["payer_account"],
            reason=DisputeReason.NOT_RECEIVED,
            evidence="Заказ не пришёл".encode(),
            wallet=aigul,
            key="dispute-1",
        )
        assert again.signature == receipt.signature
        await zone.respond(
            payment=address,
            payee_account=parties["payee_account"],
            evidence="Қол қойылған жүкқұжат".encode(),
            wallet=bakery,
        )
        stored = await zone.payment(address)
        proof = evidence_of("Заказ не пришёл".encode(), "Қол қойылған жүкқұжат".encode())
        assert stored.evidence == proof
        resolved = await zone.resolve(**parties, to_payer=100_00)
        assert resolved.event.to_payer == 100_00
        rent: dict[str, Any] = {
            "payment": address,
            "payer_account": stored.payer_account,
            "rent_payer": stored.rent_payer,
        }
        with pytest.raises(ProgramRefused, match="RetentionNotOver"):
            await zone.close_payment(**rent)
        await embedded_chain.set_time(stored.closes_at)
        closed = await zone.close_payment(**rent)
        event = closed.event
        assert event.refunded + event.settled + event.fee + event.tax == event.amount
        await invariants.check(embedded_chain, zone.address)


async def test_release_and_conclude_by_the_sdk_end_what_is_due(
    embedded_chain: EmbeddedChain,
) -> None:
    async with FreshZone.found(embedded_chain) as zone:
        address, parties, aigul, _ = await dispute_by_sdk(zone, embedded_chain)
        stored = await zone.payment(address)
        with pytest.raises(ProgramRefused, match="ReserveNotDue"):
            await zone.release(payment=address, payee_account=stored.payee_account)
        await embedded_chain.set_time(stored.reserve_until)
        released = await zone.release(payment=address, payee_account=stored.payee_account)
        assert released.event.released == stored.reserve
        await zone.set_policy(
            settle_window=DAY,
            deliver_within=DAY,
            respond_window=60,
            resolve_window=60,
            retention=60,
            arbiter=aigul.pubkey(),
        )
        assert (await zone.state()).arbiter == aigul.pubkey()
        with pytest.raises(ProgramRefused, match="NotDisputed"):
            await zone.conclude(**parties)
