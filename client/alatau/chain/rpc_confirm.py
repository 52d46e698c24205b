"""Following transactions until they have landed or provably never will.

One poller asks for all signatures in flight together, sends again the same bytes of
those not seen, and calls one expired only when three things hold: the finalized block
height has passed the last that accepts its blockhash, a search of the node's history
does not know it, and that answer is of a slot no older than that height.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Sequence
from dataclasses import dataclass

from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain import rpc_decode
from alatau.chain.base import Commitment, Status
from alatau.chain.rpc_http import JsonRpc
from alatau.errors import AlatauError, ChainError, OutcomeUnknown, TransactionExpired

STATUSES_PER_CALL = 256
_TICK_SECONDS = 0.1
_RESEND_SECONDS = 2.0
_EXPIRY_SECONDS = 1.0
_SENT_KEPT = 20_000


@dataclass(slots=True, eq=False)
class _Waiter:
    signature: Signature
    last_valid: int
    commitment: Commitment
    answer: asyncio.Future[Status]


@dataclass(slots=True)
class _Sent:
    encoded: str
    at: float


class Confirmer:
    """Sends transactions and answers what became of them."""

    def __init__(self, rpc: JsonRpc) -> None:
        self._rpc = rpc
        self._sent: dict[Signature, _Sent] = {}
        self._waiters: dict[Signature, list[_Waiter]] = {}
        self._poller: asyncio.Task[None] | None = None
        self._looked = 0.0

    async def send(self, transaction: VersionedTransaction) -> Signature:
        """Hand a transaction to the node, which may drop it: `confirm` sends it again."""
        signature = transaction.signatures[0]
        encoded = base64.b64encode(bytes(transaction)).decode()
        self._sent.pop(signature, None)
        self._sent[signature] = _Sent(encoded, time.monotonic())
        if len(self._sent) > _SENT_KEPT:
            del self._sent[next(iter(self._sent))]
        reply = await self._rpc.ask("sendTransaction", encoded, _SEND_OPTIONS)
        if reply.code:
            del self._sent[signature]
            raise ChainError(f"the node refused the transaction: {reply.message}")
        return signature

    async def confirm(
        self, signature: Signature, last_valid: int, commitment: Commitment
    ) -> Status:
        """See `Chain.confirm`."""
        loop = asyncio.get_running_loop()
        waiter = _Waiter(signature, last_valid, commitment, loop.create_future())
        self._waiters.setdefault(signature, []).append(waiter)
        if self._poller is None or self._poller.done():
            self._poller = loop.create_task(self._poll())
        try:
            return await waiter.answer
        finally:
            waiters = self._waiters[signature]
            waiters.remove(waiter)
            if not waiters:
                del self._waiters[signature]
                self._sent.pop(signature, None)

    async def statuses(
        self, signatures: Sequence[Signature], *, search: bool
    ) -> tuple[list[Status | None], int]:
        """What the node knows of signatures, and the oldest slot at which it says so."""
        chunks = [
            [str(s) for s in signatures[i : i + STATUSES_PER_CALL]]
            for i in range(0, len(signatures), STATUSES_PER_CALL)
        ]
        options = {"searchTransactionHistory": search}
        answers = await asyncio.gather(
            *(self._rpc.call("getSignatureStatuses", chunk, options) for chunk in chunks)
        )
        found = [rpc_decode.status(value) for answer in answers for value in answer["value"]]
        return found, min((int(a["context"]["slot"]) for a in answers), default=0)

    async def close(self) -> None:
        """Stop following."""
        if self._poller is not None:
            self._poller.cancel()
            await asyncio.gather(self._poller, return_exceptions=True)
        for waiter in self._all():
            if not waiter.answer.done():
                waiter.answer.set_exception(_unknown(waiter, "the connection was closed"))

    # -- the poller --------------------------------------------------------------------

    async def _poll(self) -> None:
        try:
            while self._waiters:
                started = time.monotonic()
                unseen = await self._look()
                await self._resend(unseen)
                if unseen and time.monotonic() - self._looked >= _EXPIRY_SECONDS:
                    self._looked = time.monotonic()
                    await self._expire(unseen)
                spent = time.monotonic() - started
                await asyncio.sleep(max(_TICK_SECONDS - spent, _TICK_SECONDS / 3))
        except AlatauError as error:
            for waiter in self._all():
                if not waiter.answer.done():
                    unknown = _unknown(waiter, str(error))
                    unknown.__cause__ = error
                    waiter.answer.set_exception(unknown)

    def _all(self) -> list[_Waiter]:
        return [waiter for waiters in self._waiters.values() for waiter in waiters]

    async def _look(self) -> list[Signature]:
        """Answer those who can be; return the signatures of which the node knows nothing."""
        signatures = list(self._waiters)
        found, _ = await self.statuses(signatures, search=False)
        unseen = []
        for signature, status in zip(signatures, found, strict=True):
            if status is None:
                unseen.append(signature)
            else:
                self._resolve(signature, status)
        return unseen

    def _resolve(self, signature: Signature, status: Status) -> None:
        for waiter in self._waiters.get(signature, ()):
            if not waiter.answer.done() and rpc_decode.reached(status, waiter.commitment):
                waiter.answer.set_result(status)

    async def _resend(self, unseen: Sequence[Signature]) -> None:
        now = time.monotonic()
        due = []
        for signature in unseen:
            sent = self._sent.get(signature)
            if sent is not None and now - sent.at >= _RESEND_SECONDS:
                sent.at = now
                due.append(sent.encoded)
        # A refusal now says nothing of the bytes that were accepted before.
        await asyncio.gather(
            *(self._rpc.ask("sendTransaction", encoded, _SEND_OPTIONS) for encoded in due)
        )

    async def _expire(self, unseen: Sequence[Signature]) -> None:
        epoch = await self._rpc.call("getEpochInfo", {"commitment": "finalized"})
        height, slot = int(epoch["blockHeight"]), int(epoch["absoluteSlot"])
        past = [
            signature
            for signature in unseen
            if any(w.last_valid < height for w in self._waiters.get(signature, ()))
        ]
        if not past:
            return
        found, seen_slot = await self.statuses(past, search=True)
        for signature, status in zip(past, found, strict=True):
            if status is not None:
                self._resolve(signature, status)
            elif seen_slot >= slot:  # a node that lags proves nothing: look again
                for waiter in self._waiters.get(signature, ()):
                    if waiter.last_valid < height and not waiter.answer.done():
                        waiter.answer.set_exception(_expired(signature, waiter.last_valid, height))


def _expired(signature: Signature, last_valid: int, height: int) -> TransactionExpired:
    return TransactionExpired(
        f"transaction {signature} did not land up to block {last_valid}, and block {height}"
        " is final"
    )


def _unknown(waiter: _Waiter, why: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"what became of transaction {waiter.signature} is not known: {why}",
        remedy="ask again before signing anything in its place",
    )


_SEND_OPTIONS = {"encoding": "base64", "skipPreflight": True, "maxRetries": 0}
