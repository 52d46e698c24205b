"""A probe: what the node itself takes, with nothing built, journalled or signed meanwhile."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
from solders.hash import Hash
from solders.transaction import VersionedTransaction
from tests.bench.send_work import Market, Payment, People, Stopwatch, signed

STATUSES: Final = 256
POLL_SECONDS: Final = 0.1
TIMEOUT_SECONDS: Final = 60.0
STUCK_SECONDS: Final = 60.0
"""Without anything new confirmed: a blockhash's life."""
LANDED: Final = frozenset({"confirmed", "finalized"})


@dataclass(frozen=True, slots=True)
class Probe:
    """How the node is probed; `contest` is the one with these values.

    `batch` transactions a request, over so many `connections`; at most `window` sent and not
    confirmed yet, and `rate` sent a second (0: as many as there are).
    """

    connections: int = 2
    batch: int = 60
    window: int = 0
    rate: int = 0
    retries: int | None = None

    async def __call__(
        self, url: str, market: Market, work: Sequence[Payment], stopwatch: Stopwatch
    ) -> None:
        """See `Contestant`."""
        async with _node(url, self.connections) as node:
            answer = await node.ask("getLatestBlockhash", {"commitment": "confirmed"})
            recent = Hash.from_string(answer["value"]["blockhash"])
            people = People(market)
            ready = [(each.number, signed(people, each, recent)) for each in work]
            batches = [
                self._encoded(ready[first : first + self.batch])
                for first in range(0, len(ready), self.batch)
            ]
            with stopwatch.running():
                await _Run(self, node, stopwatch).run(batches)

    def _encoded(self, part: Sequence[tuple[int, VersionedTransaction]]) -> _Batch:
        options: dict[str, Any] = {"encoding": "base64", "skipPreflight": True}
        if self.retries is not None:
            options["maxRetries"] = self.retries
        calls = [
            {
                "jsonrpc": "2.0",
                "id": number,
                "method": "sendTransaction",
                "params": [base64.b64encode(bytes(transaction)).decode(), options],
            }
            for number, transaction in part
        ]
        names = {str(transaction.signatures[0]): number for number, transaction in part}
        return _Batch(json.dumps(calls, separators=(",", ":")).encode(), names)


contest: Final = Probe()


@dataclass(frozen=True, slots=True)
class _Batch:
    body: bytes
    numbers: dict[str, int]
    """Of each signature."""


class _Node:
    """A node behind kept-alive connections."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http

    async def ask(self, method: str, *params: Any) -> Any:
        """The result of a call."""
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return (await self.post(json.dumps(call).encode()))["result"]

    async def post(self, body: bytes) -> Any:
        """The answer to a request.  Raises `httpx.HTTPError`."""
        headers = {"content-type": "application/json"}
        response = await self._http.post(self._url, content=body, headers=headers)
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def _node(url: str, connections: int) -> AsyncIterator[_Node]:
    # One more, or the statuses would wait behind what is sent.
    limits = httpx.Limits(max_connections=connections + 1)
    async with httpx.AsyncClient(limits=limits, timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        yield _Node(url, http)


class _Run:
    """Batches on their way."""

    def __init__(self, probe: Probe, node: _Node, stopwatch: Stopwatch) -> None:
        self._probe = probe
        self._node = node
        self._stopwatch = stopwatch
        self._open: dict[str, int] = {}
        self._room = asyncio.Event()
        self._all_sent = False
        self._due = 0.0
        self._progress = asyncio.get_running_loop().time()

    async def run(self, batches: Sequence[_Batch]) -> None:
        async with asyncio.TaskGroup() as group:
            poller = group.create_task(self._poll())
            waiting = iter(batches)
            senders = [
                group.create_task(self._send(waiting)) for _ in range(self._probe.connections)
            ]
            await asyncio.gather(*senders)
            self._all_sent = True
            await poller

    async def _send(self, waiting: Iterator[_Batch]) -> None:
        for batch in waiting:
            await self._may_send(len(batch.numbers))
            for number in batch.numbers.values():
                self._stopwatch.sent(number)
            self._open |= batch.numbers
            for answer in await self._node.post(batch.body):
                if "error" in answer:
                    raise RuntimeError(f"the node refused a transaction: {answer['error']}")

    async def _may_send(self, size: int) -> None:
        window = self._probe.window
        while window and len(self._open) + size > window:
            self._room.clear()
            await self._room.wait()
        if self._probe.rate:
            now = asyncio.get_running_loop().time()
            due, self._due = self._due, max(self._due, now) + size / self._probe.rate
            await asyncio.sleep(max(due - now, 0.0))

    async def _poll(self) -> None:
        loop = asyncio.get_running_loop()
        while self._open or not self._all_sent:
            if loop.time() > self._progress + STUCK_SECONDS:
                raise RuntimeError(f"{len(self._open)} transactions were never confirmed")
            names = list(self._open)
            for first in range(0, len(names), STATUSES):
                await self._look(names[first : first + STATUSES])
            await asyncio.sleep(POLL_SECONDS)

    async def _look(self, names: Sequence[str]) -> None:
        found = (await self._node.ask("getSignatureStatuses", names))["value"]
        for name, status in zip(names, found, strict=True):
            if status is None or status["confirmationStatus"] not in LANDED:
                continue
            if status["err"] is not None:
                raise RuntimeError(f"a payment of the bench failed: {status['err']}")
            self._stopwatch.landed(self._open.pop(name))
            self._progress = asyncio.get_running_loop().time()
        self._room.set()
