"""Where intents become signed transactions that are on disk, and the chain is asked patiently."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from solders.instruction import Instruction

from alatau.chain.base import Blockhash, Chain
from alatau.errors import ChainUnavailable, TransactionExpired
from alatau.sender.answers import Answers
from alatau.sender.budget import Budget, Fees
from alatau.sender.intent import Intent
from alatau.sender.journal import Journal
from alatau.sender.journal_values import Attempt
from alatau.sender.signing import sign

T = TypeVar("T")

SIGNED_AT_ONCE: Final = 256
"""How many share a commit of the journal: of thousands, the first leave while others are signed."""
NEXT_BLOCKHASH_SECONDS: Final = 0.1
_RETRY_SECONDS = 0.5
_BLOCKHASH_BLOCKS = 5


class Desk:
    """Signs intents over one chain and journal.

    `patience` is for how many seconds nothing may answer; `sound` raises what keeps everything
    from being signed.
    """

    def __init__(
        self,
        chain: Chain,
        journal: Journal,
        fees: Fees | None,
        patience: float,
        sound: Callable[[], None],
    ) -> None:
        self._chain = chain
        self._journal = journal
        self._budget = None if fees is None else Budget(chain, fees)
        self._patience = patience
        self._sound = sound
        self._recent = Answers[str, Blockhash](_BLOCKHASH_BLOCKS * chain.block_seconds)
        self._room = asyncio.Semaphore(SIGNED_AT_ONCE)

    async def blockhash(self) -> Blockhash:
        """One for all who sign within a moment; of a chain that counts no time, the newest."""
        if not self._chain.block_seconds:
            return await self.patiently(self._chain.blockhash)
        ask = partial(self._recent.get, "", self._chain.blockhash)
        recent = self._recent.known("") or await self.patiently(ask)
        assert recent is not None  # noqa: S101 - a chain has one
        return recent

    async def patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the chain again while nothing answers, for as long as there is patience."""
        now = asyncio.get_running_loop().time
        deadline = now() + self._patience
        while True:
            try:
                return await ask()
            except ChainUnavailable:
                if now() >= deadline:
                    raise
                await asyncio.sleep(_RETRY_SECONDS)

    async def sign(self, intent: Intent, retry: int) -> Attempt:
        """A signed transaction of an intent, on disk; `retry` counts those before it.

        Raises `TransactionExpired` where others have signed it and it is used up, and what
        `signing.sign` raises.
        """
        while True:
            recent = await self.blockhash()
            budget = await self._bid(intent, retry)
            async with self._room:
                attempt = sign(intent, recent, budget)
                self._sound()
                if await self._journal.sign(attempt):
                    return attempt
            if intent.transaction is not None:
                raise TransactionExpired(
                    f"{intent.key}: what others have signed for it can land no more",
                    remedy="have it signed again",
                )
            # The same instructions under one blockhash are one transaction to the chain;
            # this intent is another one, so it waits for the next blockhash.
            await asyncio.sleep(NEXT_BLOCKHASH_SECONDS)

    async def _bid(self, intent: Intent, retry: int) -> tuple[Instruction, ...]:
        if self._budget is None:
            return ()
        return await self.patiently(partial(self._budget.instructions, intent, retry))
