"""JSON-RPC over HTTP: batches, bounded back-off, errors translated.

All calls of one turn of the event loop leave in as few HTTP requests as the node's
limits allow.  Every call must be safe to repeat, since a lost answer is asked again.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from alatau.errors import ChainError, ChainUnavailable, InputError

BATCH_CALLS = 100
BATCH_BYTES = 45_000  # a node takes 50 KiB unless told otherwise
_CONNECTIONS = 8
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 4.0
# The node is behind, or has not got as far as we know the chain to be: ask again.
_RETRIED_CODES = frozenset({429, -32429, -32004, -32005, -32014, -32016})
_RETRIED_HTTP = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Reply:
    """A node's answer: `result`, or `code` (not 0) and `message` if it refused."""

    result: Any
    code: int = 0
    message: str = ""


@dataclass(slots=True)
class _Call:
    body: str
    method: str
    id: int
    answer: asyncio.Future[Reply]
    deadline: float


@dataclass(slots=True)
class _Round:
    """What became of one HTTP request: which calls to repeat, why, and how long to wait."""

    again: list[_Call] = field(default_factory=list)
    why: str = ""
    pause: float = 0.0


class JsonRpc:
    """A connection to one node.  Raises `ChainUnavailable` after `patience` seconds of trying."""

    def __init__(self, url: str, *, patience: float = 15.0) -> None:
        self.url = url
        self._patience = patience
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise InputError(f"{url!r} is not a URL: {error}", field="--url") from error
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise InputError(f"{url!r} is not an http(s) URL", field="--url")
        self._local = parsed.host in {"127.0.0.1", "localhost", "::1"}
        limits = httpx.Limits(max_connections=_CONNECTIONS)
        # A proxy named in the environment must not come between us and our own machine.
        self._http = httpx.AsyncClient(
            timeout=_TIMEOUT, limits=limits, trust_env=not self._local, follow_redirects=False
        )
        self._next_id = 0
        self._queue: list[_Call] = []
        self._exchanges: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Drop what is in flight and close the connections."""
        exchanges = list(self._exchanges)
        for exchange in exchanges:
            exchange.cancel()
        await asyncio.gather(*exchanges, return_exceptions=True)
        await self._http.aclose()

    async def call(self, method: str, *params: Any, patience: float | None = None) -> Any:
        """The result of a call.  Raises `ChainError` if the node refuses it."""
        reply = await self.ask(method, *params, patience=patience)
        if reply.code:
            raise ChainError(f"{self.url} refused {method}: {reply.message}")
        return reply.result

    async def ask(self, method: str, *params: Any, patience: float | None = None) -> Reply:
        """The node's answer, refusal included.  Raises only `ChainUnavailable`."""
        if self._http.is_closed:
            raise ChainError(f"the connection to {self.url} is closed")
        loop = asyncio.get_running_loop()
        self._next_id += 1
        body = json.dumps(
            {"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params},
            separators=(",", ":"),
        )
        wait = self._patience if patience is None else patience
        call = _Call(body, method, self._next_id, loop.create_future(), time.monotonic() + wait)
        if not self._queue:
            loop.call_soon(self._dispatch)
        self._queue.append(call)
        return await call.answer

    def _dispatch(self) -> None:
        queue, self._queue = self._queue, []
        chunk: list[_Call] = []
        size = 0
        for call in queue:
            if chunk and (len(chunk) == BATCH_CALLS or size + len(call.body) > BATCH_BYTES):
                self._start(chunk)
                chunk, size = [], 0
            chunk.append(call)
            size += len(call.body) + 1
        self._start(chunk)

    def _start(self, calls: list[_Call]) -> None:
        task = asyncio.get_running_loop().create_task(self._exchange(calls))
        self._exchanges.add(task)
        task.add_done_callback(self._exchanges.discard)

    async def _exchange(self, calls: list[_Call]) -> None:
        pause = _FIRST_PAUSE
        try:
            while calls:
                round_ = await self._post(calls)
                calls = self._give_up(round_)
                if calls:
                    # Spread, so that many clients of a node that is down do not return at once.
                    await asyncio.sleep(max(round_.pause, pause) * random.uniform(0.7, 1.3))  # noqa: S311
                    pause = min(pause * 2, _LONGEST_PAUSE)
        except asyncio.CancelledError:
            self._fail(calls, ChainError(f"the connection to {self.url} was closed"))
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            failed = ChainError(f"what {self.url} answers is not JSON-RPC: {error}")
            failed.__cause__ = error
            self._fail(calls, failed)

    def _fail(self, calls: list[_Call], error: ChainError) -> None:
        for call in calls:
            if not call.answer.done():
                call.answer.set_exception(error)

    async def _post(self, calls: list[_Call]) -> _Round:
        bodies = [call.body for call in calls]
        content = bodies[0] if len(bodies) == 1 else f"[{','.join(bodies)}]"
        try:
            response = await self._http.post(
                self.url, content=content, headers={"content-type": "application/json"}
            )
        except httpx.TransportError as error:
            return _Round(calls, str(error) or type(error).__name__)
        if response.status_code in _RETRIED_HTTP:
            asked = response.headers.get("retry-after", "")
            pause = min(float(asked), 60.0) if asked.isdecimal() else 0.0
            return _Round(calls, f"HTTP {response.status_code}", pause)
        try:
            answers = response.json()
        except ValueError:
            answers = None
        found = {
            item["id"]: item
            for item in (answers if isinstance(answers, list) else [answers])
            if isinstance(item, dict) and isinstance(item.get("id"), int)
        }
        if not found:
            return self._refuse_all(calls, response)
        return self._distribute(calls, found)

    def _refuse_all(self, calls: list[_Call], response: httpx.Response) -> _Round:
        text = " ".join(response.text.split())[:200]
        message = f"HTTP {response.status_code}: {text}" if text else f"HTTP {response.status_code}"
        for call in calls:
            _answer(call, Reply(None, response.status_code, message))
        return _Round()

    def _distribute(self, calls: list[_Call], found: dict[int, dict[str, Any]]) -> _Round:
        round_ = _Round()
        for call in calls:
            item = found.get(call.id)
            if item is None:
                round_.again.append(call)
                round_.why = "an answer was missing"
                continue
            error = item.get("error")
            if error is None:
                _answer(call, Reply(item.get("result")))
            elif (code := int(error.get("code", -1))) in _RETRIED_CODES:
                round_.again.append(call)
                round_.why = str(error.get("message", code))
            else:
                _answer(call, Reply(None, code or -1, str(error.get("message", ""))))
        return round_

    def _give_up(self, round_: _Round) -> list[_Call]:
        now = time.monotonic()
        kept = []
        for call in round_.again:
            if call.answer.done():  # nobody waits for it any more
                continue
            if now < call.deadline:
                kept.append(call)
                continue
            remedy = "start it with: alatau localnet" if self._local else "check --url, try later"
            call.answer.set_exception(
                ChainUnavailable(f"{self.url} does not answer: {round_.why}", remedy=remedy)
            )
        return kept


def _answer(call: _Call, reply: Reply) -> None:
    if not call.answer.done():
        call.answer.set_result(reply)
