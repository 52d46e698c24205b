"""What changes become: entries and postings, with their hashes and running values.  No database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from alatau.errors import EntryConflict, EntryInvalid, EntryMissing
from alatau.ledger.canonical import KINDS, Kind, content_of, follow, texts_of
from alatau.ledger.model import (
    Change,
    Finalize,
    LedgerAccount,
    LedgerTransaction,
    Posting,
    Reverse,
    Status,
)
from alatau.ledger.schema import LOW


@dataclass(slots=True)
class Known:
    """The newest entry of an id, and what came after it (sequences; 0: nothing)."""

    sequence: int
    take: int
    kind: int
    content: bytes
    time: int
    slot: int
    target: int = 0
    finalized: int = 0
    reversed: int = 0

    @property
    def pending(self) -> bool:
        return self.kind == Kind.PROVISIONAL and not self.finalized and not self.reversed

    @property
    def void(self) -> bool:
        """It never was: its id is free again."""
        return self.kind == Kind.PROVISIONAL and not self.finalized and bool(self.reversed)


@dataclass(slots=True)
class Books:
    """What the next entry builds on."""

    sequence: int
    hash: bytes
    postings: int
    accounts: int
    latest_time: int = 0
    latest_slot: int = 0
    pending: dict[int, None] = field(default_factory=dict)
    balances: dict[LedgerAccount, list[int]] = field(default_factory=dict)
    """Number and balance of accounts, of those that were asked for."""

    @property
    def oldest_open(self) -> int:
        return next(iter(self.pending), self.sequence + 1)


class Batch:
    """The rows of one commit.  Adding to it changes the books it builds on."""

    def __init__(self, books: Books, now: int) -> None:
        self.books = books
        self._now = now
        self.known: dict[str, Known] = {}
        self.originals: dict[int, tuple[Posting, ...]] = {}
        self.accounts: list[tuple[Any, ...]] = []
        self.entries: list[tuple[Any, ...]] = []
        self.postings: list[tuple[int, ...]] = []
        self.counts = {Kind.PROVISIONAL: 0, Kind.FINAL: 0, Kind.REVERSAL: 0, Kind.FINALIZED: 0}
        self.repeated = 0

    def add(self, change: Change) -> None:
        """Add what is new of a change.  Raises `EntryConflict`, `EntryMissing`, `EntryInvalid`."""
        if isinstance(change, LedgerTransaction):
            self._transaction(change)
        elif isinstance(change, Finalize):
            self._finalize(change.id)
        else:
            self._reverse(change)

    def _transaction(self, one: LedgerTransaction) -> None:
        if one.status is Status.REVERSAL:
            raise EntryInvalid(one.id, "is a reversal: post a `Reverse`, which finds its postings")
        found, texts = self.known.get(one.id), texts_of(one)
        what = content_of(one, texts)
        if found is None or found.void:
            self._append(one, texts, what, take=0 if found is None else found.take + 1)
        elif found.content != what:
            raise EntryConflict(
                one.id,
                "stands in the ledger with another content",
                remedy="a provisional one is moved by reversing it first; "
                "a final one is corrected by a transaction of another id",
            )
        elif found.pending and one.status is Status.FINAL:
            self._finalize(one.id)
        else:
            self.repeated += 1

    def _finalize(self, id_: str) -> None:
        found = self.known.get(id_)
        if found is None:
            raise EntryMissing(id_)
        if found.void:
            raise EntryConflict(id_, "was reversed, so it cannot become final")
        if not found.pending:
            self.repeated += 1
            return
        books = self.books
        del books.pending[found.sequence]
        found.finalized = books.sequence + 1
        self._entry(Kind.FINALIZED, found.content, ("",) * 7, target=found.sequence)

    def _reverse(self, one: Reverse) -> None:
        if (mine := self.known.get(one.id)) is not None:
            self._repeat(one, mine)
            return
        found = self.known.get(one.reverses)
        if found is None:
            raise EntryMissing(one.reverses)
        if found.reversed:
            raise EntryConflict(one.reverses, "is reversed already, under another id")
        if found.kind == Kind.REVERSAL:
            raise EntryConflict(one.reverses, "is a reversal: post anew what it took back")
        time, slot = one.time, 0
        if found.pending:
            time, slot = found.time, found.slot
        if time is None:
            raise EntryInvalid(one.id, "reverses a final transaction, so it has a time of its own")
        if one.time not in {None, time}:
            raise EntryInvalid(one.id, "reverses a provisional transaction, so it has its time")
        reversal = _reversal(one, self.originals[found.sequence], time, slot)
        texts = texts_of(reversal)
        self.books.pending.pop(found.sequence, None)
        found.reversed = self.books.sequence + 1
        what = content_of(reversal, texts)
        self._append(reversal, texts, what, take=0, target=found.sequence)

    def _repeat(self, one: Reverse, mine: Known) -> None:
        if mine.kind == Kind.REVERSAL and one.time in {None, mine.time}:
            again = _reversal(one, self.originals[mine.target], mine.time, mine.slot)
            if content_of(again, texts_of(again)) == mine.content:
                self.repeated += 1
                return
        raise EntryConflict(one.id, "stands in the ledger with another content")

    def _append(
        self,
        one: LedgerTransaction,
        texts: tuple[str, ...],
        what: bytes,
        *,
        take: int,
        target: int = 0,
    ) -> None:
        books, kind = self.books, KINDS[one.status]
        sequence = books.sequence + 1
        if kind is Kind.PROVISIONAL:
            books.pending[sequence] = None
        at = {"time": one.time, "slot": one.slot}
        self._entry(kind, what, texts[1:], id_=texts[0], take=take, target=target, **at)
        self.known[one.id] = Known(sequence, take, kind, what, one.time, one.slot, target)
        self.originals[sequence] = one.postings
        add, balances = self.postings.append, books.balances
        for posting in one.postings:
            amount, account = posting.amount, balances.get(posting.account)
            if account is None:
                account = self._open(posting.account)
            balance = account[1] = account[1] + amount
            add((sequence, account[0], amount >> 32, amount & LOW, balance >> 32, balance & LOW))

    def _open(self, account: LedgerAccount) -> list[int]:
        books = self.books
        books.accounts += 1
        row = (books.accounts, account.participant, account.asset, account.purpose.value)
        self.accounts.append(row)
        made = books.balances[account] = [books.accounts, 0]
        return made

    def _entry(
        self,
        kind: Kind,
        what: bytes,
        texts: Sequence[str],
        *,
        id_: str | None = None,
        take: int = 0,
        target: int = 0,
        time: int | None = None,
        slot: int | None = None,
    ) -> None:
        books = self.books
        sequence = books.sequence = books.sequence + 1
        books.hash = follow(books.hash, (sequence, kind, target, take, self._now), what)
        books.latest_time = max(books.latest_time, time or 0)
        books.latest_slot = max(books.latest_slot, slot or 0)
        self.counts[kind] += 1
        running = (what, books.hash, books.latest_time, books.latest_slot, books.oldest_open)
        self.entries.append(
            (
                sequence,
                int(kind),
                id_,
                take,
                target or None,
                time,
                slot,
                *texts,
                self._now,
                *running,
            )
        )


def _reversal(one: Reverse, postings: Iterable[Posting], time: int, slot: int) -> LedgerTransaction:
    return LedgerTransaction(
        id=one.id,
        postings=tuple(Posting(posting.account, -posting.amount) for posting in postings),
        time=time,
        slot=slot,
        status=Status.REVERSAL,
        source=one.source,
        description=one.description,
        actor=one.actor,
        reason=one.reason,
        references=one.references,
        metadata=one.metadata,
        reverses=one.reverses,
    )
