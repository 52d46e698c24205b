"""What a transaction asks of the network: as much as it needs, at a price that is enough."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from alatau.chain.base import Simulation
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import ChainError
from alatau.sender import Fees, Intent
from alatau.sender.budget import MOST_UNITS, Budget, percentile, shape_of, written_by

FEES = Fees(margin_bps=2_000, margin_units=100, percentile=75, cap=9_000, lasts=0.2)


class Market:
    """The chain, and blocks in which others bid."""

    def __init__(self, chain: EmbeddedChain) -> None:
        self._chain = chain
        self.bids: dict[Pubkey, list[int]] = {}
        self.asked: list[Pubkey] = []
        self.simulated = 0
        self.tells = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chain, name)

    async def recent_fees(self, addresses: Sequence[Pubkey]) -> list[int]:
        if not self.tells:
            raise ChainError("method not found")
        self.asked += addresses
        await asyncio.sleep(0)
        return [fee for address in addresses for fee in self.bids.get(address, ())]

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        self.simulated += 1
        return await self._chain.simulate(transaction)


@pytest.fixture
def market(embedded_chain: EmbeddedChain) -> Market:
    return Market(embedded_chain)


async def payer_of(market: Market) -> Keypair:
    payer = Keypair()
    await market.airdrop(payer.pubkey(), 10**10)
    return payer


def move(payer: Keypair, payee: Pubkey, lamports: int = 10**7) -> Intent:
    params = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=lamports)
    return Intent("move", (transfer(params),), payer)


def asked(instructions: Sequence[Instruction]) -> tuple[int | None, int]:
    """Limit and price, from the compute budget's instructions."""
    found = {each.data[0]: int.from_bytes(each.data[1:], "little") for each in instructions}
    return found.get(2), found.get(3, 0)


async def test_limit_is_what_a_simulation_used_and_a_margin(market: Market) -> None:
    budget, payer = Budget(market, FEES), await payer_of(market)
    found = await budget.instructions(move(payer, Pubkey.new_unique()))
    assert asked(found) == (150 + 30 + 100, 0)


async def test_limit_is_simulated_once_for_each_shape(market: Market) -> None:
    budget, payer = Budget(market, FEES), await payer_of(market)
    intents = [move(payer, Pubkey.new_unique(), 10**7 + i) for i in range(50)]
    await asyncio.gather(*map(budget.instructions, intents))
    assert market.simulated == 1
    two = Intent("two", intents[0].instructions * 2, payer)
    assert asked(await budget.instructions(two))[0] == 300 + 60 + 100
    assert market.simulated == 2


async def test_limit_of_what_fails_when_tried_is_left_to_the_network(market: Market) -> None:
    budget, payer = Budget(market, FEES), await payer_of(market)
    assert await budget.instructions(move(payer, Pubkey.new_unique(), 10**12)) == ()
    assert asked(await budget.instructions(move(payer, Pubkey.new_unique())))[0] == 280


async def test_price_is_the_highest_of_the_written_accounts(market: Market) -> None:
    budget, payer, payee = Budget(market, FEES), await payer_of(market), Pubkey.new_unique()
    market.bids = {payer.pubkey(): [10, 20, 30, 40], payee: [0, 0, 700, 900]}
    assert asked(await budget.instructions(move(payer, payee)))[1] == 700


async def test_price_is_at_most_the_cap_and_doubles_after_each_expiry(market: Market) -> None:
    budget, payer, payee = Budget(market, FEES), await payer_of(market), Pubkey.new_unique()
    market.bids = {payee: [3_000]}
    prices = [asked(await budget.instructions(move(payer, payee), retry))[1] for retry in range(4)]
    assert prices == [3_000, 6_000, 9_000, 9_000]


async def test_price_is_asked_again_when_it_is_old(market: Market) -> None:
    budget, payer, payee = Budget(market, FEES), await payer_of(market), Pubkey.new_unique()
    market.bids = {payee: [100]}
    many = [budget.instructions(move(payer, payee)) for _ in range(20)]
    assert {asked(found)[1] for found in await asyncio.gather(*many)} == {100}
    assert sorted(market.asked, key=str) == sorted([payer.pubkey(), payee], key=str)
    market.bids = {payee: [200]}
    assert asked(await budget.instructions(move(payer, payee)))[1] == 100
    await asyncio.sleep(FEES.lasts)
    assert asked(await budget.instructions(move(payer, payee)))[1] == 200


async def test_price_of_a_node_that_tells_none_is_none(market: Market) -> None:
    budget, payer = Budget(market, FEES), await payer_of(market)
    market.tells = False
    assert asked(await budget.instructions(move(payer, Pubkey.new_unique()))) == (280, 0)


async def test_what_others_have_signed_gets_no_budget(market: Market) -> None:
    budget, payer = Budget(market, FEES), await payer_of(market)
    intent = move(payer, Pubkey.new_unique())
    blockhash = (await market.blockhash()).hash
    given_by_others = VersionedTransaction.from_bytes(bytes(_signed(intent, blockhash)))
    theirs = Intent("theirs", intent.instructions, payer, transaction=given_by_others)
    assert await budget.instructions(theirs) == ()
    assert market.simulated == 0


def _signed(intent: Intent, blockhash: Any) -> VersionedTransaction:
    from solders.message import MessageV0

    message = MessageV0.try_compile(
        intent.fee_payer.pubkey(), list(intent.instructions), [], blockhash
    )
    return VersionedTransaction(message, [intent.fee_payer])


async def test_limit_is_never_more_than_a_transaction_gets(market: Market) -> None:
    budget = Budget(market, Fees(margin_units=10**9))
    found = await budget.instructions(move(await payer_of(market), Pubkey.new_unique()))
    assert asked(found)[0] == MOST_UNITS


def test_shape_tells_instructions_apart_by_what_they_do() -> None:
    program, payer = Pubkey.new_unique(), Keypair()
    one = Instruction(program, b"payments" + bytes(8), [])
    same = Instruction(program, b"payments" + b"\x01" * 8, [])
    other = Instruction(program, b"deposits" + bytes(8), [])
    longer = Instruction(program, b"payments" + bytes(16), [])
    assert shape_of([one]) == shape_of([same])
    assert len({shape_of([one]), shape_of([other]), shape_of([longer]), shape_of([one, one])}) == 4
    payee = Pubkey.new_unique()
    assert written_by(move(payer, payee).instructions * 2) == [payer.pubkey(), payee]


@given(st.lists(st.integers(0, 10**9)), st.integers(1, 100))
def test_percentile_is_the_least_value_that_enough_do_not_exceed(
    values: list[int], percent: int
) -> None:
    found = percentile(values, percent)
    if not values:
        assert found == 0
        return
    assert found in values
    assert 100 * sum(value <= found for value in values) >= percent * len(values)
    below = [value for value in values if value < found]
    assert not below or 100 * sum(v <= max(below) for v in values) < percent * len(values)
