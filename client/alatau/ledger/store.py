"""The ledger, open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import select

from alatau.ledger.backend import Backend
from alatau.ledger.balances import extent, named, read_balances
from alatau.ledger.books import Batch, Books
from alatau.ledger.databases import backend_of
from alatau.ledger.decide import (
    fresh_decisions,
    read_decision_head,
    read_decisions,
    write_decisions,
)
from alatau.ledger.decision import Decided, Decision, StoredDecision
from alatau.ledger.extracts import ExtractLine, Period, opening, read_extract, read_movements
from alatau.ledger.model import (
    NOW,
    Change,
    Cursor,
    Head,
    LedgerAccount,
    Point,
    Purpose,
    Stored,
)
from alatau.ledger.opening import open_facts
from alatau.ledger.post import Posted, read_books, write
from alatau.ledger.reading import read_stored
from alatau.ledger.schema import cursors as cursor_table
from alatau.ledger.schema import entries, heads
from alatau.ledger.trial import Trial, trial_of
from alatau.ledger.verify import Verified, verify

_ALWAYS: Final = Period()
_ALL: Final = 2**31


class Ledger:
    """The ledger of one zone on one chain.  Open it with `Ledger.open`, close it when done.

    Every method raises `LedgerUnavailable`, `LedgerBusy`, `LedgerDamaged` or `StorageError` for
    the database.
    """

    def __init__(self, backend: Backend, zone: str, genesis: str, now: Callable[[], float]) -> None:
        self._backend = backend
        self._now = now
        self._turn = asyncio.Lock()
        self._books: Books | None = None
        self.zone = zone
        self.genesis = genesis

    @classmethod
    async def open(
        cls,
        where: Path | str,
        *,
        zone: str,
        genesis: str,
        now: Callable[[], float] = time.time,
    ) -> Ledger:
        """Open or create the ledger at a path or a URL (``postgresql://user@host/name``).

        `now` gives unix seconds.  Raises `WrongChain` where it is another zone's or chain's, and
        `LedgerSchema` where it is no ledger, or one of a newer version.
        """
        return await cls._open(where, {"zone": zone, "genesis": genesis}, now)

    @classmethod
    async def existing(cls, where: Path | str) -> Ledger:
        """Open a ledger that there is, of whatever zone and chain.  Raises as `open` does."""
        return await cls._open(where, None, time.time)

    @classmethod
    async def _open(
        cls, where: Path | str, wanted: dict[str, str] | None, now: Callable[[], float]
    ) -> Ledger:
        backend = backend_of(where)
        try:
            found = await open_facts(backend, wanted)
        except BaseException:
            await backend.close()
            raise
        return cls(backend, found.get("zone", ""), found.get("genesis", ""), now)

    @property
    def name(self) -> str:
        """Its path, or its URL without the password."""
        return self._backend.name

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the database.  Idempotent."""
        await self._backend.close()

    # -- writing -----------------------------------------------------------------------

    async def post(self, changes: Iterable[Change], *, cursors: Iterable[Cursor] = ()) -> Posted:
        """Post changes in their order, and move cursors, in one commit: all, or nothing.

        What the ledger knows already changes nothing.  Raises `EntryConflict` (another content,
        or a state that cannot become this), `EntryMissing`, `EntryInvalid`, `CursorMoved`.
        """
        return (await self.decide((), changes, cursors=cursors)).posted

    async def decide(
        self,
        decisions: Iterable[Decision],
        changes: Iterable[Change] = (),
        *,
        cursors: Iterable[Cursor] = (),
        expected: int | None = None,
    ) -> Decided:
        """Keep decisions, and post changes and move cursors, in one commit: all, or nothing.

        With `expected`, the number of the newest decision that was known to who decided, anything
        new must be the next: else `DecisionsMoved`, so that two do not decide the same at once.
        Raises `DecisionConflict` for an id that stands for something else, and as `post` does.
        """
        async with self._turn:
            books, self._books = self._books, None
            given, now = list(decisions), int(self._now())
            async with self._backend.writing() as connection:
                # First whether it may be decided: postings of what may not would conflict.
                fresh = await fresh_decisions(self._backend, connection, given, expected)
                books = await read_books(connection, books)
                batch = Batch(books, now)
                done = await write(self._backend, connection, batch, list(changes), tuple(cursors))
                head = await write_decisions(
                    self._backend, connection, fresh, entry=done.head, now=now
                )
            self._books = books  # only once it is committed
            new = len(fresh.decisions)
            return Decided(new, len(given) - new, head, done)

    # -- reading -----------------------------------------------------------------------

    async def cursor(self, name: str) -> str | None:
        """How far a source was read; None: not at all."""
        async with self._backend.reading() as connection:
            query = select(cursor_table.c.value).where(cursor_table.c.name == name)
            return (await connection.execute(query)).scalar_one_or_none()

    async def cursors(self, prefix: str) -> dict[str, str]:
        """The cursors whose names begin so."""
        async with self._backend.reading() as connection:
            begins = cursor_table.c.name.startswith(prefix, autoescape=True)
            query = select(cursor_table.c.name, cursor_table.c.value).where(begins)
            return {row.name: row.value for row in await connection.execute(query)}

    async def head(self) -> Head:
        """The newest entry's sequence and hash."""
        async with self._backend.reading() as connection:
            row = (await connection.execute(select(heads))).one()
            return Head(row.sequence, bytes(row.hash))

    async def decision_head(self) -> Head:
        """The newest decision's number and hash."""
        async with self._backend.reading() as connection:
            return await read_decision_head(connection)

    async def decisions(
        self, *, after: int = 0, kind: str | None = None, limit: int = _ALL
    ) -> list[StoredDecision]:
        """Decisions in the order in which they were made, behind a number; of a kind, or all."""
        async with self._backend.reading() as connection:
            return await read_decisions(connection, after=after, kind=kind, id_=None, limit=limit)

    async def decision(self, id_: str) -> StoredDecision | None:
        """The decision of an id; None where there is none."""
        async with self._backend.reading() as connection:
            found = await read_decisions(connection, after=0, kind=None, id_=id_, limit=1)
            return found[0] if found else None

    async def find(self, *ids: str) -> list[Stored]:
        """All transactions of some ids: several of one that was reversed while provisional."""
        async with self._backend.reading() as connection:
            wanted = self._backend.among(entries.c.id, ids)
            return await read_stored(self._backend, connection, wanted, _ALL)

    async def transactions(
        self, *, after: int = 0, limit: int = 1_000, begins: str = ""
    ) -> list[Stored]:
        """Transactions in the order in which they were posted, behind a sequence.

        Only those whose ids begin so, where it is given.
        """
        later = entries.c.sequence > after
        if begins:
            later &= entries.c.id.startswith(begins, autoescape=True)
        async with self._backend.reading() as connection:
            return await read_stored(self._backend, connection, later, limit)

    async def before(self, time: int) -> int:
        """The newest entry up to which nothing is of a time or later, in unix seconds; 0: none."""
        async with self._backend.reading() as connection:
            return (await extent(connection, Point(time=time - 1))).base

    async def pending(self) -> list[Stored]:
        """What is neither final nor reversed, in the order in which it was posted."""
        async with self._backend.reading() as connection:
            books = await read_books(connection, None)
            wanted = self._backend.among(entries.c.sequence, books.pending.keys())
            return await read_stored(self._backend, connection, wanted, len(books.pending))

    async def balance(self, account: LedgerAccount, at: Point = NOW, *, final: bool = False) -> int:
        """An account's balance in base units, a debit positive.

        `final`: without what was provisional then.
        """
        wanted = named(account.participant, account.asset, account.purpose)
        async with self._backend.reading() as connection:
            return (await read_balances(connection, wanted, at, final=final)).get(account, 0)

    async def balances(
        self,
        at: Point = NOW,
        *,
        participant: str | None = None,
        asset: str | None = None,
        purpose: Purpose | None = None,
        final: bool = False,
    ) -> dict[LedgerAccount, int]:
        """Balances of all accounts, or of some, in order; those of nothing are left out."""
        async with self._backend.reading() as connection:
            wanted = named(participant, asset, purpose)
            return await read_balances(connection, wanted, at, final=final)

    async def trial(self, at: Point = NOW, *, final: bool = False) -> Trial:
        """The trial balance."""
        return trial_of(await self.balances(at, final=final))

    async def opening(self, account: LedgerAccount, period: Period, *, final: bool = False) -> int:
        """An account's balance when a period begins."""
        async with self._backend.reading() as connection:
            return await opening(connection, account, period, final=final)

    async def extract(
        self, account: LedgerAccount, period: Period = _ALWAYS, *, final: bool = False
    ) -> AsyncGenerator[ExtractLine]:
        """An account's postings in a period with its balance after each, as they are read."""
        async with self._backend.reading() as connection:
            lines = read_extract(connection, account, period, final=final)
            async with aclosing(lines):
                async for line in lines:
                    yield line

    async def movements(
        self, account: LedgerAccount, period: Period = _ALWAYS
    ) -> AsyncGenerator[Stored]:
        """The transactions that posted to an account in a period, whole, as they are read.

        Those that are final or pending, in the order of `extract`; what was taken back before
        it was final is left out, with its reversal.
        """
        async with self._backend.reading() as connection:
            found = read_movements(self._backend, connection, account, period)
            async with aclosing(found):
                async for one in found:
                    yield one

    async def verify(
        self,
        head: Head | None = None,
        *,
        decisions: Head | None = None,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Verified:
        """Read all of it again.  With a `head` written down earlier, also that it goes on from it.

        `decisions` is such a head of the decisions.
        `progress` is told entries read, and how many there are.
        """
        async with self._backend.reading() as connection:
            return await verify(self._backend, connection, (head, decisions), progress)
