"""The end of a payment's account: its rent goes back, and no payment comes to its address again."""

from __future__ import annotations

import pytest
from solders.system_program import TransferParams, transfer
from tests.program import world_disputes as disputes
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import next_block, read, set_time, write
from tests.program.world_disputes import refusal, sound
from tests.program.world_forks import forked_world
from tests.program.world_payments import payment, perform
from tests.program.world_valid import AMOUNT

from alatau.chain.base import AccountInfo
from alatau.program import (
    SYSTEM_PROGRAM,
)
from alatau.testing.fixtures import DAY


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
