"""Decisions in the database: added behind each other, in the commit of their postings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.errors import DecisionConflict, DecisionsMoved
from alatau.ledger.backend import Backend
from alatau.ledger.decision import (
    Decision,
    StoredDecision,
    digest_of,
    follow_decision,
    texts_of,
)
from alatau.ledger.model import Head
from alatau.ledger.schema import decision_heads, decisions


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is new of some decisions, each with its content's digest, and what it is to follow."""

    after: Head
    decisions: tuple[tuple[Decision, bytes], ...]


async def fresh_decisions(
    backend: Backend,
    connection: AsyncConnection,
    given: Sequence[Decision],
    expected: int | None,
) -> Fresh:
    """What is new of some decisions.

    Raises `DecisionsMoved` where something else than what is known is to follow number
    `expected`, and another one does; `DecisionConflict`.
    """
    head = await read_decision_head(connection)
    moved = expected is not None and expected != head.sequence
    known = await _digests(backend, connection, [one.id for one in given]) if given else {}
    fresh: list[tuple[Decision, bytes]] = []
    for one in given:
        what = digest_of(texts_of(one), one.at)
        if known.get(one.id) == what:
            continue
        if moved:
            raise DecisionsMoved(expected or 0, head.sequence)
        if one.id in known:
            raise DecisionConflict(one.id)
        known[one.id] = what
        fresh.append((one, what))
    return Fresh(head, tuple(fresh))


async def write_decisions(
    backend: Backend, connection: AsyncConnection, fresh: Fresh, *, entry: Head, now: int
) -> Head:
    """Add what is new in the transaction that is open; the newest decision.

    `entry` is the newest entry after the postings of the same commit.
    """
    sequence, newest = fresh.after.sequence, fresh.after.hash
    rows: list[tuple[Any, ...]] = []
    for one, what in fresh.decisions:
        sequence += 1
        newest = follow_decision(newest, (sequence, entry.sequence, now), entry.hash, what)
        rows.append((sequence, *texts_of(one), one.at, entry.sequence, now, what, newest))
    if rows:
        await backend.insert(connection, decisions, rows)
        await connection.execute(update(decision_heads).values(sequence=sequence, hash=newest))
    return Head(sequence, newest)


async def read_decision_head(connection: AsyncConnection) -> Head:
    """The newest decision's number and hash."""
    row = (await connection.execute(select(decision_heads))).one()
    return Head(row.sequence, bytes(row.hash))


async def read_decisions(
    connection: AsyncConnection, *, after: int, kind: str | None, id_: str | None, limit: int
) -> list[StoredDecision]:
    """Decisions in their order behind a number: all, those of a kind, or the one of an id."""
    d = decisions.c
    query = select(decisions).where(d.sequence > after).order_by(d.sequence).limit(limit)
    if kind is not None:
        query = query.where(d.kind == kind)
    if id_ is not None:
        query = query.where(d.id == id_)
    return [_stored(row) for row in await connection.execute(query)]


async def _digests(
    backend: Backend, connection: AsyncConnection, ids: Sequence[str]
) -> dict[str, bytes]:
    d = decisions.c
    rows = await connection.execute(select(d.id, d.digest).where(backend.among(d.id, ids)))
    return {id_: bytes(digest) for id_, digest in rows}


def _stored(row: Any) -> StoredDecision:
    decision = Decision(
        id=row.id,
        kind=row.kind,
        at=row.at,
        subject=tuple(json.loads(row.subject)),
        actor=row.actor,
        reason=row.reason,
        content=row.content,
    )
    return StoredDecision(row.sequence, row.entry, row.recorded, bytes(row.hash), decision)
