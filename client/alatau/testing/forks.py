"""An embedded chain seen as a cluster: facts settle with time, and may vanish before they do.

    async with await ForkedChain.open(programs, seed=7) as chain: ...

Nothing here is random but by the seed; under `run_virtual` a run can be repeated exactly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Final, Self

from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.bank_state import BLOCKHASH_LIFETIME
from alatau.chain.base import (
    AccountInfo,
    Blockhash,
    Commitment,
    Fields,
    Seen,
    SignatureInfo,
    Simulation,
    Status,
    Tip,
    TransactionRecord,
)
from alatau.chain.rewind import RewindableChain
from alatau.errors import ChainError, ChainUnavailable, InputError
from alatau.testing.cluster import Cluster, Rhythm
from alatau.testing.confirming import confirm

DEFAULT_RHYTHM: Final = Rhythm()
_SETTLED: Final = (Commitment.FINALIZED, Commitment.CONFIRMED, Commitment.PROCESSED)


class ForkedChain:
    """Implements `Chain`, `Faucet`, `TimeTravel` and `AccountWriter`, but not `Promises`.

    Blocks pass with the event loop's clock.  What is given away or written (`airdrop`,
    `set_account`) is final at once, with all that is there.  A seen signature has the
    commitment of its block, and accounts are as they stood at the commitment asked for.
    """

    def __init__(self, cluster: Cluster, lag: int = 0) -> None:
        self._cluster = cluster
        self._chain = cluster.chain
        self._lag = lag
        self.kind, self.url = cluster.chain.kind, cluster.chain.url
        self.block_seconds = cluster.rhythm.slot_seconds

    @classmethod
    async def open(
        cls,
        programs: Mapping[Pubkey, bytes | Path],
        *,
        seed: int,
        rhythm: Rhythm = DEFAULT_RHYTHM,
        start_time: int | None = None,
        now: Callable[[], float] | None = None,
    ) -> Self:
        """A new chain in memory that runs `programs`.

        Its clock follows `now` (unix seconds; None: the event loop's, which is right under
        `run_virtual`) from `start_time` on.
        """
        clock = now or asyncio.get_running_loop().time
        chain = await RewindableChain.open(
            None,
            programs=programs,
            start_time=start_time,
            entropy=Random(f"chain {seed}").randbytes,  # noqa: S311 - the same chain every time
            now=clock,
        )
        return cls(Cluster(chain, seed=seed, rhythm=rhythm, now=clock))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """See `Chain.close`."""
        await self._chain.close()

    # -- what befalls it ---------------------------------------------------------------

    async def fork(self, slot: int) -> list[Signature]:
        """Undo everything from `slot` on, and return the signatures that vanished.

        Some of them land again, in another order and in other slots; the others are gone,
        and may be sent again as long as their blockhash is on the surviving fork.  Raises
        `InputError` if `slot` is final or not yet there.
        """
        return self._cluster.fork(slot)

    async def advance(self, blocks: int) -> None:
        """Let `blocks` blocks pass at once: what expires blockhashes."""
        self._cluster.advance(blocks)

    def behind(self, blocks: int) -> ForkedChain:
        """The same chain as a node sees it that is so many blocks behind.

        Raises `InputError` for more than the rhythm's `lag`.
        """
        if not 0 <= blocks <= self._cluster.rhythm.lag:
            raise InputError(
                f"no node is {blocks} blocks behind: at most {self._cluster.rhythm.lag}"
            )
        return ForkedChain(self._cluster, blocks)

    # -- the chain ---------------------------------------------------------------------

    async def genesis_hash(self) -> str:
        """See `Chain.genesis_hash`."""
        return await self._chain.genesis_hash()

    async def slot(self) -> int:
        """See `Chain.slot`."""
        return (await self.tip(Commitment.CONFIRMED)).slot

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """See `Chain.block_height`."""
        return (await self.tip(commitment)).height

    async def tip(self, commitment: Commitment = Commitment.FINALIZED) -> Tip:
        """See `Chain.tip`."""
        height = self._height(commitment)
        return Tip(self._cluster.slot_of(height), height)

    async def first_slot(self) -> int:
        """See `Chain.first_slot`: it keeps everything."""
        return 0

    async def news(self, seconds: float) -> None:
        """See `Chain.news`: the next block."""
        self._cluster.catch_up()
        await asyncio.sleep(min(seconds, self._cluster.seconds_to_next()))

    async def time(self) -> int:
        """See `Chain.time`."""
        self._cluster.catch_up()
        return await self._chain.time()

    async def blockhash(self) -> Blockhash:
        """See `Chain.blockhash`: a confirmed one."""
        height = self._height(Commitment.CONFIRMED)
        return Blockhash(
            self._chain.blockhash_at(height),
            height + BLOCKHASH_LIFETIME,
            self._cluster.slot_of(height),
        )

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
        height = self._height(commitment)
        if (slot := self._cluster.slot_of(height)) < min_slot:
            raise ChainUnavailable(
                f"slot {min_slot} is not {commitment} yet, only {slot}", remedy="ask again later"
            )
        return self._chain.accounts_at(height, addresses)

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b"", fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """See `Chain.program_accounts`."""
        height = self._height(Commitment.CONFIRMED)
        return self._chain.program_accounts_at(height, program, prefix, fields)

    def _height(self, commitment: Commitment) -> int:
        return self._cluster.view(self._lag).height(commitment)

    # -- transactions ------------------------------------------------------------------

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """See `Chain.send`."""
        (refused,) = await self.send_all([bytes(transaction)])
        if refused is not None:
            raise refused
        return transaction.signatures[0]

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """See `Chain.send_all`."""
        self._cluster.catch_up()
        return self._chain.land(transactions)

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """See `Chain.look`."""
        view, slot_of = self._cluster.view(self._lag), self._cluster.slot_of
        top = slot_of(view.processed)
        confirmed, finalized = slot_of(view.confirmed), slot_of(view.finalized)
        oldest = 0 if history else slot_of(view.processed - self._cluster.rhythm.recent)
        known: dict[tuple[int, str | None], Status | None] = {}
        statuses: list[Status | None] = []
        for outcome in map(self._chain.outcome, signatures):
            if outcome is None:
                statuses.append(None)
                continue
            if outcome not in known:  # many landed in one slot
                slot, error = outcome
                settled = (slot <= finalized, slot <= confirmed, True).index(True)
                seen = oldest <= slot <= top
                known[outcome] = Status(slot, _SETTLED[settled], error) if seen else None
            statuses.append(known[outcome])
        return Seen(top, tuple(statuses))

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
        """See `Chain.recent_fees`: nobody bids here."""
        return []

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """See `Chain.simulate`."""
        self._cluster.catch_up()
        return await self._chain.simulate(transaction)

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`: of confirmed blocks."""
        top = self._cluster.slot_of(self._height(Commitment.CONFIRMED))
        records = await self._chain.transactions(signatures)
        return [each if each is not None and each.slot <= top else None for each in records]

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """See `Chain.history`: of confirmed blocks."""
        top = self._cluster.slot_of(self._height(Commitment.CONFIRMED))
        found: list[SignatureInfo] = []
        while len(found) < limit:
            page = await self._chain.history(address, limit=limit, before=before)
            found += [each for each in page if each.slot <= top]
            if len(page) < limit:
                break
            before = page[-1].signature
        return found[:limit]

    # -- what only this chain can do ---------------------------------------------------

    async def airdrop(self, address: Pubkey, lamports: int) -> None:
        """See `Faucet.airdrop`."""
        self._cluster.catch_up()
        await self._chain.airdrop(address, lamports)
        self._cluster.finalize()

    async def set_time(self, unix_seconds: int) -> None:
        """See `TimeTravel.set_time`; no blocks pass."""
        self._cluster.catch_up()
        await self._chain.set_time(unix_seconds)

    async def set_account(self, address: Pubkey, account: AccountInfo) -> None:
        """See `AccountWriter.set_account`."""
        self._cluster.catch_up()
        await self._chain.set_account(address, account)
        self._cluster.finalize()
