"""A chain in this process: LiteSVM running the real program, kept in one SQLite file.

A transaction is executed at once, in memory; the answer waits for the file.  All
transactions of one turn of the event loop share one commit, so that hundreds of
concurrent payers cost few.  Everything answered is on disk, and final.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from solders.account import Account
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain import bank_rules as rules
from alatau.chain.bank import BLOCK_SECONDS, Bank
from alatau.chain.bank_state import BLOCKHASH_LIFETIME, account_info
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
    has,
)
from alatau.chain.commits import GroupCommit
from alatau.chain.file_lock import FileLock
from alatau.chain.intake import Intake
from alatau.chain.machines import Machines
from alatau.chain.memory_store import MemoryStore
from alatau.chain.runtime_errors import canonical_error
from alatau.chain.store import Store
from alatau.errors import (
    ChainError,
    InputError,
    TransactionExpired,
    TransactionFailed,
)


class EmbeddedChain:
    """Implements `Chain`, `Faucet`, `Promises`, `OpenBlock`, `TimeTravel` and `AccountWriter`.

    See `open`.
    """

    kind = "embedded"
    url = "embedded"
    block_seconds = 0.0

    def __init__(self, bank: Bank, store: Store | MemoryStore, lock: FileLock | None) -> None:
        self._bank = bank
        self._store = store
        self._lock = lock
        self._commits = GroupCommit(store, bank.state)
        self._intake = Intake(bank, self._commits)
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: Path | None,
        *,
        programs: Mapping[Pubkey, bytes | Path],
        wait_seconds: float = 30.0,
        start_time: int | None = None,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        now: Callable[[], float] = time.time,
        machines: Machines | None = None,
    ) -> Self:
        """Open the chain kept in `path`, making it if it is not there; None: in memory only.

        `programs` run at the given addresses.  `start_time` (unix seconds) is where the
        clock of a new chain begins, in the past or the future; else at the real time.
        `entropy` (a number of bytes) makes its genesis and blockhashes, and `now` (unix
        seconds) is the clock that it follows: chains with equal ones are equal.  With
        `machines` one that was used before may run it, which opens a hundred times as fast.
        Raises `ChainBusy` if another process keeps the file for `wait_seconds`,
        `ChainFileError` for a file of another version or none of ours, `StorageError` if
        it cannot be written.
        """
        loaded = {address: _elf(source) for address, source in programs.items()}
        lock = FileLock(path.with_name(path.name + ".lock")) if path is not None else None
        if lock is not None:
            await lock.acquire(wait_seconds)
        try:
            store = MemoryStore(entropy) if path is None else Store(path, entropy)
            try:
                state = store.state()
                if not state.height and start_time is not None:
                    state.clock = start_time
                    state.offset = start_time - int(now())
                bank = Bank(
                    state, store.accounts(), loaded, entropy=entropy, now=now, machines=machines
                )
                chain = cls(bank, store, lock)
                chain._commits.flush()
            except BaseException:
                store.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return chain

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
        """Commit what is pending and let go of the file.  Idempotent."""
        if self._closed:
            return
        try:
            if not self._commits.failed:
                self._commits.flush()
        finally:
            self._closed = True
            try:
                self._store.close()
            finally:
                if self._lock is not None:
                    self._lock.release()
                self._bank.close()

    # -- the chain ---------------------------------------------------------------------

    async def genesis_hash(self) -> str:
        """See `Chain.genesis_hash`."""
        return self._store.genesis

    async def slot(self) -> int:
        """See `Chain.slot`."""
        self._ready()
        return self._bank.state.height

    async def block_height(self, commitment: Commitment = Commitment.FINALIZED) -> int:
        """See `Chain.block_height`."""
        self._ready()
        return self._bank.state.height

    async def tip(self, commitment: Commitment = Commitment.FINALIZED) -> Tip:
        """See `Chain.tip`."""
        self._ready()
        return Tip(self._bank.state.height, self._bank.state.height)

    async def first_slot(self) -> int:
        """See `Chain.first_slot`: the file keeps everything."""
        self._ready()
        return 0

    async def news(self, seconds: float) -> None:
        """See `Chain.news`: whatever happens here, this process does."""
        await asyncio.sleep(min(seconds, BLOCK_SECONDS))

    async def time(self) -> int:
        """See `Chain.time`."""
        self._ready()
        return self._bank.now()

    async def blockhash(self) -> Blockhash:
        """See `Chain.blockhash`."""
        self._ready()
        self._bank.tick()
        height = self._bank.state.height
        return Blockhash(self._bank.latest, height + BLOCKHASH_LIFETIME, height)

    async def account(
        self, address: Pubkey, commitment: Commitment = Commitment.CONFIRMED
    ) -> AccountInfo | None:
        """See `Chain.account`."""
        self._ready()
        self._bank.now()
        account = self._bank.read(address)
        return account_info(account) if account is not None else None

    async def accounts(
        self,
        addresses: Sequence[Pubkey],
        commitment: Commitment = Commitment.CONFIRMED,
        *,
        min_slot: int = 0,
    ) -> list[AccountInfo | None]:
        """See `Chain.accounts`."""
        return [await self.account(address, commitment) for address in addresses]

    async def program_accounts(
        self, program: Pubkey, prefix: bytes = b"", fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """See `Chain.program_accounts`."""
        self._ready()
        found = []
        for address in sorted(self._bank.owned_by(program), key=bytes):
            account = self._bank.read(address)
            if account is not None and has(account.data, prefix, fields):
                found.append((address, account_info(account)))
        return found

    # -- transactions ------------------------------------------------------------------

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """See `Chain.send`."""
        self._ready()
        await self._intake.take(transaction)
        return transaction.signatures[0]

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """See `Chain.send_all`: one commit for all."""
        self._ready()
        return await self._intake.take_all(transactions)

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """See `Chain.look`."""
        await self._settled()
        return Seen(self._bank.state.height, tuple(map(self._status, signatures)))

    async def statuses(self, signatures: Sequence[Signature]) -> list[Status | None]:
        """See `Chain.statuses`."""
        return list((await self.look(signatures)).statuses)

    async def confirm(
        self,
        signature: Signature,
        last_valid_block_height: int,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> Status:
        """See `Chain.confirm`."""
        await self._settled()
        status = self._status(signature)
        if status is None and not self._intake.has_refused(signature):
            valid = self._bank.state.height <= last_valid_block_height
            if valid and signature not in self._bank.state.expired:
                await self._intake.arrival(signature)
                status = self._status(signature)
        if status is not None:
            return status
        # Time passes here only with transactions, so an expiry is never waited for.
        (why,) = await self.give_up([signature])
        raise TransactionExpired(f"transaction {signature} did not land and never will: {why}")

    async def recent_fees(self, addresses: Sequence[Pubkey]) -> list[int]:
        """See `Chain.recent_fees`: nobody bids here."""
        self._ready()
        return []

    async def simulate(self, transaction: VersionedTransaction) -> Simulation:
        """See `Chain.simulate`."""
        self._ready()
        return self._bank.simulate(transaction)

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`."""
        await self._settled()
        return self._store.records(signatures)

    async def history(
        self, address: Pubkey, *, limit: int = 100, before: Signature | None = None
    ) -> list[SignatureInfo]:
        """See `Chain.history`."""
        await self._settled()
        return self._store.history(address, limit, before)

    # -- what only this chain can do ---------------------------------------------------

    async def airdrop(self, address: Pubkey, lamports: int) -> None:
        """See `Faucet.airdrop`."""
        self._ready()
        account = self._bank.read(address) or Account(0, b"", rules.SYSTEM_PROGRAM)
        total = account.lamports + lamports
        if total < rules.rent_exempt_minimum(len(account.data)):
            raise TransactionFailed(
                f"{lamports} lamports are too few for an account at {address}",
                error=canonical_error({"InsufficientFundsForRent": {"account_index": 1}}) or "",
            )
        info = AccountInfo(total, account.owner, account.data, account.executable)
        await self.set_account(address, info)

    async def give_up(self, signatures: Sequence[Signature]) -> list[str | None]:
        """See `Promises.give_up`: the promise is in the chain's file."""
        self._ready()
        reasons: list[str | None] = []
        for signature in signatures:
            if self._status(signature) is not None:
                reasons.append(None)
                continue
            self._bank.expire(signature)
            reasons.append(self._intake.forget(signature))
        await self._commits.commit()
        return reasons

    async def set_time(self, unix_seconds: int) -> None:
        """See `TimeTravel.set_time`."""
        self._ready()
        self._bank.set_time(unix_seconds)
        await self._commits.commit()

    async def end_block(self) -> None:
        """See `OpenBlock.end_block`."""
        self._ready()
        self._bank.end_block()

    async def advance(self, blocks: int) -> None:
        """Let `blocks` blocks pass: what expires blockhashes."""
        self._ready()
        self._bank.advance(blocks)
        await self._commits.commit()

    async def set_account(self, address: Pubkey, account: AccountInfo) -> None:
        """See `AccountWriter.set_account`."""
        self._ready()
        if not 0 <= account.lamports < 2**64:
            raise InputError(f"an account cannot hold {account.lamports} lamports")
        written = (
            Account(account.lamports, account.data, account.owner, account.executable)
            if account.lamports
            else None
        )
        self._bank.write(address, written)
        self._commits.batch.accounts[address] = written
        await self._commits.commit()

    # -- inside ------------------------------------------------------------------------

    def _ready(self) -> None:
        if self._closed:
            raise ChainError("the embedded chain is closed")
        self._commits.check()

    async def _settled(self) -> None:
        self._ready()
        await self._commits.pending()

    def _status(self, signature: Signature) -> Status | None:
        outcome = self._bank.state.signatures.get(signature) or self._store.outcome(signature)
        if outcome is None:
            return None
        return Status(outcome[0], Commitment.FINALIZED, outcome[1])


def _elf(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputError(
            f"the program cannot be read: {error.strerror}",
            file=str(source),
            remedy="build it with: make program",
        ) from error
