"""Calls to a cluster: gathered into batches, asked again, at another node if need be.

Calls wait in one queue until a request may leave, and leave together, as many as the node
takes.  The first node that works is used until it fails or is behind.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from alatau.chain.rpc_calls import Call, answered, deliver, fail, take
from alatau.chain.rpc_http import GENESIS, Fault, JsonRpc, Reply, call_text, wrong_genesis
from alatau.errors import ChainError, ChainUnavailable, InputError, WrongChain

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
_NOBODY_SECONDS = 3.0


class Endpoints:
    """The nodes of one cluster, by their `urls`, separated by commas.

    Its calls raise `ChainUnavailable` after `patience` seconds of trying, `ChainError` once it
    is closed, and `WrongChain` from when a node turned out to be of another chain.
    """

    def __init__(self, urls: str, *, patience: float = 15.0) -> None:
        self._patience = patience
        self._nodes = [JsonRpc(url.strip()) for url in urls.split(",")]
        if len({node.url for node in self._nodes}) < len(self._nodes):
            raise InputError(f"{urls} names a node twice", field="--url")
        self._node = self._nodes[0]
        self._queue: list[Call] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._wrong: tuple[str, str] | None = None

    @property
    def url(self) -> str:
        """The URL of the node in use."""
        return self._node.url

    async def greet(self) -> str:
        """The genesis, which all answers must be of from now on.

        A busy node takes its time for the first answer: it gets all of the patience, one where
        nobody listens a few seconds, and a silent one beside one that answers no more than that.

        Raises `WrongChain` if the nodes are of several chains, `ChainUnavailable` if none answers.
        """
        clock = asyncio.get_running_loop().time
        began, seconds = clock(), min(self._patience, _NOBODY_SECONDS)
        while True:
            said = await asyncio.gather(*(_genesis_of(node, seconds) for node in self._nodes))
            found = {
                node: each for node, each in zip(self._nodes, said, strict=True) if each.genesis
            }
            if found:
                break
            spent = clock() - began
            patience = max(
                self._patience if each.silent else _NOBODY_SECONDS if each.again else 0.0
                for each in said
            )
            if spent >= min(patience, self._patience):
                raise _unavailable(self._node, said[0].why or f"no answer within {spent:.3g} s")
            seconds = self._patience - spent
            await asyncio.sleep(_FIRST_PAUSE)
        self._node = next(iter(found))
        genesis = found[self._node].genesis
        for node, each in found.items():
            if each.genesis != genesis:
                raise wrong_genesis(node.url, genesis, each.genesis)
        for node in self._nodes:
            node.genesis = genesis
        return genesis

    async def close(self) -> None:
        """Drop what is in flight and close the connections.  Idempotent."""
        self._closed = True
        queue, self._queue = self._queue, []
        fail(queue, self._closed_error)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for node in self._nodes:
            await node.close()

    def check(self) -> None:
        """Raise what every call would raise without asking: `WrongChain`, or that it is closed."""
        if self._closed:
            raise self._closed_error()
        if self._wrong is not None:
            raise _wrong(*self._wrong)

    # -- calls -------------------------------------------------------------------------

    async def call(self, method: str, *params: Any, min_slot: int = 0) -> Any:
        """The result of a call, of no slot before `min_slot`.

        Raises `ChainError` if the node refuses it.
        """
        (result,) = await self.results([call_text(method, *params)], min_slot=min_slot)
        return result

    async def results(self, texts: Sequence[str], *, min_slot: int = 0) -> list[Any]:
        """The results of many calls.  Raises `ChainError` if the node refuses one."""
        return self.accepted(texts, await self.ask(texts, min_slot=min_slot))

    def accepted(self, texts: Sequence[str], replies: Sequence[Reply]) -> list[Any]:
        """The results in `replies`.  Raises `ChainError` if one is a refusal."""
        for text, reply in zip(texts, replies, strict=True):
            if reply.code:
                method = text.split('"', 4)[3]
                raise ChainError(f"{self.url} refused {method}: {reply.message}")
        return [reply.result for reply in replies]

    async def ask(self, texts: Sequence[str], *, min_slot: int = 0) -> list[Reply]:
        """The node's answers, refusals included, in the order asked."""
        calls = self._calls(texts, min_slot)
        if not self._queue:
            self._start([])
        self._queue += calls
        return await answered(calls)

    async def ask_in_order(self, texts: Sequence[str]) -> list[Reply]:
        """As `ask`, but each request leaves when the one before it has been answered."""
        replies: list[Reply] = []
        left = self._calls(texts)
        while left:
            self.check()
            calls = take(left, self._node)
            self._start(calls)
            replies += await answered(calls)
        return replies

    async def ask_together(self, texts: Sequence[str], *, min_slot: int = 0) -> list[Reply]:
        """As `ask`, of a few calls to be answered by one node in one request."""
        calls = self._calls(texts, min_slot)
        self._start(calls, together=True)
        return await answered(calls)

    def _calls(self, texts: Sequence[str], min_slot: int = 0) -> list[Call]:
        self.check()
        loop = asyncio.get_running_loop()
        now = loop.time()
        return [Call(text, loop.create_future(), now, min_slot) for text in texts]

    # -- the work ----------------------------------------------------------------------

    def _start(self, calls: list[Call], *, together: bool = False) -> None:
        task = asyncio.get_running_loop().create_task(self._work(calls, together=together))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, calls: list[Call], *, together: bool) -> None:
        try:
            await self._settle(calls, together=together)
        except asyncio.CancelledError:
            fail(calls, self._closed_error)
            raise
        except WrongChain as error:
            self._wrong = error.message, error.remedy
            fail(calls, partial(_wrong, *self._wrong))
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            why = f"what {self.url} answers is not JSON-RPC: {error}"
            fail(calls, lambda: ChainError(why))

    async def _settle(self, calls: list[Call], *, together: bool) -> None:
        """Ask until every call is answered, or has been asked for as long as patience lasts.

        No calls means those that wait in the queue when a request may leave: they are added.
        """
        clock = asyncio.get_running_loop().time
        asked: float | None = None
        pause, tries, left = _FIRST_PAUSE, 0, calls
        while True:
            node = self._node
            async with node.turn:
                if not tries and self._hopeless(node, calls or self._queue):
                    self._draw(calls)
                    fail(calls, partial(_unavailable, node, node.failing))
                    return
                await node.rest()
                if node is not self._node:  # others found it failing while this waited
                    continue
                if not tries:
                    self._draw(calls)
                self.check()
                asked = clock() if asked is None else asked
                answers = await node.exchange([call.text for call in left]) if left else []
            tries += 1
            elsewhere = tries < len(self._nodes)
            left, why = deliver(left, answers, together=together, elsewhere=elsewhere)
            if not left:
                return
            if clock() - asked >= self._patience:
                fail(left, partial(_unavailable, node, why))
                return
            if node is self._node:
                self._node = self._nodes[(self._nodes.index(node) + 1) % len(self._nodes)]
            if not elsewhere:
                await asyncio.sleep(pause * random.uniform(1.0, 1.5))  # noqa: S311 - no secret
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _draw(self, calls: list[Call]) -> None:
        """Fill `calls`, if there are none yet, from the queue, and have the rest of it drawn."""
        if not calls:
            calls += take(self._queue, self._node)
            if self._queue:
                self._start([])

    def _hopeless(self, node: JsonRpc, calls: Sequence[Call]) -> bool:
        """Whether others have tried in vain for as long as these would, since these wait."""
        if not node.failing or not calls:
            return False
        return node.failed_at - max(node.failing_since, calls[0].since) >= self._patience

    def _closed_error(self) -> ChainError:
        return ChainError(f"the connection to {self.url} is closed")


def _wrong(message: str, remedy: str) -> WrongChain:
    return WrongChain(message, remedy=remedy)


def _unavailable(node: JsonRpc, why: str) -> ChainUnavailable:
    remedy = "start it with: alatau localnet" if node.local else "check --url, try later"
    return ChainUnavailable(f"{node.url} does not answer: {why}", remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Greeting:
    genesis: str = ""
    why: str = ""
    again: bool = False
    silent: bool = False


async def _genesis_of(node: JsonRpc, seconds: float) -> _Greeting:
    try:
        async with asyncio.timeout(seconds):
            (answer,) = await node.exchange([GENESIS])
    except TimeoutError:
        return _Greeting(silent=True)
    if isinstance(answer, Fault):
        return _Greeting(why=answer.why, again=True)
    return _Greeting(str(answer.result or ""), answer.message)
