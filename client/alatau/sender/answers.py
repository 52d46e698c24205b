"""What was asked a moment ago is not asked again; many who ask at once ask together."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable, Coroutine
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

    async def get(self, key: K, ask: Callable[[], Coroutine[Any, Any, V | None]]) -> V | None:
        """The answer that is known, or else what `ask` gives.  Raises what it raises."""
        at, value = self._known.get(key, (-math.inf, None))
        if value is not None and asyncio.get_running_loop().time() - at < self._lasts:
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
