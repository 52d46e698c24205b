"""Group commit: all that one turn of the event loop changed goes to the file at once."""

from __future__ import annotations

import asyncio

from alatau.chain.bank_state import BankState
from alatau.chain.memory_store import MemoryStore
from alatau.chain.store import Batch, Store
from alatau.errors import AlatauError


class GroupCommit:
    """Collects changes in `batch` and commits them together.

    After a commit has failed, memory is ahead of the file and nothing that it shows may
    be believed: `check` and everything that waits raises that error from then on.
    """

    def __init__(self, store: Store | MemoryStore, state: BankState) -> None:
        self._store = store
        self._state = state
        self._commit: asyncio.Future[None] | None = None
        self._failure: AlatauError | None = None
        self.batch = Batch()

    @property
    def failed(self) -> bool:
        """Whether a commit failed."""
        return self._failure is not None

    def check(self) -> None:
        """Raise the error of the commit that failed, if one did."""
        if self._failure is not None:
            raise self._failure

    async def commit(self) -> None:
        """Wait until the batch is in the file; shared with everyone of this turn."""
        if self._commit is None:
            loop = asyncio.get_running_loop()
            self._commit = loop.create_future()
            # Nobody may be left to look at its error; `check` raises it again.
            self._commit.add_done_callback(lambda done: done.cancelled() or done.exception())
            loop.call_soon(self._flush_later, self._commit)
        await asyncio.shield(self._commit)

    async def pending(self) -> None:
        """Wait for a commit that is under way, if one is."""
        if self._commit is not None:
            await asyncio.shield(self._commit)

    def flush(self) -> None:
        """Commit now."""
        self.check()
        commit, self._commit = self._commit, None
        batch, self.batch = self.batch, Batch()
        try:
            self._store.commit(batch, self._state)
        except AlatauError as error:
            self._failure = error
            if commit is not None and not commit.done():
                commit.set_exception(error)
            raise
        if commit is not None and not commit.done():
            commit.set_result(None)

    def _flush_later(self, commit: asyncio.Future[None]) -> None:
        if self._commit is commit:  # else `flush` came first
            try:
                self.flush()
            except AlatauError:
                return  # given to all who wait for it
