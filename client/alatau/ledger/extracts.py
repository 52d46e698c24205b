"""What happened on an account: its postings in the order in which they took effect."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.ledger.backend import Backend
from alatau.ledger.balances import named, read_balances
from alatau.ledger.canonical import STATUSES, Kind, read_names
from alatau.ledger.model import LedgerAccount, Point, Status, Stored
from alatau.ledger.reading import read_stored
from alatau.ledger.schema import PART, accounts, entries, postings

AT_ONCE: Final = 500
"""Transactions that are read with all their postings at a time."""
_ORDER: Final = (
    entries.c.time,
    entries.c.slot,
    entries.c.id,
    entries.c.take,
    entries.c.sequence,
)
"""In one second the order is that of slots, then of ids: it depends on no order of arrival."""


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """A posting, and the account's balance after it, in base units."""

    sequence: int
    id: str
    status: Status
    time: int
    slot: int
    amount: int
    balance: int
    description: str
    references: dict[str, str]


@dataclass(frozen=True, slots=True)
class Period:
    """From the second `since` to before `until`; None: open.

    `known`: only what the ledger knew after that sequence, so that it says the same for ever.
    """

    since: int | None = None
    until: int | None = None
    known: int | None = None


async def opening(
    connection: AsyncConnection, account: LedgerAccount, period: Period, *, final: bool
) -> int:
    """The balance at the beginning of a period."""
    if period.since is None:
        return 0
    wanted = named(account.participant, account.asset, account.purpose)
    before = Point(sequence=period.known, time=period.since - 1)
    found = await read_balances(connection, wanted, before, final=final)
    return found.get(account, 0)


async def read_extract(
    connection: AsyncConnection, account: LedgerAccount, period: Period, *, final: bool
) -> AsyncGenerator[ExtractLine]:
    """The lines of a period, one at a time."""
    balance = await opening(connection, account, period, final=final)
    p, e = postings.c, entries.c
    where = await _of_period(connection, account, period)
    if where is None:
        return
    if final:
        where.append(_is_final(period))
    query = (
        select(e.sequence, e.id, e.kind, e.time, e.slot, p.high, p.low, e.description, e.refs)
        .join_from(accounts, postings, p.account == accounts.c.id)
        .join(entries, e.sequence == p.sequence)
        .where(*where)
        .order_by(*_ORDER)
    )
    async with connection.stream(query) as rows:
        async for sequence, id_, kind, time, slot, high, low, description, refs in rows:
            amount = high * PART + low
            balance += amount
            yield ExtractLine(
                sequence,
                id_,
                STATUSES[Kind(kind)],
                time,
                slot,
                amount,
                balance,
                description,
                read_names(refs),
            )


async def read_movements(
    backend: Backend, connection: AsyncConnection, account: LedgerAccount, period: Period
) -> AsyncGenerator[Stored]:
    """The transactions that posted to an account, with all their postings, some at a time.

    Those that are final and those that are pending, as of `known`; neither what was taken back
    before it was final, nor what took it back.
    """
    p, e = postings.c, entries.c
    where = await _of_period(connection, account, period)
    if where is None:
        return
    query = (
        select(e.sequence)
        .join_from(accounts, postings, p.account == accounts.c.id)
        .join(entries, e.sequence == p.sequence)
        .where(*where, or_(_is_final(period), _is_pending(period)))
        .order_by(*_ORDER)
    )
    async with connection.stream(query) as rows:
        async for part in rows.scalars().partitions(AT_ONCE):
            which = backend.among(e.sequence, part)
            found = {
                one.sequence: one
                for one in await read_stored(backend, connection, which, len(part))
            }
            for sequence in part:
                yield _as_known(found[sequence], period)


def _as_known(one: Stored, period: Period) -> Stored:
    """Without what became of it later."""
    known = period.known
    if known is None or max(one.finalized, one.reversed_by) <= known:
        return one
    finalized = one.finalized if one.finalized <= known else 0
    reversed_by = one.reversed_by if one.reversed_by <= known else 0
    return replace(one, finalized=finalized, reversed_by=reversed_by)


async def _of_period(
    connection: AsyncConnection, account: LedgerAccount, period: Period
) -> list[ColumnElement[bool]] | None:
    """Conditions on an account's postings and their entries; None: there are none."""
    p, e = postings.c, entries.c
    where = named(account.participant, account.asset, account.purpose)
    if period.since is not None:
        # Nothing before the first entry that is as late can be of the period.
        first = select(e.sequence).where(e.latest_time >= period.since)
        first = first.order_by(e.latest_time, e.sequence).limit(1)
        start = (await connection.execute(first)).scalar_one_or_none()
        if start is None:
            return None
        where += [e.time >= period.since, p.sequence >= start]
    if period.until is not None:
        where.append(e.time < period.until)
    if period.known is not None:
        where.append(p.sequence <= period.known)
    return where


def _is_final(period: Period) -> ColumnElement[bool]:
    """Neither provisional nor the reversal of what was."""
    e, after, original, settled = entries.c, entries.alias(), entries.alias(), entries.alias()
    final = select(after.c.sequence).where(
        after.c.target == e.sequence, after.c.kind == int(Kind.FINALIZED)
    )
    if period.known is not None:
        final = final.where(after.c.sequence <= period.known)
    # A reversal is behind the finality of what it takes back, so what it knew is enough.
    settled_too = select(settled.c.sequence).where(
        settled.c.target == original.c.sequence, settled.c.kind == int(Kind.FINALIZED)
    )
    of_provisional = select(original.c.sequence).where(
        original.c.sequence == e.target,
        original.c.kind == int(Kind.PROVISIONAL),
        ~settled_too.exists(),
    )
    return or_(
        e.kind == int(Kind.FINAL),
        (e.kind == int(Kind.PROVISIONAL)) & final.exists(),
        (e.kind == int(Kind.REVERSAL)) & ~of_provisional.exists(),
    )


def _is_pending(period: Period) -> ColumnElement[bool]:
    """Provisional, and nothing has become of it yet."""
    e, after = entries.c, entries.alias()
    closed = select(after.c.sequence).where(after.c.target == e.sequence)
    if period.known is not None:
        closed = closed.where(after.c.sequence <= period.known)
    return (e.kind == int(Kind.PROVISIONAL)) & ~closed.exists()
