"""What every chain tries without effect; its blockhashes, fees, time and news, and its end."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from solders.compute_budget import set_compute_unit_price
from solders.hash import Hash
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction
from tests.contract.chain_steps import (
    SOL,
    funded,
    lamports,
    land,
    payment,
    signed,
)

from alatau.chain.base import (
    Blockhash,
    Chain,
    Commitment,
)
from alatau.errors import ChainError
from alatau.testing.doors import Door, blocked


async def test_simulate_has_no_effect(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    good = signed(await chain.blockhash(), payer, payment(payer, payee, SOL))
    bad = signed(await chain.blockhash(), payer, payment(payer, payee, 11 * SOL))
    below_rent = signed(await chain.blockhash(), payer, payment(payer, payee, 10))
    assert (await chain.simulate(good)).error is None
    assert (await chain.simulate(good)).compute_units == 150
    failed = await chain.simulate(bad)
    assert failed.error == '{"InstructionError":[0,{"Custom":1}]}'
    assert failed.logs[0] == "Program 11111111111111111111111111111111 invoke [1]"
    assert (await chain.simulate(below_rent)).error == (
        '{"InsufficientFundsForRent":{"account_index":1}}'
    )
    assert await lamports(chain, payer.pubkey()) == 10 * SOL
    assert await chain.account(payee) is None
    assert await chain.statuses([good.signatures[0]]) == [None]


async def test_simulate_unsigned_or_refused_says_what_a_send_would(chain: Chain) -> None:
    payer = await funded(chain)
    pay = payment(payer, Pubkey.new_unique(), SOL)
    blockhash = await chain.blockhash()
    unsigned = VersionedTransaction.populate(
        signed(blockhash, payer, pay).message, [Signature.default()]
    )
    assert (await chain.simulate(unsigned)).error is None
    stale = signed(Blockhash(Hash.new_unique(), 0), payer, pay)
    assert (await chain.simulate(stale)).error == '"BlockhashNotFound"'
    pauper = Keypair()
    unfunded = signed(blockhash, pauper, payment(pauper, payer.pubkey(), SOL))
    assert (await chain.simulate(unfunded)).error == '"AccountNotFound"'
    done = signed(blockhash, payer, pay)
    await chain.confirm(await chain.send(done), blockhash.last_valid_block_height)
    assert (await chain.simulate(done)).error == '"AlreadyProcessed"'


async def test_a_door_is_tried_though_the_same_was_sent_before(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And failed: within one blockhash it would be the same transaction."""
    payer = await funded(chain)
    pay = payment(payer, Pubkey.new_unique(), 11 * SOL)
    blockhash = await chain.blockhash()

    async def unchanged() -> Blockhash:
        return blockhash

    sent = await chain.send(signed(blockhash, payer, pay))
    status = await chain.confirm(sent, blockhash.last_valid_block_height)
    monkeypatch.setattr(chain, "blockhash", unchanged)
    why = await blocked(chain, Door("pay what is not there", (pay,)), payer.pubkey())
    assert why is not None
    assert json.loads(why)["InstructionError"][1] == {"Custom": 1}
    assert status.error is not None


async def test_time_is_about_now_and_never_goes_back(chain: Chain) -> None:
    first = await chain.time()
    second = await chain.time()
    assert abs(first - time.time()) < 60
    assert second >= first


async def test_blockhash_is_valid_for_at_most_150_blocks(chain: Chain) -> None:
    blockhash = await chain.blockhash()
    height = await chain.block_height(Commitment.CONFIRMED)
    assert height < blockhash.last_valid_block_height <= height + 150
    assert await chain.block_height() <= await chain.block_height(Commitment.CONFIRMED)
    assert len(await chain.genesis_hash()) >= 32


async def test_blockhash_is_of_a_slot_before_what_it_signs(chain: Chain) -> None:
    payer = await funded(chain)
    blockhash = await chain.blockhash()
    transaction = signed(blockhash, payer, payment(payer, Pubkey.new_unique(), SOL))
    signature = await chain.send(transaction)
    status = await chain.confirm(signature, blockhash.last_valid_block_height)
    assert 0 < blockhash.slot <= status.slot


async def test_recent_fees_are_amounts_oldest_first(chain: Chain) -> None:
    payer = await funded(chain)
    price = set_compute_unit_price(7_000)
    await land(chain, payer, price, payment(payer, Pubkey.new_unique(), SOL))
    # Where there are such fees, the block that it was alone in asked for its own: a node counts
    # them a moment after it confirms it.
    deadline = time.monotonic() + 10
    while (fees := await chain.recent_fees([payer.pubkey()])) and 7_000 not in fees:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    assert min(fees, default=0) >= 0
    assert len(await chain.recent_fees([Pubkey.new_unique() for _ in range(200)])) <= 150


async def test_news_return_in_time(chain: Chain) -> None:
    for seconds in (0.0, 0.3):
        began = time.monotonic()
        await chain.news(seconds)
        assert time.monotonic() - began < seconds + 2.0
    began = time.monotonic()
    await asyncio.gather(*(chain.news(0.2) for _ in range(100)))
    assert time.monotonic() - began < 3.0


async def test_close_twice_then_use_is_refused(chain: Chain) -> None:
    await chain.close()
    await chain.close()
    with pytest.raises(ChainError):
        await chain.slot()
