"""What a cluster adds to sending: expiry, proof, forks, pruned history, silence.

Each test is one case of the list in docs/sending.md; sender_life.py lives through all at once.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from solders.keypair import Keypair
from solders.system_program import ID as SYSTEM_PROGRAM_ID
from solders.system_program import TransferParams, transfer
from tests.unit.sender_cluster import (
    AMOUNT,
    DOWN,
    DROPS,
    KEY,
    STEADY,
    Street,
    attempts,
    entry,
    forgetful,
    on_street,
    steps,
    until,
)

from alatau.chain.base import AccountInfo, Commitment
from alatau.errors import ChainUnavailable, FeePayerShort, OutcomeUnknown
from alatau.sender import Intent, State
from alatau.sender.flight import Flight
from alatau.sender.proof import Verdict, prove
from alatau.testing import FaultPlan, FaultyChain
from alatau.zone import Zone

PROCESSED, CONFIRMED, FINALIZED = Commitment


def move(street: Street, lamports: int) -> Intent:
    """An intent without a sequence: nothing but its signature can prove it."""
    to = street.merchant.pubkey()
    params = TransferParams(from_pubkey=street.payer.pubkey(), to_pubkey=to, lamports=lamports)
    return Intent(KEY, (transfer(params),), street.payer)


# -- expiry and proof ------------------------------------------------------------------


def test_expired_is_signed_again_after_the_proof_with_the_same_sequence(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        street.faulty.follow(DROPS)
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            sequence, height = (await until(process, State.SENT)).sequence, 0
            while len(attempts(process)) == 1:
                height = await street.chain.block_height()
                await asyncio.sleep(0.05)
            first, second = attempts(process)
            assert height >= first.last_valid_block_height
            await street.faulty.heal()
            assert (await paying).signature == second.signature
            await until(process, State.FINALIZED)
            (expired,) = [each for each in steps(process) if each.state is State.EXPIRED]
            assert expired.evidence.height > first.last_valid_block_height
            assert f"sequence {sequence} is not used" in expired.evidence.detail
            assert entry(process).sequence == sequence
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_landed_in_its_last_valid_block_and_seen_late_is_not_signed_again(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        street.faulty.follow(DROPS)
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            (attempt,) = attempts(process)
            height = (await street.chain.tip(PROCESSED)).height
            await street.chain.advance(attempt.last_valid_block_height - height)
            await street.chain.send_all([attempt.message])
            # Nodes have forgotten it by the time of the next look: only their history knows.
            await street.chain.advance(STEADY.recent + 1)
            assert (await paying).signature == attempt.signature
            assert attempts(process) == [attempt]
            assert entry(process).state is State.FINALIZED
            assert State.EXPIRED not in {each.state for each in steps(process)}
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


def test_without_sequence_or_history_the_outcome_is_unknown_until_a_node_knows(
    tmp_path: Path,
) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            moving = asyncio.create_task(process.sender.submit(move(street, 5)))
            await until(process, State.SENT)
            moving.cancel()
        await street.chain.advance(400)
        async with street.process(chain=await forgetful(street)) as process:
            (ended,) = [each async for each in process.sender.resume()]
            assert isinstance(ended, OutcomeUnknown)
            assert "it has no sequence; no history" in str(ended)
            assert entry(process).state is State.UNKNOWN
            with pytest.raises(OutcomeUnknown, match="is not known: it has no sequence"):
                await process.sender.submit(move(street, 5))
        async with street.process(chain=street.chain) as process:
            (attempt,) = attempts(process)
            (outcome,) = [each async for each in process.sender.resume()]
            assert getattr(outcome, "signature", outcome) == attempt.signature
            assert entry(process).state is State.FINALIZED
            assert [each async for each in process.sender.resume()] == []

    on_street(scenario, tmp_path)


def test_pruned_history_is_not_needed_where_the_sequence_proves(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            paying.cancel()
        await street.chain.advance(400)
        async with street.process(chain=await forgetful(street)) as process:
            (outcome,) = [each async for each in process.sender.resume()]
            (attempt,) = attempts(process)
            assert getattr(outcome, "signature", outcome) == attempt.signature
            last = steps(process)[-1]
            assert last.state is State.FINALIZED
            assert last.evidence.detail.endswith("is the highest; no history")
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


# -- nodes at different heights --------------------------------------------------------


def test_prove_by_nodes_that_are_behind_waits_and_never_says_dead(tmp_path: Path) -> None:
    """What has landed is final, and most nodes have yet to hear of it."""

    async def scenario(street: Street) -> None:
        async with street.process(commitment=FINALIZED) as process:
            await process.sender.submit(move(street, 5))
            (attempt,) = attempts(process)
        tip = await street.chain.tip()
        nodes = FaultyChain(street.chain, seed=7, plan=FaultPlan(stale_answers=1000))
        verdicts = set()
        for _ in range(40):
            with suppress(ChainUnavailable):
                (proof,) = await prove(nodes, [Flight(KEY, None, 0, attempt)], tip)
                verdicts.add(proof.verdict)
        assert verdicts == {Verdict.WAIT, Verdict.LANDED}

    on_street(scenario, tmp_path, replace(STEADY, finalized_after=4))


def test_prove_by_an_account_from_before_the_height_is_refused(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process(commitment=FINALIZED) as process:
            await process.pay(**street.order())
            (attempt,) = attempts(process)
            flight = Flight(KEY, street.account, entry(process).sequence, attempt)
        tip = await street.chain.tip()
        with pytest.raises(ChainUnavailable, match=f"slot {tip.slot} is not finalized yet"):
            await prove(street.chain.behind(1), [flight], tip)

    on_street(scenario, tmp_path)


def test_pay_through_nodes_that_are_all_behind_signs_once(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process(commitment=FINALIZED) as process:
            street.faulty.follow(FaultPlan(stale_answers=1000))
            await process.pay(**street.order())
            assert len(attempts(process)) == 1
            assert entry(process).state is State.FINALIZED
        assert street.faulty.injected["stale_answers"] > 10
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)


# -- calls that end before it is known -------------------------------------------------


def test_pay_cancelled_is_followed_on_and_its_key_gives_the_outcome(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process() as process:
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, State.SENT)
            paying.cancel()
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
            paying = asyncio.create_task(process.pay(**street.order()))
            await until(process, state)
            paying.cancel()
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
