"""What a cluster adds to sending: silence, cancelled calls, forks, and fees that nobody pays.

Each test is one case of the list in docs/sending.md; sender_life.py lives through all at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from solders.keypair import Keypair
from solders.system_program import ID as SYSTEM_PROGRAM_ID
from tests.unit.sender_cluster import (
    AMOUNT,
    DOWN,
    STEADY,
    Street,
    attempts,
    entry,
    on_street,
    pay_and_leave,
    steps,
    until,
)

from alatau.chain.base import AccountInfo
from alatau.errors import ChainUnavailable, FeePayerShort, OutcomeUnknown
from alatau.sender import State
from alatau.testing import FaultPlan
from alatau.zone import Zone

# -- calls that end before it is known -------------------------------------------------


def test_pay_cancelled_is_followed_on_and_its_key_gives_the_outcome(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            await pay_and_leave(street, process)
            await until(process, State.FINALIZED)
            receipt = await process.pay(**street.order())
            assert [receipt.signature] == [each.signature for each in attempts(process)]
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


@pytest.mark.parametrize("state", [State.PREPARED, State.SIGNED, State.SENT])
def test_pay_cancelled_with_its_process_is_taken_up_by_the_next(
    state: State, tmp_path: Path
) -> None:
    async def scenario(street: Street) -> None:
        street.faulty.follow(FaultPlan(latency_seconds=2))
        async with street.process() as process:
            await pay_and_leave(street, process, state)
        async with street.process() as process:
            assert entry(process).state is state
            resumed = [each async for each in process.sender.resume()]
            assert len(resumed) == (state is not State.PREPARED)
            await process.pay(**street.order())
            assert len(attempts(process)) == 1
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


# -- silence ---------------------------------------------------------------------------


def test_silence_longer_than_patience_is_unknown_to_who_waits_and_followed_on(
    tmp_path: Path,
) -> None:
    async def scenario(street: Street) -> None:
        now = asyncio.get_running_loop().time
        async with street.process(patience=20) as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            street.faulty.follow(DOWN)
            began = now()
            with pytest.raises(OutcomeUnknown, match="is not known: ") as caught:
                await paying
            assert 15 < now() - began < 25
            assert isinstance(caught.value.__cause__, ChainUnavailable)
            assert entry(process).state is State.SENT
            assert process.sender.under_way == 1
            await street.faulty.heal()
            await until(process, State.FINALIZED)
            receipt = await process.pay(**street.order())
            assert [receipt.signature] == [each.signature for each in attempts(process)]
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


# -- who pays the network --------------------------------------------------------------


def test_fee_payer_without_lamports_is_named_and_the_same_key_pays_once_it_has_some(
    tmp_path: Path,
) -> None:
    """A cluster drops what cannot pay its fee, and says nothing."""

    async def scenario(street: Street) -> None:
        async with street.process() as process:
            process.sponsor = Keypair()
            sponsor = process.sponsor.pubkey()
            with pytest.raises(FeePayerShort, match=f"{sponsor} .* 0 lamports where 10000 are"):
                await process.pay(**street.order())
            await street.chain.airdrop(sponsor, 10**9)
            receipt = await process.pay(**street.order())
            assert receipt.signature in {each.signature for each in attempts(process)}
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_fee_payer_who_spent_its_last_on_what_is_not_seen_yet_pays_once(tmp_path: Path) -> None:
    """From its balance alone it looks as if it could not have paid."""

    async def scenario(street: Street) -> None:
        async with street.process() as process:
            process.sponsor = Keypair()
            last = AccountInfo(2 * 5_000, SYSTEM_PROGRAM_ID, b"")
            await street.chain.set_account(process.sponsor.pubkey(), last)
            with pytest.raises(FeePayerShort, match="nothing is paid twice"):
                await process.pay(**street.order())
            receipt = await process.pay(**street.order())
            assert [receipt.signature] == [each.signature for each in attempts(process)]
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path, replace(STEADY, recent=0))


# -- forks -----------------------------------------------------------------------------


async def confirmed(street: Street, process: Zone) -> int:
    """Pay; the slot of the block that has it, which is confirmed and not final."""
    slot = (await process.pay(**street.order())).slot
    assert entry(process).state is State.CONFIRMED
    return slot


def test_confirmed_that_vanishes_is_handed_over_again_and_lands_once(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            slot = await confirmed(street, process)
            assert [str(each) for each in await street.chain.fork(slot)] == [
                entry(process).signature
            ]
            again = await until(process, State.FINALIZED)
            assert again.slot > slot
            told = [(each.state, each.evidence) for each in steps(process)]
            states = [state for state, _ in told]
            gone = states.index(State.CONFIRMED) + 1
            assert states[gone] is State.SENT
            assert told[gone][1].detail == f"no longer seen in slot {slot}"
            assert told[gone][1].slot >= slot
            assert told[-1][1].slot == again.slot
            assert len(attempts(process)) == 1
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_confirmed_that_reappears_in_another_slot_is_moved_not_doubled(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            slot = await confirmed(street, process)
            await street.chain.fork(slot)
            moved = await until(process, State.FINALIZED)
            assert moved.slot > slot
            assert State.SENT not in [each.state for each in steps(process)][3:]
            assert steps(process)[-1].evidence.slot == moved.slot
            receipt = await process.pay(**street.order())
            assert (receipt.slot, receipt.signature) == (moved.slot, moved.signature)
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path, replace(STEADY, returning=1000))
