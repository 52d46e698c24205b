"""Writing what a participant gets: camt.053, camt.054 and pacs.008, in bounded memory.

The same ledger, up to the same entry of it, gives the same bytes.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import IO

from alatau.ledger import Ledger, LedgerAccount, Period
from alatau.merchants.parts import (
    closed,
    message_id,
    notification_parts,
    payment_parts,
    statement_parts,
)
from alatau.merchants.terms import Terms
from alatau.statements import CamtWriter, Entry, Kind, Part, Status, TransferWriter


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many entries, how many of them pending yet.

    `known` is the entry of the ledger up to which it was read: with it, the same is written
    again, whatever has been posted since.
    """

    entries: int
    pending: int
    known: int


async def write_statements(
    out: IO[bytes],
    ledger: Ledger,
    accounts: Sequence[LedgerAccount],
    period: Period,
    terms: Terms,
) -> Written:
    """A camt.053.001.08 with a statement of each account.

    Raises `InputError` where the period has an open end, `StatementInvalid` where what the
    ledger has does not fit the standard, `LedgerDamaged` where sums do not agree, and what the
    ledger raises.
    """
    span = await closed(ledger, period)
    message = message_id(Kind.STATEMENT, accounts, span)
    writer, tally = CamtWriter(out, terms.stated), _Tally()
    for account in accounts:
        await tally.pass_on(statement_parts(ledger, account, span, terms, message), writer)
    writer.end()
    return Written(tally.entries, tally.pending, span.known)


async def write_notifications(
    out: IO[bytes],
    ledger: Ledger,
    accounts: Sequence[LedgerAccount],
    period: Period,
    terms: Terms,
) -> Written:
    """A camt.054.001.08 with each payment that came in.  Raises as `write_statements` does."""
    span = await closed(ledger, period)
    message = message_id(Kind.NOTIFICATION, accounts, span)
    writer, tally = CamtWriter(out, terms.stated), _Tally()
    for account in accounts:
        await tally.pass_on(notification_parts(ledger, account, span, terms, message), writer)
    writer.end()
    return Written(tally.entries, tally.pending, span.known)


async def write_payments(
    out: IO[bytes],
    ledger: Ledger,
    accounts: Sequence[LedgerAccount],
    period: Period,
    terms: Terms,
) -> Written:
    """A pacs.008.001.08 with each payment that came in and is final, as a credit transfer.

    Raises as `write_statements` does, and `StatementInvalid` where nothing came in, for which
    the standard has no message.
    """
    span = await closed(ledger, period)
    message = message_id(Kind.TRANSFERS, accounts, span)
    writer, tally = TransferWriter(out, terms.stated), _Tally()
    await tally.pass_on(payment_parts(ledger, accounts, span, terms, message), writer)
    writer.end()
    return Written(tally.entries, tally.pending, span.known)


class _Tally:
    """Counts what passes on to a writer."""

    def __init__(self) -> None:
        self.entries = self.pending = 0

    async def pass_on(
        self, parts: AsyncGenerator[Part], writer: CamtWriter | TransferWriter
    ) -> None:
        async with aclosing(parts):
            async for part in parts:
                writer.add(part)
                if isinstance(part, Entry):
                    self.entries += 1
                    self.pending += part.status is Status.PENDING
