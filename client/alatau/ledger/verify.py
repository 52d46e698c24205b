"""Reading all of it again: the chain of hashes, every content, balance and running value."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.errors import LedgerDamaged
from alatau.ledger.backend import Backend
from alatau.ledger.canonical import Kind, content, first, follow, seal
from alatau.ledger.model import Head
from alatau.ledger.schema import PART, accounts, cursors, entries, facts, heads, postings
from alatau.ledger.verify_decisions import entries_named, read_all_decisions

TOGETHER: Final = 5_000
"""Entries read at a time."""
MOST_TOLD: Final = 1_000
_ODD: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What comes of values of other types than were written."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read, and what is wrong with it: nothing, if the ledger is sound."""

    entries: int
    postings: int
    accounts: int
    head: Head
    decisions: int
    decision_head: Head
    wrong: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


@dataclass(slots=True)
class Check:
    """What was read so far, and what must follow it."""

    hash: bytes
    account_names: dict[int, tuple[str, str]]
    """Text and asset by number."""
    sequence: int = 0
    postings: int = 0
    latest_time: int = 0
    latest_slot: int = 0
    balances: dict[int, int] = field(default_factory=dict)
    pending: dict[int, Any] = field(default_factory=dict)
    reversed: set[int] = field(default_factory=set)
    void: dict[str, int] = field(default_factory=dict)
    """Of ids whose newest provisional transaction was reversed, its take."""
    wrong: list[str] = field(default_factory=list)

    def tell(self, what: str) -> None:
        """Note what is wrong."""
        if len(self.wrong) < MOST_TOLD:
            self.wrong.append(what)

    def entry(self, row: Any, lines: Sequence[Any], original: Any) -> None:
        """Check an entry with its postings, and the one that it is about."""
        if row.sequence != self.sequence + 1:
            self.tell(f"entries are missing before {row.sequence}")
        self.sequence = row.sequence
        self.postings += len(lines)
        try:
            self._chain(row, lines, original)
            self._postings(row, lines, original)
            self._state(row, original)
        except _ODD as error:
            self.tell(f"entry {row.sequence}: it cannot be read: {error}")
        self.hash = row.hash

    def _chain(self, row: Any, lines: Sequence[Any], original: Any) -> None:
        if row.kind == Kind.FINALIZED:
            found = None if original is None else original[0].content
            texts = [row.source, row.description, row.actor, row.reason, row.reverses]
            plain = not any((*texts, row.refs, row.metadata, row.take, lines))
            if not plain or (row.id, row.time, row.slot) != (None, None, None):
                self.tell(f"entry {row.sequence}: a finality has nothing of its own")
        else:
            texts = [row.id, row.source, row.description, row.actor, row.reason, row.reverses]
            named = [
                (self.account_names[line.account][0], line.high * PART + line.low) for line in lines
            ]
            found = content((*texts, row.refs, row.metadata), row.time, row.slot, named)
        if found != row.content:
            self.tell(f"entry {row.sequence}: its content is not what was posted")
        entry = (row.sequence, row.kind, row.target or 0, row.take, row.recorded)
        chained = follow(self.hash, entry, row.content)
        if chained != row.hash:
            self.tell(f"entry {row.sequence}: its hash does not follow")

    def _postings(self, row: Any, lines: Sequence[Any], original: Any) -> None:
        sums: dict[str, int] = {}
        for line in lines:
            amount = line.high * PART + line.low
            asset = self.account_names[line.account][1]
            sums[asset] = sums.get(asset, 0) + amount
            balance = self.balances[line.account] = self.balances.get(line.account, 0) + amount
            if (line.balance_high, line.balance_low) != divmod(balance, PART):
                self.tell(f"entry {row.sequence}: the balance of account {line.account}")
            if not amount or not 0 <= line.low < PART:
                self.tell(f"entry {row.sequence}: an amount of account {line.account}")
        if any(sums.values()) or (row.kind != Kind.FINALIZED and not lines):
            self.tell(f"entry {row.sequence}: it does not balance")
        if row.kind == Kind.REVERSAL and original is not None:
            taken = {(line.account, line.high * PART + line.low) for line in original[1]}
            if taken != {(line.account, -(line.high * PART + line.low)) for line in lines}:
                self.tell(f"entry {row.sequence}: it is not what it takes back")

    def _state(self, row: Any, original: Any) -> None:
        if row.kind in {Kind.FINALIZED, Kind.REVERSAL}:
            self._close(row, None if original is None else original[0])
        elif row.target is not None or row.reverses or row.kind not in set(Kind):
            self.tell(f"entry {row.sequence}: its kind")
        if row.take and self.void.pop(row.id, None) != row.take - 1:
            self.tell(f"entry {row.sequence}: its id was taken")
        if row.kind == Kind.PROVISIONAL:
            self.pending[row.sequence] = None
        self.latest_time = max(self.latest_time, row.time or 0)
        self.latest_slot = max(self.latest_slot, row.slot or 0)
        running = (self.latest_time, self.latest_slot, next(iter(self.pending), row.sequence + 1))
        if running != (row.latest_time, row.latest_slot, row.oldest_open):
            self.tell(f"entry {row.sequence}: its running values")

    def _close(self, row: Any, original: Any) -> None:
        if original is None or original.sequence >= row.sequence:
            self.tell(f"entry {row.sequence}: there is nothing that it is about")
            return
        pending = original.sequence in self.pending
        self.pending.pop(original.sequence, None)
        if row.kind == Kind.FINALIZED:
            right = pending
        else:
            right = row.reverses == original.id and original.kind != Kind.REVERSAL
            right = right and original.sequence not in self.reversed
            self.reversed.add(original.sequence)
            if pending:
                self.void[original.id] = original.take
        if not right:
            self.tell(f"entry {row.sequence}: it is about entry {original.sequence}, wrongly")


async def verify(
    backend: Backend,
    connection: AsyncConnection,
    given: tuple[Head | None, Head | None],
    progress: Callable[[int, int], None],
) -> Verified:
    """Read all of it; `given`: heads that were written down earlier must be in it.

    The first is one of entries, the second one of decisions.
    """
    check = Check(b"", {})
    decided = Head(0, b"")
    try:
        for fault in await backend.faults(connection):
            check.tell(fault)
        decided = await _read(connection, check, given, progress)
    except LedgerDamaged as error:
        check.tell(error.what)
    except _ODD as error:
        check.tell(f"it cannot be read: {error}")
    head = Head(check.sequence, check.hash)
    names = check.account_names
    return Verified(
        entries=check.sequence,
        postings=check.postings,
        accounts=len(names),
        head=head,
        wrong=tuple(check.wrong),
        decisions=decided.sequence,
        decision_head=decided,
    )


async def _read(
    connection: AsyncConnection,
    check: Check,
    heads_given: tuple[Head | None, Head | None],
    progress: Callable[[int, int], None],
) -> Head:
    given, given_decisions = heads_given
    named = await connection.execute(select(facts))
    known = {str(name): str(value) for name, value in named}
    if set(known) != {"zone", "genesis"}:
        check.tell("the facts of its zone and chain")
    hashes = {0: first(known.get("zone", ""), known.get("genesis", ""))}
    check.hash = hashes[0]
    for number, participant, asset, purpose in await connection.execute(select(accounts)):
        check.account_names[number] = f"{participant}/{asset}/{purpose}", asset
    head = (await connection.execute(select(heads))).one_or_none()
    places = [cursor.sequence for cursor in await connection.execute(select(cursors))]
    wanted = {*places, given.sequence if given else 0, *await entries_named(connection)}
    while rows := await _entries(connection, check.sequence):
        for row, lines, original in rows:
            check.entry(row, lines, original)
            if row.sequence in wanted:
                hashes[row.sequence] = row.hash
        progress(check.sequence, head.sequence if head else check.sequence)
    _check_end(check, head, await _count(connection))
    if given is not None and hashes.get(given.sequence) != given.hash:
        check.tell(f"the head {given.sequence} that was written down is not in it")
    for cursor in await connection.execute(select(cursors)):
        at = hashes.get(cursor.sequence, b"")
        if seal(cursor.name, cursor.value, cursor.sequence, at) != cursor.seal:
            check.tell(f"the cursor {cursor.name!r}: its seal")
    return await read_all_decisions(connection, known, hashes, given_decisions, check.tell)


def _check_end(check: Check, head: Any, total: int) -> None:
    if head is None:
        check.tell("its head is missing")
    elif (head.id, head.sequence, head.hash) != (1, check.sequence, check.hash):
        check.tell(f"its head is of entry {head.sequence}; the last one is {check.sequence}")
    elif (head.postings, head.accounts) != (check.postings, len(check.account_names)):
        check.tell("its head counts other postings or accounts")
    if total != check.postings:
        check.tell(f"{total - check.postings} postings are of no entry")
    numbers = set(check.account_names)
    if numbers != set(range(1, len(numbers) + 1)) or numbers != set(check.balances):
        check.tell("its accounts are not those that it posts to")


async def _count(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(postings))).scalar_one())


async def _entries(
    connection: AsyncConnection, after: int
) -> list[tuple[Any, list[Any], tuple[Any, list[Any]] | None]]:
    """The next entries with their postings, and what they finalize or reverse."""
    e = entries.c
    query = select(entries).where(e.sequence > after).order_by(e.sequence).limit(TOGETHER)
    rows = (await connection.execute(query)).all()
    if not rows:
        return []
    within = postings.c.sequence.between(rows[0].sequence, rows[-1].sequence)
    lines = _by_sequence((await connection.execute(select(postings).where(within))).all())
    originals, taken = await _originals(connection, rows[0].sequence, rows[-1].sequence)
    found = []
    for row in rows:
        original = originals.get(row.target) if row.target else None
        about = None if original is None else (original, taken.get(original.sequence, []))
        found.append((row, lines.get(row.sequence, []), about))
    return found


async def _originals(
    connection: AsyncConnection, start: int, end: int
) -> tuple[dict[int, Any], dict[int, list[Any]]]:
    about, original = entries.alias(), entries.alias()
    within = about.c.sequence.between(start, end)
    joined = select(original).join_from(about, original, original.c.sequence == about.c.target)
    rows = (await connection.execute(joined.where(within))).all()
    lines = await connection.execute(
        select(postings)
        .join_from(about, postings, postings.c.sequence == about.c.target)
        .where(within, about.c.kind == int(Kind.REVERSAL))
    )
    return {row.sequence: row for row in rows}, _by_sequence(lines.all())


def _by_sequence(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.sequence, []).append(row)
    return found
