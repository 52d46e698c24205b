"""A cluster's transactions: handed over, looked for, read back; and which slots were seen."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

from solders.signature import Signature

from alatau.chain import rpc_decode
from alatau.chain.base import Commitment, Seen, TransactionRecord
from alatau.chain.rpc_endpoints import Endpoints
from alatau.chain.rpc_http import call_text
from alatau.errors import ChainError, ChainUnavailable

STATUSES_PER_CALL = 256
_RECORD_LAG_SECONDS = 10.0
_SHORTEST_LAG, _LONGEST_LAG = 0.02, 0.5
_SEND_OPTIONS = '{"encoding":"base64","skipPreflight":true,"maxRetries":0}'
_RECORD_OPTIONS = (
    '{"encoding":"base64","commitment":"confirmed","maxSupportedTransactionVersion":0}'
)
_FIRST_SLOT = call_text("getFirstAvailableBlock")
# Parameters that cannot be read (or are too large even alone), signatures, versions: these
# bytes will never be taken.  Everything else a node says against them may pass.
_REFUSED_FOR_GOOD = frozenset({413, -32602, -32003, -32013, -32015})

Item = TypeVar("Item")


class SeenSlots:
    """The newest slot that was seen at each commitment: what is older is not believed."""

    def __init__(self) -> None:
        self._slots = dict.fromkeys(Commitment, 0)

    def saw(self, commitment: Commitment, slot: int) -> None:
        """Remember that the chain has got to `slot`."""
        for each in commitment.implied:
            self._slots[each] = max(self._slots[each], slot)

    def since(self, commitment: Commitment) -> int:
        """The slot from before which no answer is believed."""
        return self._slots[commitment]

    def options(
        self, commitment: Commitment, *, min_slot: int = 0, **more: object
    ) -> dict[str, object]:
        """A call's options: behind one URL may stand many nodes, some of them behind."""
        options: dict[str, object] = {"commitment": commitment.value, **more}
        if since := max(self._slots[commitment], min_slot):
            options["minContextSlot"] = since
        return options


class Transactions:
    """Transactions of the cluster behind `rpc`."""

    def __init__(self, rpc: Endpoints, seen: SeenSlots) -> None:
        self._rpc = rpc
        self._seen = seen
        self._first_slot = 0

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """See `Chain.send_all`."""
        asked = list(map(_send_text, transactions))
        # One by one they come from many at once: those share requests.
        replies = await (self._rpc.ask_in_order if len(asked) > 1 else self._rpc.ask)(asked)
        refused: list[ChainError | None] = []
        for reply in replies:
            if reply.code and reply.code not in _REFUSED_FOR_GOOD:
                raise ChainUnavailable(f"{self._rpc.url} takes no transactions: {reply.message}")
            refused.append(
                ChainError(f"the node refused the transaction: {reply.message}")
                if reply.code
                else None
            )
        return refused

    async def look(self, signatures: Sequence[Signature], *, history: bool = False) -> Seen:
        """See `Chain.look`."""
        options = {"searchTransactionHistory": history}
        asked = [
            call_text("getSignatureStatuses", list(map(str, part)), options)
            for part in parts(signatures, STATUSES_PER_CALL)
        ]
        since = self._seen.since(Commitment.PROCESSED)
        if history:
            answers = await asyncio.gather(*(self._search(each, since) for each in asked))
        else:
            answers = await self._rpc.results(asked, min_slot=since)
        slots = [int(answer["context"]["slot"]) for answer in answers] or [since]
        self._seen.saw(Commitment.PROCESSED, max(slots))
        statuses = [rpc_decode.status(value) for answer in answers for value in answer["value"]]
        for status in statuses:
            if status is not None and status.slot > self._seen.since(status.commitment):
                self._seen.saw(status.commitment, status.slot)
        return Seen(min(slots), tuple(statuses))

    async def _search(self, look: str, min_slot: int) -> dict[str, Any]:
        """Search the node's history, and note how far back it goes."""
        asked = [look, _FIRST_SLOT]
        replies = await self._rpc.ask_together(asked, min_slot=min_slot)
        found: dict[str, Any]
        (found,) = self._rpc.accepted(asked[:1], replies[:1])
        # A node that does not say how far back it knows proves nothing of the past.
        first = found["context"]["slot"] if replies[1].code else replies[1].result
        self._first_slot = max(self._first_slot, int(first))
        return found

    async def first_slot(self) -> int:
        """See `RpcChain.first_slot`."""
        (slot,) = await self._rpc.results([_FIRST_SLOT])
        self._first_slot = max(self._first_slot, int(slot))
        return self._first_slot

    async def records(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Chain.transactions`."""
        records = dict.fromkeys(signatures, None) | await self._read(signatures)
        # A node writes its history a moment after it confirms: what it knows to have
        # landed is asked for again, never reported as missing.
        deadline, lag = asyncio.get_running_loop().time() + _RECORD_LAG_SECONDS, _SHORTEST_LAG
        while missing := await self._landed([s for s, record in records.items() if record is None]):
            if asyncio.get_running_loop().time() >= deadline:
                raise ChainError(
                    f"{self._rpc.url} knows that {missing[0]} landed but has no record of it",
                    remedy="ask a node that keeps its transaction history",
                )
            await asyncio.sleep(lag)
            lag = min(lag * 2, _LONGEST_LAG)
            records |= await self._read(missing)
        return [records[signature] for signature in signatures]

    async def _read(
        self, signatures: Sequence[Signature]
    ) -> dict[Signature, TransactionRecord | None]:
        asked = [
            f'"method":"getTransaction","params":["{s}",{_RECORD_OPTIONS}]' for s in signatures
        ]
        answers = await self._rpc.results(asked)
        return {s: rpc_decode.record(s, a) for s, a in zip(signatures, answers, strict=True)}

    async def _landed(self, signatures: Sequence[Signature]) -> list[Signature]:
        if not signatures:
            return []
        found = (await self.look(signatures, history=True)).statuses
        return [
            signature
            for signature, status in zip(signatures, found, strict=True)
            if status is not None and status.reached(Commitment.CONFIRMED)
        ]


def parts(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """`items` in pieces of at most `size`."""
    return [items[i : i + size] for i in range(0, len(items), size)]


def _send_text(raw: bytes) -> str:
    # By hand: there is nothing in it to escape, and there are many.
    return f'"method":"sendTransaction","params":["{b64encode(raw).decode()}",{_SEND_OPTIONS}]'
