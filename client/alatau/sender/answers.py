"""What was asked a moment ago is not asked again; many who ask at once ask together."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_REMEMBERED: Final = 10_000


class Answers(Generic[K, V]):
    """Answers by key, each good for `lasts` seconds of the event loop.  None is no answer."""

    def __init__(self, lasts: float) -> None:
        self._lasts = lasts
        self._known: OrderedDict[K, tuple[float, V | None]] = OrderedDict()
        self._asked: dict[K, asyncio.Task[V | None]] = {}

    def known(self, key: K) -> V | None:
        """The answer that is known and still good."""
        at, value = self._known.get(key, (-math.inf, None))
        return value if asyncio.get_running_loop().time() - at < self._lasts else None

    async def get(self, key: K, ask: Callable[[], Coroutine[Any, Any, V | None]]) -> V | None:
        """The answer that is known, or else what `ask` gives.  Raises what it raises."""
        value = self.known(key)
        if value is not None:
            return value
        if key not in self._asked:
            asked = self._asked[key] = asyncio.create_task(self._ask(key, ask))
            # Nobody may be left to look at its error.
            asked.add_done_callback(lambda task: task.cancelled() or task.exception())
        return await asyncio.shield(self._asked[key])

    async def _ask(self, key: K, ask: Callable[[], Coroutine[Any, Any, V | None]]) -> V | None:
        at = asyncio.get_running_loop().time()
        try:
            answer = await ask()
        finally:
            del self._asked[key]
        if answer is not None:
            self._known[key] = (at, answer)
            self._known.move_to_end(key)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return answer


class Together(Generic[K, V]):
    """What many ask for within one turn of the event loop is asked for once, in their order."""

    def __init__(self, ask: Callable[[list[K]], Awaitable[Sequence[V]]]) -> None:
        self._ask_all = ask
        self._waiting: dict[K, asyncio.Future[V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, key: K) -> V:
        """The answer for `key`.  Raises what asking raises."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._begin)
        if key not in self._waiting:
            answer = self._waiting[key] = loop.create_future()
            # Nobody may be left to look at its error.
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(self._waiting[key])

    def _begin(self) -> None:
        waiting, self._waiting = self._waiting, {}
        task = asyncio.get_running_loop().create_task(self._answer(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, waiting: dict[K, asyncio.Future[V]]) -> None:
        try:
            answers = await self._ask_all(list(waiting))
        except asyncio.CancelledError:
            for future in waiting.values():
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - raised where the answers are waited for
            for future in waiting.values():
                future.set_exception(error)
        else:
            for future, answer in zip(waiting.values(), answers, strict=True):
                future.set_result(answer)
