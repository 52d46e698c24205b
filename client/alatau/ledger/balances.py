"""Balances as of any sequence, time or slot.

An account's last posting before a sequence has its balance.  As of a time it is the same look-up
at the last entry before anything later, and then the few that arrived late: entries behind that
one which nevertheless took effect before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.ledger.canonical import Kind
from alatau.ledger.model import LedgerAccount, Point, Purpose
from alatau.ledger.schema import PART, accounts, entries, heads, postings


@dataclass(frozen=True, slots=True)
class Extent:
    """A point as entries: all up to `base`, and of those up to `last` what `late` picks."""

    base: int
    last: int
    late: ColumnElement[bool] | None
    effective: tuple[ColumnElement[bool], ...]


async def extent(connection: AsyncConnection, at: Point) -> Extent:
    """Which entries count at a point."""
    e = entries.c
    last = (await connection.execute(select(heads.c.sequence))).scalar_one()
    if at.sequence is not None:
        last = min(last, at.sequence)
    base, late, effective = last, None, []
    for limit, column, latest in (
        (at.time, e.time, e.latest_time),
        (at.slot, e.slot, e.latest_slot),
    ):
        if limit is None:
            continue
        effective.append(column <= limit)
        # The index has the sequences of equal maxima in order, so the first row is the first.
        beyond = select(e.sequence).where(latest > limit).order_by(latest, e.sequence).limit(1)
        first = (await connection.execute(beyond)).scalar_one_or_none()
        if first is not None and first - 1 < base:
            # Whatever is behind it and not later than the limit is behind the latest so far.
            base, late = first - 1, column < latest
    return Extent(base, last, late, tuple(effective))


async def read_balances(
    connection: AsyncConnection,
    wanted: Iterable[ColumnElement[bool]],
    at: Point,
    *,
    final: bool,
) -> dict[LedgerAccount, int]:
    """Balances of accounts, those of nothing left out; `final` without what is provisional."""
    where = tuple(wanted)
    found = await extent(connection, at)
    sums = await _sums(connection, _running(found.base, where))
    if found.late is not None:
        late = (entries.c.sequence > found.base, entries.c.sequence <= found.last, found.late)
        _add(sums, await _sums(connection, _summed((*late, *found.effective), where)), 1)
    if final:
        pending = await _pending(connection, found)
        _add(sums, await _sums(connection, _summed(pending, where)), -1)
    return {account: amount for account, amount in sorted(sums.items()) if amount}


def named(
    participant: str | None, asset: str | None, purpose: Purpose | None
) -> list[ColumnElement[bool]]:
    """Conditions on accounts: None is any."""
    given = (
        (accounts.c.participant, participant),
        (accounts.c.asset, asset),
        (accounts.c.purpose, None if purpose is None else purpose.value),
    )
    return [column == value for column, value in given if value is not None]


def _running(base: int, where: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    a, p, newest = accounts.c, postings.c, postings.alias()
    last = (
        select(func.max(newest.c.sequence))
        .where(newest.c.account == a.id, newest.c.sequence <= base)
        .scalar_subquery()
    )
    return (
        select(a.participant, a.asset, a.purpose, p.balance_high, p.balance_low)
        .join_from(accounts, postings, (p.account == a.id) & (p.sequence == last))
        .where(*where)
    )


def _summed(
    which: tuple[ColumnElement[bool], ...], where: tuple[ColumnElement[bool], ...]
) -> Select[Any]:
    a, p, e = accounts.c, postings.c, entries.c
    return (
        select(a.participant, a.asset, a.purpose, func.sum(p.high), func.sum(p.low))
        .join_from(entries, postings, p.sequence == e.sequence)
        .join(accounts, a.id == p.account)
        .where(*which, *where)
        .group_by(a.participant, a.asset, a.purpose)
    )


async def _pending(connection: AsyncConnection, found: Extent) -> tuple[ColumnElement[bool], ...]:
    """Entries that were provisional after the last one: not before the oldest that it names."""
    e, after = entries.c, entries.alias()
    oldest = await connection.execute(select(e.oldest_open).where(e.sequence == found.last))
    closed = select(after.c.sequence).where(
        after.c.target == e.sequence, after.c.sequence <= found.last
    )
    return (
        e.kind == int(Kind.PROVISIONAL),
        e.sequence >= (oldest.scalar_one_or_none() or 0),
        e.sequence <= found.last,
        ~closed.exists(),
        *found.effective,
    )


async def _sums(connection: AsyncConnection, query: Select[Any]) -> dict[LedgerAccount, int]:
    rows = await connection.execute(query)
    return {
        LedgerAccount(participant, asset, Purpose(purpose)): int(high) * PART + int(low)
        for participant, asset, purpose, high, low in rows
    }


def _add(sums: dict[LedgerAccount, int], more: dict[LedgerAccount, int], sign: int) -> None:
    for account, amount in more.items():
        sums[account] = sums.get(account, 0) + sign * amount
