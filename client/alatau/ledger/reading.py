"""Transactions as they stand in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.ledger.backend import Backend
from alatau.ledger.canonical import STATUSES, Kind, read_names
from alatau.ledger.model import LedgerAccount, LedgerTransaction, Posting, Purpose, Stored
from alatau.ledger.schema import PART, accounts, entries, postings


async def read_stored(
    backend: Backend, connection: AsyncConnection, which: ColumnElement[bool], limit: int
) -> list[Stored]:
    """Transactions in the order in which they were posted."""
    query = (select(entries).where(entries.c.kind != int(Kind.FINALIZED), which)).order_by(
        entries.c.sequence
    )
    rows = (await connection.execute(query.limit(limit))).all()
    sequences = [row.sequence for row in rows]
    lines = await read_postings(backend, connection, sequences)
    after = await _after(backend, connection, sequences)
    return [_stored(row, lines[row.sequence], after) for row in rows]


async def read_postings(
    backend: Backend, connection: AsyncConnection, sequences: Sequence[int]
) -> dict[int, tuple[Posting, ...]]:
    """The postings of transactions, by their sequences."""
    p, a = postings.c, accounts.c
    rows = await connection.execute(
        select(p.sequence, a.participant, a.asset, a.purpose, p.high, p.low)
        .join_from(postings, accounts, a.id == p.account)
        .where(backend.among(p.sequence, sequences))
        .order_by(p.sequence, a.participant, a.asset, a.purpose)
    )
    found: dict[int, list[Posting]] = {sequence: [] for sequence in sequences}
    for sequence, participant, asset, purpose, high, low in rows:
        account = LedgerAccount(participant, asset, Purpose(purpose))
        found[sequence].append(Posting(account, high * PART + low))
    return {sequence: tuple(lines) for sequence, lines in found.items()}


async def _after(
    backend: Backend, connection: AsyncConnection, sequences: Sequence[int]
) -> dict[tuple[int, bool], int]:
    """By what an entry was finalized (True) or reversed (False)."""
    e = entries.c
    rows = await connection.execute(
        select(e.target, e.kind, e.sequence).where(backend.among(e.target, sequences))
    )
    return {(target, kind == Kind.FINALIZED): sequence for target, kind, sequence in rows}


def _stored(
    row: Row[Any], lines: tuple[Posting, ...], after: dict[tuple[int, bool], int]
) -> Stored:
    transaction = LedgerTransaction(
        id=row.id,
        postings=lines,
        time=row.time,
        status=STATUSES[Kind(row.kind)],
        slot=row.slot,
        source=row.source,
        description=row.description,
        actor=row.actor,
        reason=row.reason,
        references=read_names(row.refs),
        metadata=read_names(row.metadata),
        reverses=row.reverses,
    )
    return Stored(
        sequence=row.sequence,
        recorded=row.recorded,
        hash=row.hash,
        transaction=transaction,
        finalized=after.get((row.sequence, True), 0),
        reversed_by=after.get((row.sequence, False), 0),
    )
