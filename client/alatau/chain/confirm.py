"""Following one transaction until it has landed or provably never will, on any chain."""

from __future__ import annotations

import asyncio

from solders.signature import Signature

from alatau.chain.base import Chain, Commitment, Status
from alatau.errors import ChainError, OutcomeUnknown, TransactionExpired, WrongChain

_TICK_SECONDS = 0.1
_RESEND_SECONDS = 2.0
_EXPIRY_SECONDS = 1.0


async def confirm(
    chain: Chain,
    signature: Signature,
    last_valid_block_height: int,
    commitment: Commitment,
    resend: bytes | None,
) -> Status:
    """Wait until `signature` reaches `commitment`, sending `resend` again while it is not seen.

    It is called expired only when three things hold: the finalized block height has passed the
    last that accepts its blockhash, the chain's history does not know it, and that answer is of
    a slot no older than that height.  Raises `TransactionExpired`, `OutcomeUnknown`,
    `WrongChain`.
    """
    try:
        return await _follow(chain, signature, last_valid_block_height, commitment, resend)
    except (TransactionExpired, WrongChain):
        raise
    except ChainError as error:
        raise OutcomeUnknown(
            f"what became of transaction {signature} is not known: {error}",
            remedy="ask again before signing anything in its place",
        ) from error


async def _follow(
    chain: Chain,
    signature: Signature,
    last_valid: int,
    commitment: Commitment,
    resend: bytes | None,
) -> Status:
    clock = asyncio.get_running_loop().time
    sent = checked = clock()
    while True:
        (status,) = (await chain.look([signature])).statuses
        if status is None and clock() - checked >= _EXPIRY_SECONDS:
            checked = clock()
            status = await _last_look(chain, signature, last_valid)
        if status is not None and status.reached(commitment):
            return status
        if status is None and resend is not None and clock() - sent >= _RESEND_SECONDS:
            sent = clock()
            # A refusal now says nothing of the bytes that were accepted before.
            await chain.send_all([resend])
        # All who wait ask in the same turn of the event loop, and so in one request.
        await chain.news(_TICK_SECONDS - clock() % _TICK_SECONDS)


async def _last_look(chain: Chain, signature: Signature, last_valid: int) -> Status | None:
    final = await chain.tip()
    if final.height <= last_valid:
        return None
    seen = await chain.look([signature], history=True)
    (status,) = seen.statuses
    if status is None and seen.slot >= final.slot:  # a node that lags proves nothing
        raise TransactionExpired(
            f"transaction {signature} did not land up to block {last_valid}, and block"
            f" {final.height} is final"
        )
    return status
