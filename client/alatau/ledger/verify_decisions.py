"""Reading all decisions again: their chain, their contents, and the entries that they follow."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.ledger.decision import digest_of, first_decision, follow_decision
from alatau.ledger.model import Head
from alatau.ledger.schema import decision_heads, decisions

TOGETHER: Final = 1_000
"""Decisions read at a time: their contents may be long."""
_ODD: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


async def entries_named(connection: AsyncConnection) -> set[int]:
    """The entries that decisions follow, whose hashes are in their chain."""
    found = await connection.execute(select(decisions.c.entry).distinct())
    return {entry for (entry,) in found}


async def read_all_decisions(
    connection: AsyncConnection,
    known: Mapping[str, str],
    hashes: Mapping[int, bytes],
    given: Head | None,
    tell: Callable[[str], None],
) -> Head:
    """Read them, and tell what is wrong; the newest one.

    `known` are the ledger's facts, `hashes` those of the entries that `entries_named` gave (0:
    before the first), `given` a head of decisions that was written down earlier.
    """
    at = Head(0, first_decision(known.get("zone", ""), known.get("genesis", "")))
    found = given is None or at == given
    entry = 0
    while rows := await _next(connection, at.sequence):
        for row in rows:
            name = f"decision {row.sequence}"
            if row.sequence != at.sequence + 1:
                tell(f"decisions are missing before {row.sequence}")
            try:
                _check(row, at, hashes, tell)
                if row.entry < entry:
                    tell(f"{name}: it follows an entry before that of the decision before it")
                entry = row.entry
            except _ODD as error:
                tell(f"{name}: it cannot be read: {error}")
            at = Head(row.sequence, row.hash)
            found = found or at == given
    head = (await connection.execute(select(decision_heads))).one_or_none()
    if head is None:
        tell("the head of its decisions is missing")
    elif (head.id, head.sequence, head.hash) != (1, at.sequence, at.hash):
        tell(f"the head of its decisions is number {head.sequence}; the last is {at.sequence}")
    if given is not None and not found:
        tell(f"the head {given.sequence} of decisions that was written down is not in it")
    return at


def _check(
    row: Any, before: Head, hashes: Mapping[int, bytes], tell: Callable[[str], None]
) -> None:
    name = f"decision {row.sequence}"
    texts = (row.id, row.kind, row.subject, row.actor, row.reason, row.content)
    if digest_of(texts, row.at) != row.digest:
        tell(f"{name}: its content is not what was decided")
    if row.entry not in hashes:
        tell(f"{name}: the entry {row.entry} that it follows is not there")
        return
    place = (row.sequence, row.entry, row.recorded)
    if follow_decision(before.hash, place, hashes[row.entry], row.digest) != row.hash:
        tell(f"{name}: its hash does not follow")
    subject = json.loads(row.subject)
    if not (isinstance(subject, list) and all(isinstance(one, str) for one in subject)):
        tell(f"{name}: its subject is no list of texts")


async def _next(connection: AsyncConnection, after: int) -> list[Any]:
    d = decisions.c
    query = select(decisions).where(d.sequence > after).order_by(d.sequence).limit(TOGETHER)
    return list((await connection.execute(query)).all())
