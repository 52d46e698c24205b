"""JSON-RPC over HTTP: one node, a batch of calls a request, and whether to believe its answers.

Every call must be safe to repeat: what became of a request that failed is not known.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

import httpx

from alatau.errors import InputError, WrongChain

BATCH_CALLS = 100
BATCH_BYTES = 51_000  # a node takes 50 KiB unless told otherwise
CONNECTIONS = 4
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_IDLE_SECONDS = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_ASKED = 0.1, 2.0, 60.0
_HEADERS = {"content-type": "application/json"}
# The node is behind, or has not got as far as we know the chain to be: ask again.
_RETRIED_CODES = frozenset({429, -32429, -32004, -32005, -32014, -32016})
_RETRIED_HTTP = frozenset({408, 425, 429, 500, 502, 503, 504})
_TOO_LARGE = ("too large", "too big", "too many", "batch")


@dataclass(frozen=True, slots=True)
class Reply:
    """A node's answer: `result`, or `code` (not 0) and `message` if it refused.

    A code of 400 to 599 is HTTP's: what answered is not, or not for us, a node.
    """

    result: Any
    code: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer: asked again, or elsewhere, there may be one."""

    why: str


def call_text(method: str, *params: Any) -> str:
    """A call as `JsonRpc.exchange` takes it: the JSON of method and parameters, no braces."""
    return f'"method":"{method}","params":{json.dumps(params, separators=(",", ":"))}'


GENESIS = call_text("getGenesisHash")


class JsonRpc:
    """A few kept connections to one node."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.genesis = ""
        """What the node must name as its genesis, from when it is known."""
        self.batch_calls, self.batch_bytes = BATCH_CALLS, BATCH_BYTES
        """What it takes in one request: less, once it has refused that."""
        self.turn = asyncio.Semaphore(CONNECTIONS)
        """To be held for a request, so that few are in flight."""
        self.failing, self.failing_since, self.failed_at = "", 0.0, 0.0
        """Why the last request failed, if it did; since when they all have."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise InputError(f"{url!r} is not a URL: {error}", field="--url") from error
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise InputError(f"{url!r} is not an http(s) URL", field="--url")
        self.local = parsed.host in {"127.0.0.1", "localhost", "::1"}
        self._http = httpx.AsyncClient(
            timeout=_TIMEOUT,
            # One more than there are turns, for the question of the genesis.
            limits=httpx.Limits(max_connections=CONNECTIONS + 1, keepalive_expiry=_IDLE_SECONDS),
            # A proxy named in the environment must not come between us and our own machine.
            trust_env=not self.local,
            follow_redirects=False,
        )
        self._pause = 0.0
        self._rests_until = 0.0
        self._proven: WeakSet[Any] = WeakSet()
        self._proof = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections.  Idempotent."""
        await self._http.aclose()

    async def rest(self) -> None:
        """Wait while the node is given a rest: after it failed, or asked for one."""
        clock = asyncio.get_running_loop().time
        while (left := self._rests_until - clock()) > 0:  # noqa: ASYNC110 - it may grow meanwhile
            await asyncio.sleep(left)

    async def exchange(self, calls: Sequence[str]) -> list[Reply | Fault]:
        """Ask `calls` in one request, in more if it is too large for the node.

        Raises `WrongChain` if the node is not, or no longer, of `genesis`.
        """
        content = _batch(calls)
        more = len(calls) > self.batch_calls or len(content) > self.batch_bytes
        if more and len(calls) > 1:  # learnt after these were put together
            return await self._halves(calls)
        try:
            response = await self._post(content)
        except httpx.RequestError as error:
            return [self._failed(str(error) or type(error).__name__)] * len(calls)
        return await self._read(response, calls, len(content))

    async def _read(
        self, response: httpx.Response, calls: Sequence[str], size: int
    ) -> list[Reply | Fault]:
        if response.status_code in _RETRIED_HTTP:
            asked = response.headers.get("retry-after", "")
            rest = min(float(asked), _LONGEST_ASKED) if asked.isdecimal() else 0.0
            why = f"HTTP {response.status_code}"
            return [self._failed(why, rest, busy=response.status_code == 429)] * len(calls)
        found = _answers(response)
        fault = await self._prove(response) if found else None
        if fault is not None:
            return [fault] * len(calls)
        self.failing, self._pause = "", 0.0
        if found:
            return [_reply(found.get(i)) for i in range(len(calls))]
        refusal = _refusal(response)
        if len(calls) > 1 and _too_large(refusal):
            if refusal.code == 413 or "batch" not in refusal.message.lower():
                self.batch_bytes = min(self.batch_bytes, size // 2)
            else:
                self.batch_calls = min(self.batch_calls, len(calls) // 2)
            return await self._halves(calls)
        return [refusal] * len(calls)

    async def _halves(self, calls: Sequence[str]) -> list[Reply | Fault]:
        half = len(calls) // 2
        return [*await self.exchange(calls[:half]), *await self.exchange(calls[half:])]

    async def _post(self, content: str) -> httpx.Response:
        return await self._http.post(self.url, content=content, headers=_HEADERS)

    def _failed(self, why: str, rest: float = 0.0, *, busy: bool = False) -> Fault:
        """Give the node a rest, a longer one each time; those that fail together fail once."""
        now = asyncio.get_running_loop().time()
        if now >= self._rests_until:
            self._pause = min(self._pause * 2, _LONGEST_PAUSE) or _FIRST_PAUSE
        # Spread, so that many clients of a node that is down do not return at once.
        rest = max(rest, self._pause) * random.uniform(1.0, 1.5)  # noqa: S311 - no secret
        self._rests_until = max(self._rests_until, now + rest)
        self.failing_since = self.failing_since if self.failing else now
        self.failing, self.failed_at = why, now
        if not busy:
            self._proven.clear()
        return Fault(why)

    async def _prove(self, response: httpx.Response) -> Fault | None:
        """Ask for the genesis on each new connection, and on all after a failure.

        A validator that was reset has the same URL.  What connected to the old one cannot
        reach the new one without connecting again.
        """
        connection = response.extensions.get("network_stream")
        if not self.genesis:  # it will be what this connection names
            self._proven.add(connection)
        if connection in self._proven:
            return None
        async with self._proof:
            if connection in self._proven:
                return None
            try:
                answer = await self._post(_batch([GENESIS]))
            except httpx.RequestError as error:
                return self._failed(str(error) or type(error).__name__)
            reply = _reply(_answers(answer).get(0))
            if not isinstance(reply, Reply) or reply.code:
                return self._failed(f"it does not name its genesis: HTTP {answer.status_code}")
            if reply.result != self.genesis:
                raise wrong_genesis(self.url, self.genesis, str(reply.result))
            self._proven.add(connection)
            self._proven.add(answer.extensions.get("network_stream"))
            return None


def wrong_genesis(url: str, wanted: str, found: str) -> WrongChain:
    """The node at `url` is of another chain than this connection."""
    return WrongChain(
        f"{url} is the chain of genesis {found}, no longer that of {wanted}",
        remedy="if it was reset, nothing of the old chain is left: open it anew and set up anew",
    )


def _batch(calls: Sequence[str]) -> str:
    if len(calls) == 1:
        return f'{{"jsonrpc":"2.0","id":0,{calls[0]}}}'
    each = [f'{{"jsonrpc":"2.0","id":{i},{call}}}' for i, call in enumerate(calls)]
    return f"[{','.join(each)}]"


def _answers(response: httpx.Response) -> dict[int, dict[str, Any]]:
    """The answers by the number of their call; none if it is no answer to the calls."""
    try:
        body = json.loads(response.content)
    except ValueError:
        return {}
    return {
        item["id"]: item
        for item in (body if isinstance(body, list) else [body])
        if isinstance(item, dict) and isinstance(item.get("id"), int)
    }


def _reply(item: dict[str, Any] | None) -> Reply | Fault:
    if item is None:
        return Fault("an answer was missing")
    error = item.get("error")
    if error is None:
        return Reply(item.get("result"))
    code, message = int(error.get("code", -1)), str(error.get("message", ""))
    if code in _RETRIED_CODES:
        return Fault(message or str(code))
    return Reply(None, code or -1, message)


def _refusal(response: httpx.Response) -> Reply:
    text = " ".join(response.text.split())[:200]
    status = f"HTTP {response.status_code}"
    # Some say with 200 that they do not take the whole of a batch.
    code = max(response.status_code, 400)
    return Reply(None, code, f"{status}: {text}" if text else status)


def _too_large(refusal: Reply) -> bool:
    return refusal.code == 413 or any(word in refusal.message.lower() for word in _TOO_LARGE)
