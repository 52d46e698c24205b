"""What is proven of a transaction that was not seen, by whom, and what is not.

Each test is one case of the list in docs/sending.md; sender_life.py lives through all at once.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from solders.system_program import TransferParams, transfer
from tests.unit.sender_cluster import (
    AMOUNT,
    DROPS,
    KEY,
    STEADY,
    Street,
    attempts,
    entry,
    forgetful,
    on_street,
    pay_and_leave,
    steps,
    until,
)

from alatau.chain.base import Commitment
from alatau.errors import ChainUnavailable, OutcomeUnknown
from alatau.sender import Intent, State
from alatau.sender.flight import Flight
from alatau.sender.proof import Verdict, prove
from alatau.testing import FaultPlan, FaultyChain


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
            height = (await street.chain.tip(Commitment.PROCESSED)).height
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
            await pay_and_leave(street, process)
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
        async with street.process(commitment=Commitment.FINALIZED) as process:
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
        async with street.process(commitment=Commitment.FINALIZED) as process:
            await process.pay(**street.order())
            (attempt,) = attempts(process)
            flight = Flight(KEY, street.account, entry(process).sequence, attempt)
        tip = await street.chain.tip()
        with pytest.raises(ChainUnavailable, match=f"slot {tip.slot} is not finalized yet"):
            await prove(street.chain.behind(1), [flight], tip)

    on_street(scenario, tmp_path)


def test_pay_through_nodes_that_are_all_behind_signs_once(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        async with street.process(commitment=Commitment.FINALIZED) as process:
            street.faulty.follow(FaultPlan(stale_answers=1000))
            await process.pay(**street.order())
            assert len(attempts(process)) == 1
            assert entry(process).state is State.FINALIZED
        assert street.faulty.injected["stale_answers"] > 10
        assert await street.landed() == [AMOUNT]

    on_street(scenario, tmp_path)
