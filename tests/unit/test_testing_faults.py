"""Every fault can be seen from outside, and a seed says which take place."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from tests.unit.transfers import (
    FEE,
    PAYEE,
    PAYER,
    SOL,
    balance,
    blocks,
    deliver,
    open_chain,
    pay,
    signed,
    status_of,
)

from alatau.chain.base import Chain, Commitment, Promises
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import ChainError, ChainUnavailable, InputError
from alatau.testing import FaultPlan, FaultyChain, ForkedChain, Killed, run_virtual

T = TypeVar("T")
ROOT = str(Path(__file__).parents[2])
PROCESSED, CONFIRMED, FINALIZED = Commitment


def on(
    plan: FaultPlan,
    scenario: Callable[[FaultyChain, ForkedChain], Coroutine[None, None, T]],
    seed: int = 1,
) -> T:
    """Run a scenario on a faulty chain and the chain behind it, on virtual time."""

    async def run() -> T:
        async with await open_chain() as chain:
            await blocks(chain, 40)
            return await scenario(FaultyChain(chain, seed, plan), chain)

    return run_virtual(run())


def now() -> float:
    return asyncio.get_running_loop().time()


# -- without faults --------------------------------------------------------------------


def test_chain_with_no_faults_settles_payments_as_the_one_behind() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        through: Chain = faulty
        began = await balance(through)
        transaction = await pay(through, SOL)
        signature = transaction.signatures[0]
        status = await through.confirm(signature, 10_000, FINALIZED)
        assert (status.commitment, status.error) == (FINALIZED, None)
        tip = await through.tip()
        (account,) = await through.accounts([PAYEE], FINALIZED, min_slot=tip.slot)
        assert account is not None
        assert account.lamports == began + SOL
        assert await through.transactions([signature]) == await chain.transactions([signature])
        assert await through.history(PAYEE) == await chain.history(PAYEE)
        assert await through.genesis_hash() == await chain.genesis_hash()
        assert await through.first_slot() == 0
        assert not isinstance(faulty, Promises)
        assert not faulty.injected
        assert faulty.steps > 100

    on(FaultPlan(), scenario)


def test_malformed_bytes_are_refused_in_their_place() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        good = bytes(signed(await faulty.blockhash(), PAYER, PAYEE, SOL))
        first, second, third = await faulty.send_all([good, bytes(1_300), good])
        assert (first, third) == (None, None)
        assert isinstance(second, ChainError)

    on(FaultPlan(reorders=1000), scenario)


# -- calls -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "lands", "seconds"),
    [
        (FaultPlan(rate_limits=1000), False, 0),
        (FaultPlan(outages=1000), False, 0),
        (FaultPlan(lost_requests=1000), False, 30),
        (FaultPlan(lost_answers=1000), True, 30),
    ],
    ids=["rate_limits", "outages", "lost_requests", "lost_answers"],
)
def test_send_unavailable_has_effect_or_not(plan: FaultPlan, lands: bool, seconds: int) -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = signed(await chain.blockhash(), PAYER, PAYEE, SOL)
        began = now()
        with pytest.raises(ChainUnavailable):
            await faulty.send_all([bytes(transaction)])
        assert now() - began == pytest.approx(seconds, abs=0.1)
        assert (await status_of(chain, transaction) is not None) == lands
        (name,) = faulty.injected
        assert getattr(plan, name) == 1000

    on(plan, scenario)


def test_tear_a_batch_delivers_a_part_in_order() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> int:
        recent = await chain.blockhash()
        sent = [signed(recent, PAYER, PAYEE, SOL + i) for i in range(20)]
        with pytest.raises(ChainUnavailable, match="timed out"):
            await faulty.send_all([bytes(each) for each in sent])
        landed = [await status_of(chain, each) is not None for each in sent]
        assert landed == sorted(landed, reverse=True)
        return sum(landed)

    parts = {on(FaultPlan(torn_batches=1000), scenario, seed) for seed in range(4)}
    assert len(parts) > 1
    assert max(parts) <= 20


def test_outage_lasts_for_a_while_and_ends() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        with pytest.raises(ChainUnavailable):
            await faulty.slot()
        faulty.follow(FaultPlan())
        began, refused = now(), 0
        while True:
            try:
                await faulty.slot()
                break
            except ChainUnavailable:
                refused += 1
                await faulty.news(1)  # never fails, hears nothing
        assert refused > 5
        assert 5 < now() - began < 90
        assert faulty.injected == {"outages": 1}

    on(FaultPlan(outages=1000), scenario)


def test_answer_late_is_as_old_as_its_question() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        before = await chain.tip(PROCESSED)
        began = now()
        tip = await faulty.tip(PROCESSED)
        assert now() - began > 1
        assert tip == before
        assert (await chain.tip(PROCESSED)).height > tip.height

    on(FaultPlan(late_answers=1000, latency_seconds=0), scenario)


def test_answer_stale_is_an_earlier_view_that_says_its_slot() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = await pay(chain, SOL)
        sent = (await chain.tip(PROCESSED)).slot
        await blocks(chain, 10)
        before: set[bool] = set()
        after: set[bool] = set()
        for _ in range(40):
            seen = await faulty.look(transaction.signatures)
            (before if seen.slot < sent else after).add(seen.statuses[0] is not None)
            top = await chain.tip(PROCESSED)
            assert top.slot - 32 <= seen.slot < top.slot
            assert (await faulty.tip(PROCESSED)).slot < top.slot
        assert (before, after) == ({False}, {True})

    on(FaultPlan(stale_answers=1000, latency_seconds=0), scenario)


def test_accounts_stale_honour_min_slot_by_refusing_or_waiting() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        began = await balance(chain)
        await pay(chain, SOL)
        await blocks(chain, 33)
        balances: set[int] = set()
        outcomes: set[int | None] = set()
        for _ in range(30):
            balances.add(await balance(faulty, PAYEE, FINALIZED))
            tip = await chain.tip(FINALIZED)
            try:
                (account,) = await faulty.accounts([PAYEE], FINALIZED, min_slot=tip.slot)
            except ChainUnavailable:
                outcomes.add(None)
            else:
                assert account is not None
                outcomes.add(account.lamports)
        assert outcomes == {None, began + SOL}
        assert balances >= {began}

    on(FaultPlan(stale_answers=1000, latency_seconds=0), scenario)


def test_answer_stale_of_a_chain_without_lagging_nodes_is_the_one_before() -> None:
    async def scenario() -> None:
        async with await EmbeddedChain.open(None, programs={}, now=now) as chain:
            faulty = FaultyChain(chain, 1, FaultPlan(stale_answers=1000))
            first = await faulty.tip()
            await chain.advance(7)
            assert await faulty.tip() == first
            assert (await chain.tip()).height == first.height + 7
            assert faulty.injected == {"stale_answers": 1}

    run_virtual(scenario())


def test_look_forgets_recent_statuses_but_no_history() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        sent = [(await pay(chain, SOL + i)).signatures[0] for i in range(40)]
        seen = (await faulty.look(sent)).statuses
        assert 5 < seen.count(None) < 35
        assert None not in (await faulty.look(sent, history=True)).statuses

    on(FaultPlan(forgotten=1000), scenario)


def test_news_deaf_waits_to_the_end() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        began = now()
        await faulty.news(50)
        assert now() - began == pytest.approx(50)
        faulty.follow(FaultPlan())
        await faulty.news(50)
        assert now() - began < 51

    on(FaultPlan(deaf_news=1000), scenario)


# -- transactions ----------------------------------------------------------------------


def test_drop_is_accepted_and_never_arrives() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = await pay(faulty, SOL)
        await faulty.heal()
        await asyncio.sleep(3_600)
        assert await status_of(chain, transaction, history=True) is None
        assert faulty.injected == {"drops": 1}

    on(FaultPlan(drops=1000), scenario)


def test_delay_arrives_later() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = await pay(faulty, SOL)
        assert await status_of(chain, transaction) is None
        slot = (await chain.tip(PROCESSED)).slot
        await asyncio.sleep(50)
        status = await status_of(chain, transaction)
        assert status is not None
        assert status.slot > slot

    on(FaultPlan(delays=1000, delay_seconds=50), scenario)


def test_duplicate_arrives_twice_and_pays_once() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        began = await balance(chain)
        transaction = await pay(faulty, SOL)
        assert await status_of(chain, transaction) is not None
        await faulty.heal()
        assert [each.what for each in faulty.trace if each.what == "arrives"] == ["arrives"]
        assert await balance(chain) == began + SOL

    on(FaultPlan(duplicates=1000), scenario)


def test_reorder_lands_a_batch_in_another_order() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        recent = await chain.blockhash()
        sent = [signed(recent, PAYER, PAYEE, SOL + i) for i in range(20)]
        await faulty.send_all([bytes(each) for each in sent])
        await blocks(chain, 3)
        order = [each.signature for each in await chain.history(PAYEE)]
        assert {*order} == {each.signatures[0] for each in sent}
        assert order != [each.signatures[0] for each in reversed(sent)]

    on(FaultPlan(reorders=1000), scenario)


# -- events ----------------------------------------------------------------------------


def test_fork_undoes_confirmed_blocks_but_no_final_ones() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        undone = 0
        for _ in range(60):
            confirmed = await chain.tip(CONFIRMED)
            final = await chain.tip(FINALIZED)
            await faulty.time()
            undone += (await chain.tip(PROCESSED)).height <= confirmed.height
            assert (await chain.tip(FINALIZED)).height >= final.height
            await blocks(chain, 5)
        assert undone > 10
        assert faulty.injected["forks"] == 60

    on(FaultPlan(forks=1000, fork_blocks=20), scenario)


def test_leap_expires_blockhashes() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        recent = await chain.blockhash()
        for _ in range(5):
            await faulty.time()
        assert await chain.block_height() > recent.last_valid_block_height
        transaction = signed(recent, PAYER, PAYEE, SOL)
        assert (await chain.simulate(transaction)).error == '"BlockhashNotFound"'

    on(FaultPlan(leaps=1000), scenario)


def test_prune_forgets_history_before_the_first_slot() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        signature = (await pay(chain, SOL)).signatures[0]
        slot = await chain.slot()
        await blocks(chain, 300)
        firsts = [await faulty.first_slot() for _ in range(8)]
        assert firsts == sorted(firsts)
        assert slot < firsts[-1] <= (await chain.tip()).slot
        assert (await faulty.look([signature], history=True)).statuses == (None,)
        assert await faulty.transactions([signature]) == [None]
        assert await faulty.history(PAYEE) == []
        assert await chain.transactions([signature]) != [None]

    on(FaultPlan(prunes=1000), scenario)


# -- death -----------------------------------------------------------------------------


@pytest.mark.parametrize("lands", [False, True], ids=["before", "after"])
def test_kill_at_a_step_is_before_or_after_the_effect(lands: bool) -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = signed(await faulty.blockhash(), PAYER, PAYEE, SOL)
        steps = frozenset({faulty.steps + 1})
        faulty.follow(FaultPlan(kill_after=steps) if lands else FaultPlan(kill_before=steps))
        with pytest.raises(Killed):
            await faulty.send_all([bytes(transaction)])
        assert (await status_of(chain, transaction) is not None) == lands
        assert faulty.dead
        assert faulty.injected == {"kills": 1}

    on(FaultPlan(), scenario)


def test_kill_ends_every_task_of_the_process_but_not_what_it_sent() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> None:
        transaction = signed(await faulty.blockhash(), PAYER, PAYEE, SOL)
        waiting = asyncio.create_task(faulty.news(30))
        await faulty.send_all([bytes(transaction)])
        faulty.follow(FaultPlan(kills=1000))
        with pytest.raises(Killed):
            await faulty.tip()
        for attempt in (waiting, faulty.send(transaction), faulty.news(1), faulty.time()):
            with pytest.raises(Killed, match="dead"):
                await attempt
        assert faulty.injected["kills"] == 1
        assert await status_of(chain, transaction) is None
        await asyncio.sleep(50)
        assert await status_of(chain, transaction) is not None

        reborn = faulty.next_process()
        reborn.follow(FaultPlan())
        assert await status_of(reborn, transaction) is not None
        assert (reborn.dead, faulty.dead) == (False, True)
        assert reborn.steps == faulty.steps > 0

    on(FaultPlan(delays=1000, delay_seconds=50), scenario)


def test_kill_passes_code_that_catches_every_error() -> None:
    async def scenario(faulty: FaultyChain, chain: ForkedChain) -> str:
        try:
            await faulty.tip()
        except Exception:  # noqa: BLE001 # what a sender may do
            return "caught"
        return "answered"

    with pytest.raises(Killed):
        on(FaultPlan(kills=1000), scenario)


# -- plans and seeds -------------------------------------------------------------------


def test_promises_are_kept_through_a_faulty_chain() -> None:
    async def scenario() -> None:
        async with await EmbeddedChain.open(None, programs={}, now=now) as chain:
            await chain.airdrop(PAYER.pubkey(), 10 * SOL)
            faulty = FaultyChain(chain, 1, FaultPlan(delays=1000))
            transaction = await pay(faulty, SOL)
            assert isinstance(faulty, Promises)
            assert await faulty.give_up(transaction.signatures) == ["it was not sent"]
            await faulty.heal()
            assert await status_of(chain, transaction) is None

    run_virtual(scenario())


def test_plan_with_impossible_chances_is_refused() -> None:
    with pytest.raises(InputError, match="1001 of 1000"):
        FaultPlan(drops=600, delays=401)
    with pytest.raises(InputError, match="forks"):
        FaultPlan(forks=-1)
    assert FaultPlan.hostile() != FaultPlan.rough() != FaultPlan.calm() != FaultPlan()


async def payday(faulty: FaultyChain, chain: ForkedChain) -> tuple[list[str], int, int, int]:
    """Pay 60 amounts in spite of everything; what happened, and what it came to."""
    began = await balance(chain), await balance(chain, PAYER.pubkey())
    expired = await deliver(faulty, [SOL + i for i in range(60)])
    await faulty.heal()
    paid = await balance(chain) - began[0]
    fees = began[1] - await balance(chain, PAYER.pubkey()) - paid
    return [str(each) for each in faulty.trace], expired, paid, fees


@pytest.mark.parametrize("name", ["calm", "rough", "hostile"])
def test_run_again_with_the_same_seed_is_the_same_and_pays_each_once(name: str) -> None:
    # Without history nothing can be proven, and here nothing is written down to survive death.
    plan = replace(getattr(FaultPlan, name)(), prunes=0, kills=0)
    first, same, other = (on(plan, payday, seed) for seed in (4, 4, 5))
    assert first == same
    assert first[0] != other[0]
    for _, _, paid, fees in (first, other):
        assert (paid, fees) == (sum(SOL + i for i in range(60)), 60 * FEE)


SAME = """
from tests.unit import test_testing_faults as t
from alatau.testing import FaultPlan
from dataclasses import replace
import hashlib
plan = replace(FaultPlan.hostile(), prunes=0, kills=0)
print(hashlib.sha256(repr(t.on(plan, t.payday, 11)).encode()).hexdigest())
"""


def test_run_again_in_another_process_is_the_same() -> None:
    digests = set()
    for hash_seed in ("1", "2"):
        path = os.pathsep.join([ROOT, *filter(None, sys.path)])
        done = subprocess.run(
            [sys.executable, "-c", SAME],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": hash_seed},
        )
        digests.add(done.stdout)
    assert len(digests) == 1
