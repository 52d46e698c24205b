"""A chain on which everything goes wrong that does on a real one, by seed.

    chain = FaultyChain(await ForkedChain.open(programs, seed=7), seed=7, plan=FaultPlan.rough())

It never lies: a stale answer says its own slot, and what is final stays.  After `Killed`
this process reaches nothing any more, whichever of its tasks tries; what it had sent arrives
nevertheless.  `next_process` is the same network for the process started after it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import (
    AccountInfo,
    Blockhash,
    Chain,
    Commitment,
    Fields,
    Promises,
    Seen,
    SignatureInfo,
    Simulation,
    Status,
    Tip,
    TransactionRecord,
)
from alatau.errors import ChainError
from alatau.testing.confirming import confirm
from alatau.testing.faults_link import Link
from alatau.testing.faults_network import Done, Network
from alatau.testing.faults_plan import FaultPlan

NO_FAULTS: Final = FaultPlan()


class FaultyChain:
    """Implements `Chain` over another one, and `Promises` where that one does."""

    give_up: Callable[[Sequence[Signature]], Awaitable[list[str | None]]]

    def __init__(self, chain: Chain, seed: int, plan: FaultPlan = NO_FAULTS) -> None:
        self._join(Network(chain, seed, plan))

    def _join(self, network: Network) -> None:
        self._network = network
        self._link = Link(network)
        inner = network.chain
        self.kind, self.url, self.block_seconds = inner.kind, inner.url, inner.block_seconds
        if isinstance(inner, Promises):
            self._promises = inner
            self.give_up = self._give_up  # an attribute only here: who has it, promises

    # -- what a test asks --------------------------------------------------------------

    @property
    def steps(self) -> int:
        """Decisions taken so far, over all processes."""
        return self._network.steps

    @property
    def injected(self) -> Counter[str]:
        """How often each fault took place, by the names of `FaultPlan`."""
        return self._network.injected

    @property
    def trace(self) -> list[Done]:
        """The newest of what was decided and done: print it when a test fails."""
        return list(self._network.trace)

    @property
    def dead(self) -> bool:
        """Whether this process was killed."""
        return self._link.dead

    def next_process(self) -> FaultyChain:
        """The chain for a process that starts now: the same network, faults and counts."""
        fresh = FaultyChain.__new__(FaultyChain)
        fresh._join(self._network)  # noqa: SLF001 - its own class
        return fresh

    def follow(self, plan: FaultPlan) -> None:
        """Go on by another plan."""
        self._network.follow(plan)

    async def heal(self) -> None:
        """End all faults, and wait until what is under way has arrived."""
        self.follow(replace(NO_FAULTS, latency_seconds=self._network.plan.latency_seconds))
        self._network.repair()
        await self._network.arrived()

    # -- the chain ---------------------------------------------------------------------

    async def genesis_hash(self) -> str:
        """See `Chain.genesis_hash`."""
        return await self._link.ask("genesis_hash", lambda node: node.genesis_hash())

    async def slot(self) -> int:
        """See `Chain.slot`."""
        return await self._link.read(("slot",), lambda node: node.slot())

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """See `Chain.block_height`."""
        return (await self.tip(commitment)).height

    async def tip(self, commitment: Commitment = Commitment.FINALIZED) -> Tip:
        """See `Chain.tip`."""
        return await self._link.read(("tip", commitment), lambda node: node.tip(commitment))

    async def first_slot(self) -> int:
        """See `Chain.first_slot`."""
        first = await self._link.ask("first_slot", lambda node: node.first_slot())
        return max(first, self._network.first_slot)

    async def news(self, seconds: float) -> None:
        """See `Chain.news`: never fails, but may hear nothing."""
        network, link = self._network, self._link
        link.check()
        await network.happen()
        fault = network.decide_call(network.news)
        network.note("news", fault)
        if fault == "kill before":
            link.die(fault)
        if fault == "deaf_news":
            network.inject(fault)
        if fault == "deaf_news" or network.is_down:
            await asyncio.sleep(seconds)
        else:
            await network.chain.news(seconds)
        await link.end(fault, "news")

    async def time(self) -> int:
        """See `Chain.time`."""
        return await self._link.ask("time", lambda node: node.time())

    async def blockhash(self) -> Blockhash:
        """See `Chain.blockhash`."""
        return await self._link.read(("blockhash",), lambda node: node.blockhash())

    async def account(
        self, address: Pubkey, commitment: Commitment = Commitment.CONFIRMED
    ) -> AccountInfo | None:
        """See `Chain.account`."""
        return (await self.accounts([address], commitment))[0]

    async def accounts(
        self,
        addresses: Sequence[Pubkey],
        commitment: Commitment = Commitment.CONFIRMED,
        *,
        min_slot: int = 0,
    ) -> list[AccountInfo | None]:
        """See `Chain.accounts`."""
        return await self._link.read(
            ("accounts", commitment, min_slot, *addresses),
            lambda node: node.accounts(addresses, commitment, min_slot=min_slot),
        )

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b"", fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """See `Chain.program_accounts`."""
        return await self._link.read(
            ("program_accounts", program, prefix, *fields),
            lambda node: node.program_accounts(program, prefix, fields),
        )

    # -- transactions ------------------------------------------------------------------

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """See `Chain.send`."""
        (refused,) = await self.send_all([bytes(transaction)])
        if refused is not None:
            raise refused
        return transaction.signatures[0]

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """See `Chain.send_all`."""
        network, link = self._network, self._link
        fault = await link.begin("send_all", network.sends)
        arriving = transactions
        if fault in {"torn_batches", "kill midst"}:
            arriving = transactions[: network.random.randrange(len(transactions) + 1)]
        refused = await network.deliver(arriving)
        await link.end(fault, "send_all")
        return refused

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """See `Chain.look`."""
        network, link = self._network, self._link
        fault = await link.begin("look", network.looks)
        question = ("look", history, *signatures)
        seen = await link.answer(
            fault, question, lambda node: node.look(signatures, history=history)
        )
        if history:
            seen = replace(seen, statuses=tuple(map(self._kept, seen.statuses)))
        elif fault == "forgotten":
            network.inject(fault)
            random = network.random
            half = tuple(each if random.randrange(2) else None for each in seen.statuses)
            seen = replace(seen, statuses=half)
        await link.end(fault, "look")
        return seen

    def _kept(self, status: Status | None) -> Status | None:
        return None if status is None or status.slot < self._network.first_slot else status

    async def statuses(self, signatures: Sequence[Signature]) -> list[Status | None]:
        """See `Chain.statuses`."""
        return list((await self.look(signatures, history=True)).statuses)

    async def confirm(
        self,
        signature: Signature,
        last_valid_block_height: int,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> Status:
        """See `Chain.confirm`."""
        return await confirm(self, signature, last_valid_block_height, commitment)

    async def recent_fees(self, addresses: Sequence[Pubkey]) -> list[int]:
        """See `Chain.recent_fees`."""
        return await self._link.ask("recent_fees", lambda node: node.recent_fees(addresses))

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """See `Chain.simulate`."""
        return await self._link.ask("simulate", lambda node: node.simulate(transaction))

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`."""
        records = await self._link.read(
            ("transactions", *signatures), lambda node: node.transactions(signatures)
        )
        first = self._network.first_slot
        return [each if each is not None and each.slot >= first else None for each in records]

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """See `Chain.history`."""
        found = await self._link.read(
            ("history", address, limit, before),
            lambda node: node.history(address, limit=limit, before=before),
        )
        return [each for each in found if each.slot >= self._network.first_slot]

    async def close(self) -> None:
        """See `Chain.close`: the inner chain stays open, it is not this process's."""

    async def _give_up(self, signatures: Sequence[Signature]) -> list[str | None]:
        return await self._link.ask("give_up", lambda _: self._promises.give_up(signatures))
