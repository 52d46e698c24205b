"""Accounts that are gone between the signing and the proof: said plainly, and nothing is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from solders.system_program import ID as SYSTEM_PROGRAM_ID
from tests.unit.sender_cluster import (
    AMOUNT,
    DEPOSIT,
    DROPS,
    KEY,
    Street,
    attempts,
    entry,
    forgetful,
    on_street,
    pay_and_leave,
    steps,
    until,
)

from alatau.chain.base import AccountInfo
from alatau.errors import AccountMissing, OutcomeUnknown, ProgramRefused
from alatau.program import account_address
from alatau.sender import State

GONE = AccountInfo(0, SYSTEM_PROGRAM_ID, b"")


def test_payers_account_gone_before_the_proof_is_refused_and_nothing_is_paid(
    tmp_path: Path,
) -> None:
    async def scenario(street: Street) -> None:
        was = await street.chain.account(street.account)
        assert was is not None
        street.faulty.follow(DROPS)
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            await street.chain.set_account(street.account, GONE)
            await until(process, State.EXPIRED, State.SIGNED)
            await street.faulty.heal()
            with pytest.raises(
                ProgramRefused, match=f"no payer_account {street.account}"
            ) as caught:
                await paying
            assert caught.value.signature == attempts(process)[-1].signature
            (expired,) = [each for each in steps(process) if each.state is State.EXPIRED]
            assert "the account of its sequence is gone" in expired.evidence.detail
        async with street.process() as process:
            with pytest.raises(AccountMissing, match=f"no payment account.* {street.account}"):
                await process.pay(**street.order("another"))
            await street.chain.set_account(street.account, was)
            await process.pay(**street.order("another"))
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_payers_account_gone_and_history_too_is_unknown_not_guessed(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            await pay_and_leave(street, process)
        await street.chain.advance(400)
        was = await street.chain.account(street.account)
        assert was is not None
        await street.chain.set_account(street.account, GONE)
        async with street.process(chain=await forgetful(street)) as process:
            (ended,) = [each async for each in process.sender.resume()]
            assert isinstance(ended, OutcomeUnknown)
            assert "the account of its sequence is gone; no history" in str(ended)
            await street.chain.set_account(street.account, was)
            (outcome,) = [each async for each in process.sender.resume()]
            assert getattr(outcome, "signature", outcome) == attempts(process)[0].signature
            assert entry(process).state is State.FINALIZED
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_payees_account_gone_is_refused_and_the_payer_keeps_its_money(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        mint = street.zone.tenge.mint
        payee = account_address(street.zone.address, street.merchant.pubkey(), mint)
        street.faulty.follow(DROPS)
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            await street.chain.set_account(payee, GONE)
            await street.faulty.heal()
            with pytest.raises(ProgramRefused, match=f"no payee_account {payee}"):
                await paying
            assert (await until(process, State.FAILED)).key == KEY
        account = await street.zone.account(street.payer.pubkey(), mint)
        assert account.available == DEPOSIT
        assert await street.landed() == []

    on_street(scenario, tmp_path)
