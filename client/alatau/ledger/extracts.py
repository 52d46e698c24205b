"""What happened on an account: its postings in the order in which they took effect."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.ledger.balances import named, read_balances
from alatau.ledger.canonical import STATUSES, Kind, read_names
from alatau.ledger.model import LedgerAccount, Point, Status
from alatau.ledger.schema import PART, accounts, entries, postings


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
    """From the second `since` to before `until`; None: open."""

    since: int | None = None
    until: int | None = None


async def opening(
    connection: AsyncConnection, account: LedgerAccount, period: Period, *, final: bool
) -> int:
    """The balance at the beginning of a period."""
    if period.since is None:
        return 0
    wanted = named(account.participant, account.asset, account.purpose)
    found = await read_balances(connection, wanted, Point(time=period.since - 1), final=final)
    return found.get(account, 0)


async def read_extract(
    connection: AsyncConnection, account: LedgerAccount, period: Period, *, final: bool
) -> AsyncGenerator[ExtractLine]:
    """The lines of a period, one at a time.

    In one second the order is that of slots, then of ids: it depends on no order of arrival.
    """
    balance = await opening(connection, account, period, final=final)
    a, p, e = accounts.c, postings.c, entries.c
    where = named(account.participant, account.asset, account.purpose)
    if period.since is not None:
        # Nothing before the first entry that is as late can be of the period.
        first = select(e.sequence).where(e.latest_time >= period.since)
        first = first.order_by(e.latest_time, e.sequence).limit(1)
        start = (await connection.execute(first)).scalar_one_or_none()
        if start is None:
            return
        where += [e.time >= period.since, p.sequence >= start]
    if period.until is not None:
        where.append(e.time < period.until)
    if final:
        where.append(_is_final())
    query = (
        select(e.sequence, e.id, e.kind, e.time, e.slot, p.high, p.low, e.description, e.refs)
        .join_from(accounts, postings, p.account == a.id)
        .join(entries, e.sequence == p.sequence)
        .where(*where)
        .order_by(e.time, e.slot, e.id, e.take, e.sequence)
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


def _is_final() -> ColumnElement[bool]:
    """Neither provisional nor the reversal of what was."""
    e, after, original, settled = entries.c, entries.alias(), entries.alias(), entries.alias()
    final = select(after.c.sequence).where(
        after.c.target == e.sequence, after.c.kind == int(Kind.FINALIZED)
    )
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
