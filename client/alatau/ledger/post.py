"""Posting: what is new of some changes becomes rows, all of them in one commit.

The writer remembers between commits what it builds on (the head, balances, what is
provisional), and reads it again whenever someone else has written since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.errors import CursorMoved
from alatau.ledger.backend import Backend
from alatau.ledger.books import Batch, Books, Known
from alatau.ledger.canonical import Kind, seal
from alatau.ledger.model import (
    Change,
    Cursor,
    Head,
    LedgerAccount,
    LedgerTransaction,
    Purpose,
    Reverse,
)
from alatau.ledger.reading import read_postings
from alatau.ledger.schema import PART, accounts, cursors, entries, heads, postings

MOST_REMEMBERED: Final = 250_000
"""Accounts whose balances are kept in memory between commits."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of some changes: how many were new, of which kind, and how many known."""

    posted: int
    finalized: int
    reversed: int
    known: int
    head: Head


async def write(
    backend: Backend,
    connection: AsyncConnection,
    batch: Batch,
    changes: Sequence[Change],
    moved: Sequence[Cursor],
) -> Posted:
    """Write changes and cursor in the transaction that is open; the batch's books go along."""
    books = batch.books
    if changes:
        await _read_known(backend, connection, batch, changes)
        await _read_originals(backend, connection, batch, changes)
        wanted = {
            p.account for one in changes if isinstance(one, LedgerTransaction) for p in one.postings
        }
        wanted |= {p.account for original in batch.originals.values() for p in original}
        await _read_accounts(backend, connection, books, wanted)
    before = books.sequence
    for change in changes:
        batch.add(change)
    if books.sequence > before:
        books.postings += len(batch.postings)
        await backend.insert(connection, accounts, batch.accounts)
        await backend.insert(connection, entries, batch.entries)
        await backend.insert(connection, postings, batch.postings)
        values = {
            name: getattr(books, name) for name in ("sequence", "postings", "accounts", "hash")
        }
        await connection.execute(update(heads).values(values))
    if moved:
        await _move(backend, connection, moved, books)
    counts = batch.counts
    return Posted(
        posted=counts[Kind.PROVISIONAL] + counts[Kind.FINAL],
        finalized=counts[Kind.FINALIZED],
        reversed=counts[Kind.REVERSAL],
        known=batch.repeated,
        head=Head(books.sequence, books.hash),
    )


async def read_books(connection: AsyncConnection, remembered: Books | None) -> Books:
    """What the next entry builds on: what is remembered, unless someone else has written."""
    head = (await connection.execute(select(heads))).one()
    if remembered is not None and (remembered.sequence, remembered.hash) == (
        head.sequence,
        head.hash,
    ):
        if len(remembered.balances) > MOST_REMEMBERED:
            remembered.balances.clear()
        return remembered
    books = Books(head.sequence, head.hash, head.postings, head.accounts)
    newest = select(entries).where(entries.c.sequence == head.sequence)
    row = (await connection.execute(newest)).one_or_none()
    if row is not None:
        books.latest_time, books.latest_slot = row.latest_time, row.latest_slot
        books.pending = dict.fromkeys(await read_pending(connection, row.oldest_open))
    return books


async def read_pending(connection: AsyncConnection, oldest: int) -> list[int]:
    """The sequences of what is neither final nor reversed, from the oldest possible one on."""
    after = entries.alias()
    found = await connection.scalars(
        select(entries.c.sequence)
        .where(
            entries.c.sequence >= oldest,
            entries.c.kind == int(Kind.PROVISIONAL),
            ~select(after.c.sequence).where(after.c.target == entries.c.sequence).exists(),
        )
        .order_by(entries.c.sequence)
    )
    return list(found)


async def _read_known(
    backend: Backend, connection: AsyncConnection, batch: Batch, changes: Iterable[Change]
) -> None:
    ids = {one.id for one in changes} | {
        one.reverses for one in changes if isinstance(one, Reverse)
    }
    e, after = entries.c, entries.alias()
    names = (e.sequence, e.take, e.kind, e.content, e.time, e.slot)
    rows = await connection.execute(
        select(e.id, *names, func.coalesce(e.target, 0), after.c.kind, after.c.sequence)
        .join_from(entries, after, after.c.target == e.sequence, isouter=True)
        .where(backend.among(e.id, ids))
        .order_by(e.sequence)
    )
    for id_, sequence, take, kind, what, time, slot, target, then, at in rows:
        found = batch.known.get(id_)
        if found is None or found.sequence != sequence:  # of several takes the last stays
            found = batch.known[id_] = Known(sequence, take, kind, what, time, slot, target)
        if then == Kind.FINALIZED:
            found.finalized = at
        elif then is not None:
            found.reversed = at


async def _read_originals(
    backend: Backend, connection: AsyncConnection, batch: Batch, changes: Iterable[Change]
) -> None:
    wanted = set()
    for one in changes:
        if isinstance(one, Reverse):
            for found in (batch.known.get(one.id), batch.known.get(one.reverses)):
                if found is not None:
                    wanted |= {found.sequence, found.target} - {0}
    if not wanted:
        return
    batch.originals |= await read_postings(backend, connection, sorted(wanted))


async def _read_accounts(
    backend: Backend, connection: AsyncConnection, books: Books, wanted: set[LedgerAccount]
) -> None:
    missing = {account.participant for account in wanted if account not in books.balances}
    if not missing:
        return
    a, p, newest = accounts.c, postings.c, postings.alias()
    last = select(func.max(newest.c.sequence)).where(newest.c.account == a.id).scalar_subquery()
    rows = await connection.execute(
        select(a.participant, a.asset, a.purpose, a.id, p.balance_high, p.balance_low)
        .join_from(accounts, postings, (p.account == a.id) & (p.sequence == last))
        .where(backend.among(a.participant, missing))
    )
    for participant, asset, purpose, number, high, low in rows:
        account = LedgerAccount(participant, asset, Purpose(purpose))
        books.balances.setdefault(account, [number, high * PART + low])


async def _move(
    backend: Backend, connection: AsyncConnection, moved: Sequence[Cursor], books: Books
) -> None:
    c = cursors.c
    names = [cursor.name for cursor in moved]
    there = await connection.execute(select(c.name, c.value).where(backend.among(c.name, names)))
    found = {row.name: row.value for row in there}
    for cursor in moved:
        is_at = found.get(cursor.name, "")
        if cursor.expected is not None and is_at != cursor.expected:
            raise CursorMoved(cursor.name, cursor.expected, is_at)
    at, head = books.sequence, books.hash
    rows = [
        (name, value, at, seal(name, value, at, head))
        for name, value in {cursor.name: cursor.value for cursor in moved}.items()
    ]
    await backend.insert(connection, cursors, rows, replace=True)
