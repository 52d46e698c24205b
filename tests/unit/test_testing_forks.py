"""A cluster in memory: facts settle with time, and forks undo exactly what was not final."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from solders.pubkey import Pubkey
from tests.unit.transfers import (
    FEE,
    PAYEE,
    PAYER,
    SOL,
    balance,
    blocks,
    open_chain,
    pay,
    signed,
    status_of,
)

from alatau.chain.base import AccountInfo, AccountWriter, Chain, Commitment, Faucet, Promises, Tip
from alatau.chain.rewind import RewindableChain
from alatau.errors import ChainUnavailable, InputError, TransactionExpired
from alatau.testing import ForkedChain, Rhythm, run_virtual

PROCESSED, CONFIRMED, FINALIZED = Commitment


T = TypeVar("T")


def on_cluster(scenario: Callable[[ForkedChain], Coroutine[None, None, T]], **options: Any) -> T:
    """Run a scenario on a chain of its own, on virtual time."""

    async def run() -> T:
        async with await open_chain(**options) as chain:
            return await scenario(chain)

    return run_virtual(run())


# -- settling --------------------------------------------------------------------------


def test_look_at_a_payment_settles_with_blocks_and_accounts_follow() -> None:
    async def scenario(chain: ForkedChain) -> None:
        began = await balance(chain)
        transaction = await pay(chain, SOL)
        seen = []
        for _ in range(40):
            status = await status_of(chain, transaction)
            assert status is not None
            reached = list(Commitment).index(status.commitment) + 1
            gained = [await balance(chain, PAYEE, each) - began for each in Commitment]
            assert gained == [SOL] * reached + [0] * (3 - reached)
            seen.append(status)
            await blocks(chain, 1)
        assert [each.commitment for each in seen] == (
            [PROCESSED] * 2 + [CONFIRMED] * 29 + [FINALIZED] * 9
        )
        assert {(each.slot, each.error) for each in seen} == {(seen[0].slot, None)}

    on_cluster(scenario)


def test_tip_at_each_commitment_is_so_many_blocks_behind_and_passes_with_the_clock() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 40)
        top, confirmed, final = [await chain.tip(each) for each in Commitment]
        assert (top.height - confirmed.height, top.height - final.height) == (2, 31)
        await asyncio.sleep(3_600)
        later = await chain.tip(PROCESSED)
        assert later.height - top.height == 9_000
        assert later.slot - top.slot == 9_000
        assert await chain.block_height() == later.height - 31
        assert await chain.slot() == later.slot - 2

    on_cluster(scenario)


def test_skipped_slots_have_no_blocks() -> None:
    async def scenario(chain: ForkedChain) -> tuple[Tip, Tip]:
        first = await chain.tip(PROCESSED)
        await asyncio.sleep(400)
        return first, await chain.tip(PROCESSED)

    first, last = on_cluster(scenario, rhythm=Rhythm(skipped=200))
    assert last.slot - first.slot == pytest.approx(1_000, abs=1)
    assert 720 < last.height - first.height < 880


def test_look_without_history_knows_recent_blocks_only() -> None:
    async def scenario(chain: ForkedChain) -> None:
        transaction = await pay(chain, SOL)
        await chain.advance(150)
        assert await status_of(chain, transaction) is not None
        await chain.advance(1)
        assert await status_of(chain, transaction) is None
        status = await status_of(chain, transaction, history=True)
        assert status is not None
        assert status.commitment is FINALIZED

    on_cluster(scenario)


def test_transactions_and_history_have_what_is_confirmed() -> None:
    async def scenario(chain: ForkedChain) -> None:
        transaction = await pay(chain, SOL)
        signature = transaction.signatures[0]
        await blocks(chain, 1)
        assert await chain.transactions([signature]) == [None]
        assert await chain.history(PAYEE) == []
        await blocks(chain, 1)
        (record,) = await chain.transactions([signature])
        assert record is not None
        assert record.message == bytes(transaction)
        (line,) = await chain.history(PAYEE)
        assert (line.signature, line.slot) == (signature, record.slot)

    on_cluster(scenario)


def test_accounts_before_min_slot_are_unavailable() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        slot = (await chain.tip(PROCESSED)).slot
        with pytest.raises(ChainUnavailable, match=f"slot {slot} is not finalized yet"):
            await chain.accounts([PAYEE], FINALIZED, min_slot=slot)
        await blocks(chain, 31)
        (account,) = await chain.accounts([PAYEE], FINALIZED, min_slot=slot)
        assert account is not None

    on_cluster(scenario)


def test_confirm_waits_for_commitment_or_expiry() -> None:
    async def scenario(chain: ForkedChain) -> None:
        recent = await chain.blockhash()
        paid = signed(recent, PAYER, PAYEE, SOL)
        last_valid = recent.last_valid_block_height
        signature = await chain.send(paid)
        for wanted in Commitment:
            assert (await chain.confirm(signature, last_valid, wanted)).commitment is wanted
        unsent = signed(recent, PAYER, PAYEE, 2 * SOL)
        with pytest.raises(TransactionExpired, match=str(unsent.signatures[0])):
            await chain.confirm(unsent.signatures[0], last_valid)
        assert await chain.block_height() > last_valid

    on_cluster(scenario)


def test_blockhash_is_valid_until_its_last_height_and_not_after() -> None:
    async def scenario(chain: ForkedChain) -> None:
        recent = await chain.blockhash()
        before, after = (signed(recent, PAYER, PAYEE, amount) for amount in (SOL, 2 * SOL))
        await chain.advance(recent.last_valid_block_height - (await chain.tip(PROCESSED)).height)
        await chain.send_all([bytes(before)])
        await chain.advance(1)
        await chain.send_all([bytes(after)])
        assert await status_of(chain, before) is not None
        assert await status_of(chain, after) is None

    on_cluster(scenario, rhythm=Rhythm(skipped=300))


# -- forks -----------------------------------------------------------------------------


def test_fork_restores_balances_and_statuses_exactly() -> None:
    async def scenario(chain: ForkedChain) -> None:
        kept = await pay(chain, SOL)
        await blocks(chain, 3)
        everything = [PAYER.pubkey(), PAYEE]
        before = await chain.accounts(everything, PROCESSED)
        first = (await chain.tip(PROCESSED)).slot + 1
        await blocks(chain, 1)
        new = Pubkey(b"\x07" * 32)
        gone = [await pay(chain, SOL + i) for i in range(3)]
        created = signed(await chain.blockhash(), PAYER, new, SOL)
        await chain.send_all([bytes(created)])
        await blocks(chain, 6)
        gone.append(await pay(chain, 500 * SOL))
        gone.append(await pay(chain, 5_000 * SOL))  # fails, and its fee is charged
        assert await chain.accounts(everything, PROCESSED) != before
        vanished = await chain.fork(first)
        assert vanished == [each.signatures[0] for each in (*gone[:3], created, *gone[3:])]
        assert await chain.accounts(everything, PROCESSED) == before
        assert await chain.accounts([new], PROCESSED) == [None]
        assert [await status_of(chain, each, history=True) for each in gone] == [None] * 5
        assert await status_of(chain, kept) is not None
        await blocks(chain, 3)
        assert [each.signature for each in await chain.history(PAYEE)] == [kept.signatures[0]]

    on_cluster(scenario, rhythm=Rhythm(skipped=0, returning=0))


def test_send_again_after_a_fork_lands_once_with_the_same_bytes() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        began = await balance(chain)
        transaction = await pay(chain, SOL)
        status = await status_of(chain, transaction)
        assert status is not None
        await chain.fork(status.slot)
        for _ in range(3):
            await chain.send_all([bytes(transaction)])
            await blocks(chain, 1)
        again = await status_of(chain, transaction)
        assert again is not None
        assert again.slot > status.slot
        assert await balance(chain) == began + SOL

    on_cluster(scenario, rhythm=Rhythm(skipped=0, returning=0))


def test_fork_lets_some_land_again_in_other_slots_and_another_order() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        sent = [await pay(chain, SOL + i) for i in range(30)]
        first = await status_of(chain, sent[0])
        assert first is not None
        before = await balance(chain) - sum(SOL + i for i in range(30))
        await chain.fork(first.slot)
        await blocks(chain, 8)
        seen = [await status_of(chain, each) for each in sent]
        landed = [i for i, each in enumerate(seen) if each is not None]
        assert 5 < len(landed) < 25
        assert await balance(chain) == before + sum(SOL + i for i in landed)
        slots = [each.slot for each in seen if each is not None]
        assert min(slots) > first.slot
        assert len(set(slots)) > 1
        assert slots != sorted(slots)

    on_cluster(scenario, rhythm=Rhythm(skipped=0, returning=500))


def test_fork_of_blocks_takes_their_blockhashes() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        old = await chain.blockhash()
        await blocks(chain, 5)
        recent = await chain.blockhash()
        await chain.fork(recent.slot)
        height = (await chain.tip(PROCESSED)).height
        assert height < recent.last_valid_block_height - 150 + 1
        lost, fine = (signed(each, PAYER, PAYEE, SOL) for each in (recent, old))
        assert (await chain.simulate(lost)).error == '"BlockhashNotFound"'
        await chain.send_all([bytes(lost), bytes(fine)])
        assert await status_of(chain, lost) is None
        assert await status_of(chain, fine) is not None

    on_cluster(scenario)


def test_fork_gives_expired_blockhash_back() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        recent = await chain.blockhash()
        transaction = signed(recent, PAYER, PAYEE, SOL)
        await chain.advance(recent.last_valid_block_height - (await chain.tip(PROCESSED)).height)
        first = (await chain.tip(PROCESSED)).slot + 1
        await chain.advance(20)
        assert (await chain.simulate(transaction)).error == '"BlockhashNotFound"'
        await chain.fork(first - 1)
        assert (await chain.simulate(transaction)).error is None

    on_cluster(scenario)


def test_fork_of_final_or_future_slot_is_refused() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 40)
        top, final = await chain.tip(PROCESSED), await chain.tip(FINALIZED)
        for slot in (final.slot, top.slot + 1):
            with pytest.raises(InputError, match=f"slots {final.slot + 1} to {top.slot}"):
                await chain.fork(slot)
        await chain.fork(final.slot + 1)
        assert await chain.tip(FINALIZED) == final
        assert (await chain.tip(PROCESSED)).height == final.height + 1

    on_cluster(scenario)


def test_fork_again_and_again_leaves_what_is_final_and_every_lamport() -> None:
    async def scenario(chain: ForkedChain) -> None:
        total = await balance(chain) + await balance(chain, PAYER.pubkey())
        dice, final = Random(5), await chain.tip(FINALIZED)
        sent = []
        for i in range(120):
            sent.append(await pay(chain, SOL + i))
            await blocks(chain, 1 + dice.randrange(3))
            newest, top = await chain.tip(FINALIZED), await chain.tip(PROCESSED)
            assert newest.height >= final.height
            final = newest
            if dice.randrange(6) == 0:
                await chain.fork(dice.randint(final.slot + 1, top.slot))
        await blocks(chain, 40)
        seen = [await status_of(chain, each, history=True) for each in sent]
        landed = [i for i, each in enumerate(seen) if each is not None]
        assert 30 < len(landed) < 120
        assert all(each.commitment is FINALIZED for each in seen if each is not None)
        assert await balance(chain) == SOL + sum(SOL + i for i in landed)
        assert await balance(chain, PAYER.pubkey()) + await balance(chain) == (
            total - FEE * len(landed)
        )
        assert len(await chain.history(PAYEE, limit=1_000)) == len(landed)

    on_cluster(scenario)


# -- other nodes -----------------------------------------------------------------------


def test_behind_sees_what_was_and_says_its_own_slot() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 40)
        began = await balance(chain)
        transaction = await pay(chain, SOL)
        await blocks(chain, 35)
        top = await chain.tip(PROCESSED)
        for lag, commitment, gained in (
            (4, FINALIZED, SOL), (5, CONFIRMED, 0), (32, CONFIRMED, 0),
        ):  # fmt: skip
            node = chain.behind(lag)
            seen = await node.look([transaction.signatures[0]])
            assert seen.slot == top.slot - lag
            (status,) = seen.statuses
            assert status is not None
            assert status.commitment is commitment
            assert await balance(node, PAYEE, FINALIZED) == began + gained
            with pytest.raises(ChainUnavailable):
                await node.accounts([PAYEE], PROCESSED, min_slot=top.slot)
        await blocks(chain, 1)
        await pay(chain, 2 * SOL)
        await blocks(chain, 9)
        assert await balance(chain.behind(10), PAYEE) == began + SOL
        with pytest.raises(InputError, match="33 blocks behind"):
            chain.behind(33)

    on_cluster(scenario)


# -- what it is ------------------------------------------------------------------------


def test_chain_has_its_capabilities_and_promises_nothing() -> None:
    async def scenario(chain: ForkedChain) -> None:
        cluster: Chain = chain
        assert isinstance(cluster, Faucet)
        assert isinstance(cluster, AccountWriter)
        assert not isinstance(cluster, Promises)

    on_cluster(scenario)


def test_write_account_is_final_at_once_and_in_no_fork() -> None:
    async def scenario(chain: ForkedChain) -> None:
        await blocks(chain, 5)
        written = AccountInfo(SOL, Pubkey(b"\x08" * 32), b"\x01\x02")
        first = (await chain.tip(PROCESSED)).slot + 1
        await chain.set_account(PAYEE, written)
        assert await chain.accounts([PAYEE], FINALIZED) == [written]
        assert await chain.program_accounts(written.owner, b"\x01") == [(PAYEE, written)]
        await chain.fork(first)
        assert await chain.accounts([PAYEE], PROCESSED) == [written]

    on_cluster(scenario)


def test_open_with_the_same_seed_is_the_same_chain_and_with_another_is_not() -> None:
    async def scenario(chain: ForkedChain) -> list[object]:
        facts: list[object] = [await chain.genesis_hash()]
        for i in range(20):
            await pay(chain, SOL + i)
            await blocks(chain, 1)
        await chain.fork((await chain.tip(PROCESSED)).slot - 10)
        await blocks(chain, 20)
        history = await chain.history(PAYEE)
        return [*facts, history, await chain.blockhash(), await chain.tip(), await balance(chain)]

    rhythm = Rhythm(skipped=100)
    first, same, other = (on_cluster(scenario, seed=s, rhythm=rhythm) for s in (7, 7, 8))
    assert first == same
    assert [a == b for a, b in zip(first, other, strict=True)].count(True) <= 1


async def test_keep_chain_in_a_file_is_refused(tmp_path: Path) -> None:
    async with await RewindableChain.open(tmp_path / "chain.db", programs={}) as chain:
        with pytest.raises(InputError, match="in memory"):
            chain.keep(10)
