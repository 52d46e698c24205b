"""Lamport transfers that can be repeated exactly, and a driver that makes them happen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import TypeVar

from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from alatau.chain.base import Blockhash, Chain, Commitment, Status
from alatau.errors import ChainUnavailable
from alatau.testing import ForkedChain, Rhythm

T = TypeVar("T")

SOL = 10**9
FEE = 5_000
EVERY_SLOT = Rhythm(skipped=0)


def key(name: str) -> Keypair:
    return Keypair.from_seed(sha256(name.encode()).digest())


PAYER, PAYEE = key("Айгерім"), key("Сергей").pubkey()


def signed(recent: Blockhash, payer: Keypair, payee: Pubkey, lamports: int) -> VersionedTransaction:
    params = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=lamports)
    message = MessageV0.try_compile(payer.pubkey(), [transfer(params)], [], recent.hash)
    return VersionedTransaction(message, [payer])


async def open_chain(seed: int = 1, rhythm: Rhythm = EVERY_SLOT) -> ForkedChain:
    chain = await ForkedChain.open({}, seed=seed, rhythm=rhythm)
    await chain.airdrop(PAYER.pubkey(), 1_000 * SOL)
    await chain.airdrop(PAYEE, SOL)
    return chain


async def pay(chain: Chain, lamports: int) -> VersionedTransaction:
    transaction = signed(await chain.blockhash(), PAYER, PAYEE, lamports)
    assert await chain.send_all([bytes(transaction)]) == [None]
    return transaction


async def status_of(
    chain: Chain, transaction: VersionedTransaction, *, history: bool = False
) -> Status | None:
    return (await chain.look([transaction.signatures[0]], history=history)).statuses[0]


async def balance(
    chain: Chain, address: Pubkey = PAYEE, commitment: Commitment = Commitment.PROCESSED
) -> int:
    (account,) = await chain.accounts([address], commitment)
    return 0 if account is None else account.lamports


async def blocks(chain: Chain, count: int) -> None:
    for _ in range(count):
        await chain.news(60)


async def insist(chain: Chain, ask: Callable[[], Awaitable[T]]) -> T:
    while True:
        try:
            return await ask()
        except ChainUnavailable:
            await chain.news(1)


async def deliver(chain: Chain, amounts: Sequence[int]) -> int:
    """Pay each amount once, whatever happens; how many transactions had to be signed anew."""
    unsigned, expired = list(amounts), 0
    while unsigned:
        recent = await insist(chain, chain.blockhash)
        open_ = [signed(recent, PAYER, PAYEE, amount) for amount in unsigned]
        amount_of = dict(zip((each.signatures[0] for each in open_), unsigned, strict=True))
        unsigned = []
        while open_:
            raw = [bytes(each) for each in open_]
            await insist(chain, partial(chain.send_all, raw))
            await chain.news(10)
            tip = await insist(chain, chain.tip)
            asked = [each.signatures[0] for each in open_]
            seen = await insist(chain, partial(chain.look, asked, history=True))
            over = tip.height > recent.last_valid_block_height and seen.slot >= tip.slot
            left = []
            for transaction, status in zip(open_, seen.statuses, strict=True):
                if status is None and over:
                    unsigned.append(amount_of[transaction.signatures[0]])
                elif status is None or status.commitment is not Commitment.FINALIZED:
                    left.append(transaction)
            open_ = left
        expired += len(unsigned)
    return expired
