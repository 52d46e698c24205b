"""solana-py's AsyncClient as its documentation uses it: send, then confirm, so many at once.

It leaves the preflight on (the node simulates each transaction first), which is its default.
A blockhash is shared by the payments of some seconds, which its examples do not do.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from solana.rpc.async_api import AsyncClient
from solana.rpc.commitment import Confirmed
from solders.hash import Hash
from tests.bench.send_work import Market, Payment, People, Stopwatch, signed

IN_FLIGHT: Final = 64
BLOCKHASH_SECONDS: Final = 5.0
TIMEOUT_SECONDS: Final = 60.0


async def contest(url: str, market: Market, work: Sequence[Payment], stopwatch: Stopwatch) -> None:
    """See `Contestant`."""
    people = People(market)
    async with AsyncClient(url, commitment=Confirmed, timeout=TIMEOUT_SECONDS) as client:
        with stopwatch.running():
            recent = Recent(client)
            waiting = iter(work)

            async def sender() -> None:
                for payment in waiting:
                    stopwatch.sent(payment.number)
                    blockhash, last_valid = await recent.get()
                    transaction = signed(people, payment, blockhash)
                    sent = await client.send_transaction(transaction)
                    await client.confirm_transaction(
                        sent.value, Confirmed, last_valid_block_height=last_valid
                    )
                    stopwatch.landed(payment.number)

            async with asyncio.TaskGroup() as group:
                for _ in range(IN_FLIGHT):
                    group.create_task(sender())


class Recent:
    """A blockhash that several share for a while."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._lock = asyncio.Lock()
        self._kept: tuple[Hash, int] | None = None
        self._until = 0.0

    async def get(self) -> tuple[Hash, int]:
        """The blockhash, and the last block height at which it is valid."""
        async with self._lock:
            if self._kept is None or time.monotonic() >= self._until:
                value = (await self._client.get_latest_blockhash()).value
                self._kept = value.blockhash, value.last_valid_block_height
                self._until = time.monotonic() + BLOCKHASH_SECONDS
            return self._kept
