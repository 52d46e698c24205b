"""Many calls at once: bounded in number and in memory, answered as they end."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Sequence,
    Sized,
)
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from alatau.errors import (
    AlatauError,
    ChainFileError,
    ChainUnavailable,
    JournalError,
    ProgramMissing,
    StorageError,
    WrongChain,
)

RowT = TypeVar("RowT")
ValueT = TypeVar("ValueT")

IN_FLIGHT: Final = 4_096
"""How many calls are under way at once."""

ENDS_ALL: Final = (
    ChainFileError,
    ChainUnavailable,
    JournalError,
    ProgramMissing,
    StorageError,
    WrongChain,
)
"""Errors that are not of one row: those after it would meet them too."""

_FIRST_AT_ONCE: Final = 64
_MOST_AT_ONCE: Final = 256
"""Each group has twice as many as the one before: the first are on their way while later ones
are begun, and those share requests and commits among more."""

Ahead = Callable[[Sequence[RowT]], Awaitable[object]]
"""Told of the next rows before their calls begin: what all of them need, asked for at once."""

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done; the second grows while it is not known."""


@dataclass(frozen=True, slots=True)
class Done(Generic[RowT, ValueT]):
    """A row of many that has ended: its place in the input, and its value or its error."""

    index: int
    row: RowT
    value: ValueT | None = None
    error: AlatauError | None = None

    def result(self) -> ValueT:
        """The value.  Raises the error."""
        if self.error is not None:
            raise self.error
        return cast("ValueT", self.value)


async def all_of(
    rows: Iterable[RowT] | AsyncIterable[RowT],
    do: Callable[[RowT], Awaitable[ValueT]],
    *,
    in_flight: int = IN_FLIGHT,
    progress: Progress | None = None,
    ahead: Ahead[RowT] | None = None,
) -> AsyncIterator[Done[RowT, ValueT]]:
    """Call `do` with each row, `in_flight` at a time, and give each result when it is there.

    Calls begin in the order of the rows and end in any.  Rows are taken as there is room for
    them, and a slow reader slows the calls down, so memory is bounded however many there are.
    An error of one row is in its `Done`; errors of all rows (`ENDS_ALL`), and those that are
    not Alatau's, are raised.  Left early, the calls under way are cancelled: what they have
    signed is in the journal.

    `ahead` is awaited with the rows of a group before their calls begin; no others do meanwhile,
    so that of thousands the first are done while the last are not begun.
    """
    work = _Work(do, in_flight, ahead)
    feeder = asyncio.create_task(work.feed(rows))
    total, count = (len(rows) if isinstance(rows, Sized) else None), 0
    try:
        while (done := await work.next(feeder)) is not None:
            count += 1
            if progress is not None:
                progress(count, total if total is not None else work.begun)
            yield done
            work.room.release()
    finally:
        await work.cancel(feeder)


class _Work(Generic[RowT, ValueT]):
    """The calls under way, and those that have ended and were not given yet."""

    def __init__(
        self,
        do: Callable[[RowT], Awaitable[ValueT]],
        in_flight: int,
        ahead: Ahead[RowT] | None,
    ) -> None:
        self._do = do
        self._ahead = ahead
        self._ended: asyncio.Queue[Done[RowT, ValueT] | BaseException | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._group: list[RowT] = []
        self._at_once = _FIRST_AT_ONCE
        self._given = 0
        self.room = asyncio.Semaphore(in_flight)
        self.begun = 0

    async def feed(self, rows: Iterable[RowT] | AsyncIterable[RowT]) -> None:
        try:
            if isinstance(rows, AsyncIterable):
                async for row in rows:
                    await self._add(row)
                    await self._begin()  # who knows when the next one comes
            else:
                for row in rows:
                    await self._add(row)
                await self._begin()
        except BaseException as error:  # noqa: BLE001 - raised where the results are read
            self._ended.put_nowait(error)
        else:
            self._ended.put_nowait(None)  # wakes the reader: there will be no more

    async def _add(self, row: RowT) -> None:
        if len(self._group) == self._at_once:
            self._at_once = min(2 * self._at_once, _MOST_AT_ONCE)
            await self._begin()
        elif self.room.locked():
            await self._begin()
        await self.room.acquire()
        self._group.append(row)

    async def _begin(self) -> None:
        """Begin the calls of the group, and let them get as far as they do at once."""
        group, self._group = self._group, []
        if not group:
            return
        if self._ahead is not None:
            await self._ahead(group)
        for row in group:
            task = asyncio.create_task(self._one(self.begun, row))
            self.begun += 1
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await asyncio.sleep(0)

    async def _one(self, index: int, row: RowT) -> None:
        try:
            done = Done(index, row, await self._do(row))
        except ENDS_ALL as error:
            self._ended.put_nowait(error)
        except AlatauError as error:
            self._ended.put_nowait(Done(index, row, error=error))
        except BaseException as error:  # noqa: BLE001 - raised where the results are read
            self._ended.put_nowait(error)
        else:
            self._ended.put_nowait(done)

    async def next(self, feeder: asyncio.Task[None]) -> Done[RowT, ValueT] | None:
        while not (feeder.done() and self._given == self.begun):
            ended = await self._ended.get()
            if isinstance(ended, BaseException):
                raise ended
            if ended is not None:
                self._given += 1
                return ended
        return None

    async def cancel(self, feeder: asyncio.Task[None]) -> None:
        tasks = [feeder, *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
