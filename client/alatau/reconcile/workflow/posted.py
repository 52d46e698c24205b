"""What the ledger has for reconciliation, as of any of its entries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from alatau.ledger import Ledger, Stored
from alatau.reconcile.sources.facts import ChainFact
from alatau.reconcile.sources.from_chain import chain_facts
from alatau.reconcile.sources.from_statements import account_name
from alatau.reconcile.workflow.bookings import (
    MATCH,
    SOURCE,
    STATEMENT,
    PostedMatch,
    booking_id,
    read_match,
)
from alatau.reconcile.workflow.carried import is_chains, signature_of
from alatau.reconcile.workflow.casebook import Casebook
from alatau.reconcile.workflow.statement_records import read_entry, read_statement
from alatau.statements import Account, Entry, Statement, Status
from alatau.statements import Kind as StatementKind

PAGE: Final = 5_000
"""Transactions that are read at once."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted up to an entry of the ledger, since the newest closing.

    `entries` are booked ones by the SHA-256 of their file and the number of their statement in
    it, `bookings` the ids of all that were read; `retold` those of before that a bank tells again,
    by account.  `matches` are automatic ones that stand, also of before as far as something may
    repeat them or take them back.  `gone` are ids of transactions that were taken back, `before`
    of those that the closing's run had compared.
    """

    chain: tuple[ChainFact, ...]
    entries: Mapping[tuple[str, int], tuple[Entry, ...]]
    bookings: frozenset[str]
    retold: Mapping[str, tuple[Entry, ...]]
    matches: tuple[PostedMatch, ...]
    gone: frozenset[str]
    before: frozenset[str]


async def read_posted(
    ledger: Ledger, upto: int, book: Casebook, *, signatures: Iterable[str] = (), lookback: int = 0
) -> Posted:
    """Read the ledger as it was after its entry `upto`: the open period, and what it refers to.

    `signatures` are those of transactions that are compared, whenever they were; `lookback`
    seconds before the closing's end matches are still read.
    """
    found = _Reading(ledger, upto, book.carried.head)
    await found.period()
    if book.carried.run:
        await found.matches_since(book.carried.ends - lookback)
        await found.named(signatures, book)
        await found.told_again(book)
    return found.done()


class _Reading:
    def __init__(self, ledger: Ledger, upto: int, head: int) -> None:
        self._ledger, self._upto, self._head = ledger, upto, head
        self._chain: list[ChainFact] = []
        self._entries: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._bookings: set[str] = set()
        self._retold: dict[str, list[Entry]] = defaultdict(list)
        self._matches: dict[str, PostedMatch] = {}
        self._gone: set[str] = set()
        self._before: set[str] = set()

    def done(self) -> Posted:
        return Posted(
            chain=tuple(self._chain),
            entries={place: tuple(found) for place, found in self._entries.items()},
            bookings=frozenset(self._bookings),
            retold={account: tuple(found) for account, found in self._retold.items()},
            matches=tuple(self._matches.values()),
            gone=frozenset(self._gone),
            before=frozenset(self._before),
        )

    async def period(self) -> None:
        """What was posted since the closing's run."""
        async for stored in self._pages(self._head, self._upto):
            one = stored.transaction
            if one.source != SOURCE:
                self._chain += chain_facts([stored])
                if one.reverses:
                    self._gone.add(one.reverses)
            elif not one.reverses and one.id.startswith(f"{STATEMENT}:"):
                place = one.metadata["file"], int(one.metadata["statement"])
                self._entries[place].append(read_entry(json.loads(one.metadata["entry"])))
                self._bookings.add(one.id)
            else:
                self._match(stored)

    async def matches_since(self, time: int) -> None:
        """Matches of before, from a time on."""
        start = await self._ledger.before(time)
        async for stored in self._pages(start, self._head, begins=f"{MATCH}:"):
            self._match(stored)

    async def named(self, signatures: Iterable[str], book: Casebook) -> None:
        """Transactions and matches of before, by what names them."""
        carried = book.carried
        wanted = {*signatures, *carried.signatures}
        wanted |= {signature_of(id_) for id_ in book.open_items() if is_chains(id_)}
        wanted -= {fact.signature for fact in self._chain}
        for stored in await self._find(f"chain:{one}" for one in sorted(wanted)):
            self._chain += chain_facts([stored])
            self._before.add(stored.transaction.id)
        for stored in await self._find(carried.beside):
            self._match(stored)

    async def told_again(self, book: Casebook) -> None:
        """Booked entries of before that files of the period tell again."""
        accounts = {
            booking_id(account_name(one), entry): account_name(one)
            for one in statements_since(book, {})
            for entry in one.entries
            if entry.status is Status.BOOKED
        }
        for stored in await self._find(sorted(accounts.keys() - self._bookings)):
            id_ = stored.transaction.id
            entry = read_entry(json.loads(stored.transaction.metadata["entry"]))
            self._retold[accounts[id_]].append(entry)
            self._bookings.add(id_)
            self._before.add(id_)

    def _match(self, stored: Stored) -> None:
        match = read_match(stored)
        if match is not None and not stored.reversed_by:
            self._matches[match.id] = match

    async def _pages(self, after: int, upto: int, begins: str = "") -> AsyncIterator[Stored]:
        while page := await self._ledger.transactions(after=after, limit=PAGE, begins=begins):
            for one in page:
                if one.sequence > upto:
                    return
                yield _as_of(one, self._upto)
            after = page[-1].sequence

    async def _find(self, ids: Iterable[str]) -> list[Stored]:
        """Those of them that were posted when the closing's run read the ledger."""
        found: list[Stored] = []
        for some in _by_pages(ids):
            found += await self._ledger.find(*some)
        return [_as_of(one, self._upto) for one in found if one.sequence <= self._head]


async def read_takes(ledger: Ledger, ids: Iterable[str]) -> dict[str, int]:
    """How often an automatic match was posted before, by its id without its number."""
    takes: dict[str, int] = {}
    wanted = {one: one for one in ids}
    while wanted:
        found: set[str] = set()
        for some in _by_pages(wanted):
            found |= {one.transaction.id for one in await ledger.find(*some)}
        wanted = {id_: base for id_, base in wanted.items() if id_ in found}
        for base in wanted.values():
            takes[base] = takes.get(base, 0) + 1
        wanted = {f"{base}-{takes[base] + 1}": base for base in wanted.values()}
    return takes


async def read_booked(ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of the file that each booked entry is of, by the ids that are booked."""
    found: dict[str, str] = {}
    for some in _by_pages(ids):
        for one in await ledger.find(*some):
            found[one.transaction.id] = one.transaction.metadata["file"]
    return found


def statements_since(
    book: Casebook, entries: Mapping[tuple[str, int], tuple[Entry, ...]]
) -> tuple[Statement, ...]:
    """Statements accepted since the newest closing's run, in the order in which they were."""
    found = []
    for digest, content in islice(book.statements.items(), book.carried.files, None):
        for number, values in enumerate(content["statements"]):
            more = tuple(map(read_entry, values["more"]))
            booked = entries.get((digest, number), ())
            found.append(read_statement(values["head"], (*booked, *more)))
    return tuple(found)


def retold_statements(posted: Posted) -> Iterator[Statement]:
    """Entries of before that are told again, as reports: so that both tellings are one entry."""
    for account, entries in posted.retold.items():
        yield Statement("", StatementKind.REPORT, Account(iban=account), entries=entries)


def statements_before(book: Casebook) -> tuple[Statement, ...]:
    """Those of before: what they say of themselves, and one entry for all that they booked."""
    found = []
    for content in islice(book.statements.values(), book.carried.files):
        for values in content["statements"]:
            booked = (read_entry(values["booked"]),) if "booked" in values else ()
            found.append(read_statement(values["head"], booked))
    return tuple(found)


def heads_of(book: Casebook) -> list[Statement]:
    """All accepted statements without their entries."""
    return [
        read_statement(values["head"], ())
        for content in book.statements.values()
        for values in content["statements"]
    ]


def _by_pages(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while some := list(islice(rest, PAGE)):
        yield some


def _as_of(stored: Stored, upto: int) -> Stored:
    """Without what came later."""
    return replace(
        stored,
        finalized=stored.finalized if stored.finalized <= upto else 0,
        reversed_by=stored.reversed_by if stored.reversed_by <= upto else 0,
    )
