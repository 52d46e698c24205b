"""An event loop whose clock jumps: hours of waiting pass in milliseconds, always the same way.

    result = run_virtual(scenario())

Nothing is ever waited for.  When no task can go on, the clock jumps to the next timer;
when there is no timer either, nothing will ever happen again, and `Deadlock` says who
waits.  Work given to threads is waited for in real time, during which the clock stands.
Sockets have no place here: nothing would wait for them.
"""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, Final, TypeVar, TypeVarTuple, Unpack

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

START: Final = 1_793_599_200.0
"""2026-11-02 11:00 in Almaty: the loop's clock is in unix seconds, and can be a chain's too."""

_MARGIN: Final = 1e-6  # seconds


class Deadlock(RuntimeError):
    """Every task waits, and no timer is set: what they wait for cannot happen."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time, beginning at `start` (unix seconds)."""

    def __init__(self, start: float = START) -> None:
        self._virtual = start
        self._in_threads = 0
        super().__init__(_NeverWaits(self))
        # At unix times the loop's own margin is less than the clock's next number: a timer
        # due exactly now would neither be due nor be waited for.
        self._clock_resolution = _MARGIN

    def time(self) -> float:
        """The virtual clock, unix seconds."""
        return self._virtual

    def pass_time(self, seconds: float | None) -> float | None:
        """Nothing is ready for `seconds` (None: no timer is set): how long to really wait."""
        if self._in_threads:
            return None
        if seconds is None:
            raise Deadlock(_who_waits(self))
        # And a little more, so that what ends with the span is over.
        self._virtual = math.nextafter(self._virtual + seconds, math.inf)
        return 0

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """As any loop does; the clock stands until it is done."""
        future = super().run_in_executor(executor, func, *args)
        self._in_threads += 1
        future.add_done_callback(self._thread_done)
        return future

    async def shutdown_default_executor(self, *args: Any) -> None:
        """As any loop does: it waits for a thread, too."""
        self._in_threads += 1
        try:
            await super().shutdown_default_executor(*args)
        finally:
            self._in_threads -= 1

    def _thread_done(self, _: object) -> None:
        self._in_threads -= 1


class _NeverWaits(selectors.DefaultSelector):
    """Asks the clock to jump where a loop would wait."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; if nothing is, time passes."""
        found = super().select(0)
        if found or timeout == 0:
            return found
        wait = self._loop.pass_time(timeout)
        return found if wait == 0 else super().select(wait)


def run_virtual(coroutine: Coroutine[Any, Any, T], *, start: float = START) -> T:
    """Run a coroutine on virtual time that begins at `start` and return its result.

    Inside, `asyncio.get_running_loop().time` is the clock.  Raises `Deadlock`.
    """
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(start)) as runner:
        return runner.run(coroutine)


def _who_waits(loop: asyncio.AbstractEventLoop) -> str:
    places = []
    for task in asyncio.all_tasks(loop):
        frames = task.get_stack(limit=1)
        where = f" at {frames[0].f_code.co_filename}:{frames[0].f_lineno}" if frames else ""
        places.append(f"{task.get_name()} ({task.get_coro()!r}){where}")
    return "nothing can happen any more, and there wait: " + "; ".join(sorted(places))
