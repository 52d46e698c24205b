"""Signing, journalling, sending and confirming, so that no intent takes effect twice.

The signed bytes are in the journal before they leave.  They are sent again, the same
bytes, until they have landed or can no longer land; only then are they signed again,
with the same sequence, of which the program accepts one use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from weakref import WeakValueDictionary

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import Chain, Commitment, Status, TransactionRecord
from alatau.errors import (
    InputError,
    KeyReused,
    OutcomeUnknown,
    TransactionExpired,
    TransactionFailed,
)
from alatau.sender.journal import Journal
from alatau.sender.journal_values import Attempt, Entry, Evidence, State

MAX_ATTEMPTS = 5
NEXT_BLOCKHASH_SECONDS = 0.1
_NEW_BLOCKHASH_SECONDS = 30.0
_BLOCKHASH_POLL_SECONDS = 0.05

Refuse = Callable[[str, tuple[str, ...], str], TransactionFailed]
"""Makes the error of a failed transaction: from its error, logs and signature."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to happen once: instructions, who signs, who pays the network's fee."""

    key: str
    instructions: tuple[Instruction, ...]
    fee_payer: Keypair
    signers: tuple[Keypair, ...] = ()
    content: bytes = b""
    """A digest of what is intended, where that is not all of the instructions."""
    transaction: VersionedTransaction | None = None
    """What is sent, where others have signed it too: it cannot be signed again."""
    tables: tuple[AddressLookupTableAccount, ...] = ()
    """Address lookup tables that the transaction may name accounts by."""

    def digest(self) -> bytes:
        """`content`, or else the SHA-256 of the instructions."""
        return self.content or sha256(b"".join(map(bytes, self.instructions))).digest()


@dataclass(frozen=True, slots=True)
class Landed:
    """An intent that took effect, by this transaction."""

    key: str
    record: TransactionRecord


class Sender:
    """Sends intents over one chain, with one journal."""

    def __init__(
        self,
        chain: Chain,
        journal: Journal,
        refuse: Refuse,
        *,
        commitment: Commitment = Commitment.CONFIRMED,
    ) -> None:
        self._chain = chain
        self._journal = journal
        self._refuse = refuse
        self._commitment = commitment
        self._next: dict[Pubkey, int] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def journal(self) -> Journal:
        """The journal it writes."""
        return self._journal

    def known(self, key: str, content: bytes) -> Entry | None:
        """The entry of `key`, if there is one.

        Raises `KeyReused` when the key was used for something else: an idempotency key
        that means two things would silently drop one of them.
        """
        entry = self._journal.entry(key)
        if entry is not None and entry.content != content:
            raise KeyReused(
                f"the key {key!r} was used for something else before",
                remedy="give another intent another key",
            )
        return entry

    def prepare(
        self, key: str, account: Pubkey | None, sequence: int, salt: bytes, content: bytes
    ) -> Entry:
        """The entry of `key`: the one made before, or a new one with these values."""
        known = self.known(key, content)
        if known is not None:
            return known
        name = "" if account is None else str(account)
        entry = Entry(key, name, sequence, salt, State.PREPARED, content=content)
        self._journal.prepare(entry)
        return entry

    def next_sequence(self, account: Pubkey, on_chain: int) -> int:
        """The next free sequence of an account whose highest is `on_chain` on the chain."""
        if account not in self._next:
            self._next[account] = self._journal.highest_sequence(str(account))
        self._next[account] = max(self._next[account], on_chain) + 1
        return self._next[account]

    async def submit(self, intent: Intent) -> Landed:
        """Make the intent happen, once, and return the transaction that did.

        Asked again with a key that has an outcome, it returns or raises that outcome.
        Raises `ProgramRefused` or `TransactionFailed` when it was executed and refused,
        and `OutcomeUnknown` when that cannot be told now (ask again later); what others have
        signed raises `TransactionExpired` once it can land no more.
        """
        # Asked twice at once, the second waits and gets the outcome of the first.
        lock = self._locks.get(intent.key)
        if lock is None:
            lock = self._locks[intent.key] = asyncio.Lock()
        async with lock:
            return await self._submit(intent)

    async def _submit(self, intent: Intent) -> Landed:
        content = intent.digest()
        entry = self.known(intent.key, content)
        if entry is None:
            self.prepare(intent.key, None, 0, b"", content)
        elif entry.state is State.FINALIZED:
            return Landed(intent.key, await self._record(entry.signature))
        elif entry.state is State.FAILED:
            raise self._refuse(entry.error, entry.logs, entry.signature)

        attempts = self._journal.attempts(intent.key)
        for turn in range(MAX_ATTEMPTS):
            resumed = turn == 0 and bool(attempts)
            attempt = attempts[-1] if resumed else await self._sign(intent)
            if not resumed:
                attempts.append(attempt)
            try:
                status = await self._send(attempt)
            except TransactionExpired:
                continue
            return await self._finish(intent.key, attempts, attempt, status)
        raise OutcomeUnknown(
            f"{intent.key}: {MAX_ATTEMPTS} transactions expired one after the other",
            remedy="the cluster is overloaded or stuck: run again later, nothing is paid twice",
        )

    async def _sign(self, intent: Intent) -> Attempt:
        attempt = await self._attempt(intent)
        if intent.transaction is not None and self._journal.knows(attempt.signature):
            raise TransactionExpired(
                f"{intent.key}: what others have signed for it can land no more",
                remedy="have it signed again",
            )
        while self._journal.knows(attempt.signature):
            # The same instructions under one blockhash are one transaction to the chain;
            # this intent is another one, so it waits for the next blockhash.
            await asyncio.sleep(NEXT_BLOCKHASH_SECONDS)
            attempt = await self._attempt(intent)
        await self._journal.sign(attempt)
        return attempt

    async def _attempt(self, intent: Intent) -> Attempt:
        recent = await self._chain.blockhash()
        if intent.transaction is not None:
            # Its blockhash is older than this one, and lasts no longer.
            return Attempt(
                str(intent.transaction.signatures[0]),
                intent.key,
                bytes(intent.transaction),
                recent.last_valid_block_height,
            )
        # A key's address is computed anew each time it is asked for: 19 µs.
        payer = intent.fee_payer.pubkey()
        keys = {payer: intent.fee_payer}
        keys.update((key.pubkey(), key) for key in intent.signers if key is not intent.fee_payer)
        message = MessageV0.try_compile(
            payer, list(intent.instructions), list(intent.tables), recent.hash
        )
        needed = message.account_keys[: message.header.num_required_signatures]
        missing = [str(address) for address in needed if address not in keys]
        if missing:
            raise InputError(f"{intent.key}: no key to sign for {', '.join(missing)}")
        transaction = VersionedTransaction(message, [keys[address] for address in needed])
        return Attempt(
            str(transaction.signatures[0]),
            intent.key,
            bytes(transaction),
            recent.last_valid_block_height,
        )

    async def _send(self, attempt: Attempt) -> Status:
        signature = await self._chain.send(VersionedTransaction.from_bytes(attempt.message))
        return await self._chain.confirm(
            signature, attempt.last_valid_block_height, self._commitment
        )

    async def _finish(
        self, key: str, attempts: list[Attempt], attempt: Attempt, status: Status
    ) -> Landed:
        if status.error is not None and len(attempts) > 1:
            # An earlier attempt may have landed after all, and this one met its effect.
            earlier = await self._landed_among(attempts[:-1])
            if earlier is not None:
                self._land(key, earlier.signature)
                return Landed(key, await self._record(earlier.signature))
        record = await self._record(attempt.signature)
        if status.error is not None:
            self._journal.move(
                key,
                State.FAILED,
                Evidence(slot=status.slot),
                signature=attempt.signature,
                slot=status.slot,
                error=status.error,
                logs=record.logs,
            )
            raise self._refuse(status.error, record.logs, attempt.signature)
        self._land(key, attempt.signature)
        return Landed(key, record)

    def _land(self, key: str, signature: str) -> None:
        self._journal.move(key, State.FINALIZED, Evidence(), signature=signature)

    async def _landed_among(self, attempts: list[Attempt]) -> Attempt | None:
        signatures = [Signature.from_string(attempt.signature) for attempt in attempts]
        for attempt, status in zip(attempts, await self._chain.statuses(signatures), strict=True):
            if status is not None and status.error is None:
                return attempt
        return None

    async def _record(self, signature: str) -> TransactionRecord:
        (record,) = await self._chain.transactions([Signature.from_string(signature)])
        if record is None:
            raise OutcomeUnknown(
                f"{signature} has landed, but the chain does not show the transaction",
                remedy="ask a node that keeps its history",
            )
        return record
