"""`Chain.confirm` for the chains of tests: by the other methods of the Protocol alone."""

from __future__ import annotations

from solders.signature import Signature

from alatau.chain.base import Chain, Commitment, Status
from alatau.errors import ChainUnavailable, OutcomeUnknown, TransactionExpired

_ORDER = list(Commitment)
_PATIENCE = 100  # times that the chain may be unavailable in a row


async def confirm(
    chain: Chain, signature: Signature, last_valid_block_height: int, commitment: Commitment
) -> Status:
    """See `Chain.confirm`."""
    unavailable = 0
    while True:
        try:
            # The height first: what has not landed by then and is not seen after, never will.
            tip = await chain.tip(Commitment.FINALIZED)
            expired = tip.height > last_valid_block_height
            seen = await chain.look([signature], history=expired)
        except ChainUnavailable as error:
            unavailable += 1
            if unavailable >= _PATIENCE:
                raise OutcomeUnknown(
                    f"whether {signature} landed cannot be asked: {error.message}",
                    remedy="ask again later",
                ) from error
            await chain.news(max(chain.block_seconds, 0.1))
            continue
        unavailable = 0
        (status,) = seen.statuses
        if status is not None and _ORDER.index(status.commitment) >= _ORDER.index(commitment):
            return status
        if status is None and expired and seen.slot >= tip.slot:
            raise TransactionExpired(
                f"transaction {signature} did not land by height {last_valid_block_height}"
            )
        await chain.news(max(chain.block_seconds, 0.1))
