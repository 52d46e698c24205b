"""Many at once: each is handed over once, the first while the others are still being signed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction
from tests.unit.transfers import PAYEE, PAYER, open_chain

from alatau.context import refused
from alatau.errors import ChainError, InputError, OutcomeUnknown, WrongChain
from alatau.sender import Intent, Journal, Outcome, Sender
from alatau.sender.answers import Together
from alatau.sender.track import OUTGOING
from alatau.testing import ForkedChain, run_virtual

MANY = 600
STRANGER = Keypair.from_seed(bytes(range(32)))
SLOW_SECONDS = 3.0  # longer than the sender waits before it hands over again


class SlowNode:
    """A cluster whose node takes its time, and what it was given when."""

    def __init__(self, chain: ForkedChain) -> None:
        self._chain = chain
        self.given: list[list[bytes]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chain, name)

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        self.given.append(list(transactions))
        refusals = await self._chain.send_all(transactions)
        await asyncio.sleep(SLOW_SECONDS)
        return refusals


def intent(number: int) -> Intent:
    gift = TransferParams(from_pubkey=PAYER.pubkey(), to_pubkey=PAYEE, lamports=1_000_000 + number)
    return Intent(f"сыйлық {number}", (transfer(gift),), PAYER, (PAYER,))


async def send_many(node: SlowNode) -> Journal:
    journal = Journal.open(None, genesis=await node.genesis_hash(), zone="Алатау")
    sender = Sender(node, journal, refused)
    try:
        await asyncio.gather(*(sender.send(intent(number)) for number in range(MANY)))
    finally:
        await sender.close()
    return journal


def test_send_many_over_a_slow_node_hands_over_what_waits_only_once() -> None:
    async def scenario() -> None:
        async with await open_chain() as chain:
            node = SlowNode(chain)
            with await send_many(node) as journal:
                times = Counter(raw for batch in node.given for raw in batch)
                assert len(times) == MANY
                assert set(times.values()) == {1}
                assert all(len(journal.attempts(intent(number).key)) == 1 for number in range(MANY))

    run_virtual(scenario())


def test_send_many_hands_over_the_first_before_the_last_is_signed() -> None:
    async def scenario() -> None:
        async with await open_chain() as chain:
            node = SlowNode(chain)
            journal = Journal.open(None, genesis=await node.genesis_hash(), zone="Алатау")
            sender = Sender(node, journal, refused)
            tasks = [asyncio.create_task(sender.send(intent(number))) for number in range(MANY)]
            while not node.given:
                await asyncio.sleep(0)
            signed = sum(bool(journal.attempts(intent(number).key)) for number in range(MANY))
            assert 0 < signed < MANY
            await asyncio.gather(*tasks)
            await sender.close()
            journal.close()

    run_virtual(scenario())


class HeldNode(SlowNode):
    """It answers nothing until it is let go, and then what it is told to."""

    def __init__(self, chain: ForkedChain) -> None:
        super().__init__(chain)
        self.let_go = asyncio.Event()
        self.error: ChainError | None = None

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        self.given.append(list(transactions))
        await self.let_go.wait()
        if self.error is not None:
            raise self.error
        return await self._chain.send_all(transactions)


@pytest.mark.parametrize("error", [None, WrongChain("another one", remedy="begin anew")])
def test_no_more_are_signed_ahead_of_the_hand_over_than_it_takes(error: ChainError | None) -> None:
    async def scenario() -> None:
        async with await open_chain() as chain:
            node = HeldNode(chain)
            journal = Journal.open(None, genesis=await node.genesis_hash(), zone="Алатау")
            sender = Sender(node, journal, refused)
            # A signing that fails keeps nobody's place.
            unsigned = [replace(intent(number), signers=()) for number in range(OUTGOING)]
            unsigned = [replace(each, fee_payer=STRANGER) for each in unsigned]
            failed = await asyncio.gather(*map(sender.send, unsigned), return_exceptions=True)
            assert {type(each) for each in failed} == {InputError}
            intents = [intent(OUTGOING + number) for number in range(2 * OUTGOING + 7)]
            tasks = [asyncio.create_task(sender.send(each)) for each in intents]
            await asyncio.sleep(1)
            assert sum(bool(journal.attempts(each.key)) for each in intents) == OUTGOING
            node.error = error
            node.let_go.set()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            if error is None:
                assert sum(map(len, node.given)) >= len(intents)
                assert all(isinstance(each, Outcome) and not each.error for each in ended)
            else:
                assert set(ended) == {error}
                assert sum(bool(journal.attempts(each.key)) for each in intents) == OUTGOING
            await sender.close()
            journal.close()

    run_virtual(scenario())


class LateNode(SlowNode):
    """What it is given is lost; of the first it says so when nothing can land any more."""

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        self.given.append(list(transactions))
        await asyncio.sleep(120 if len(self.given) == 1 else 0.1)
        return [None] * len(transactions)


def test_answer_to_a_handover_after_the_proof_of_death_changes_nothing() -> None:
    async def scenario() -> None:
        async with await open_chain() as chain:
            node, gift = LateNode(chain), intent(1)
            recent = (await chain.blockhash()).hash
            message = MessageV0.try_compile(PAYER.pubkey(), list(gift.instructions), [], recent)
            given = VersionedTransaction(message, [PAYER])
            journal = Journal.open(None, genesis=await node.genesis_hash(), zone="Алатау")
            sender = Sender(node, journal, refused)
            # Nothing but history proves it dead: what others have signed has no slot to begin at.
            with pytest.raises(OutcomeUnknown):
                await sender.send(replace(gift, transaction=given))
            proven = [each.state for each in journal.transitions(gift.key)]
            await asyncio.sleep(120)
            assert [each.state for each in journal.transitions(gift.key)] == proven
            await sender.close()
            journal.close()

    run_virtual(scenario())


def test_together_asks_once_for_all_of_a_turn_and_again_in_the_next() -> None:
    asked: list[list[int]] = []

    async def squares(numbers: list[int]) -> list[int]:
        asked.append(numbers)
        await asyncio.sleep(1)
        return [number * number for number in numbers]

    async def scenario() -> None:
        together = Together[int, int](squares)
        assert await asyncio.gather(*map(together.get, [3, 1, 3, 2])) == [9, 1, 9, 4]
        assert await together.get(3) == 9

    run_virtual(scenario())
    assert asked == [[3, 1, 2], [3]]


def test_together_raises_to_all_who_asked_and_survives_one_who_left() -> None:
    async def fails(numbers: list[int]) -> list[int]:
        await asyncio.sleep(1)
        raise ChainError(f"no answer for {numbers}")

    async def scenario() -> None:
        together = Together[int, int](fails)
        left, *others = [asyncio.create_task(together.get(number)) for number in (1, 2, 2)]
        await asyncio.sleep(0)
        left.cancel()
        found = await asyncio.gather(*others, return_exceptions=True)
        assert [str(each) for each in found] == ["no answer for [1, 2]"] * 2

    run_virtual(scenario())
