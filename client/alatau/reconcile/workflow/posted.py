"""What the ledger has for reconciliation, as of any of its entries."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from alatau.ledger import Ledger, Stored
from alatau.reconcile.sources.facts import ChainFact
from alatau.reconcile.sources.from_chain import chain_facts
from alatau.reconcile.workflow.bookings import MATCH, SOURCE, STATEMENT, PostedMatch, read_match
from alatau.reconcile.workflow.casebook import Casebook
from alatau.reconcile.workflow.statement_records import read_entry, read_statement
from alatau.statements import Entry, Statement

PAGE: Final = 5_000
"""Transactions that are read at once."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted up to an entry of the ledger.

    `entries` are booked ones by the SHA-256 of their file and the number of their statement in
    it, `bookings` that file by the ids of their transactions.  `matches` are the automatic ones
    that stand, `takes` says how often one was taken back, by its id without its number.
    """

    chain: tuple[ChainFact, ...]
    entries: Mapping[tuple[str, int], tuple[Entry, ...]]
    bookings: Mapping[str, str]
    matches: tuple[PostedMatch, ...]
    takes: Mapping[str, int]


async def read_posted(ledger: Ledger, upto: int) -> Posted:
    """Read the ledger as it was after its entry `upto`."""
    chain: list[ChainFact] = []
    entries: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    bookings: dict[str, str] = {}
    matches: list[PostedMatch] = []
    takes: Counter[str] = Counter()
    after = 0
    while page := await ledger.transactions(after=after, limit=PAGE):
        after = page[-1].sequence
        known = [_as_of(one, upto) for one in page if one.sequence <= upto]
        chain += chain_facts(known)
        for stored in known:
            one = stored.transaction
            if one.source != SOURCE or one.reverses:
                continue
            if one.id.startswith(f"{STATEMENT}:"):
                place = one.metadata["file"], int(one.metadata["statement"])
                entries[place].append(read_entry(json.loads(one.metadata["entry"])))
                bookings[one.id] = place[0]
            elif (match := read_match(stored)) is not None:
                if stored.reversed_by:
                    takes[base_id(match.id)] += 1
                else:
                    matches.append(match)
        if after >= upto:
            break
    return Posted(
        chain=tuple(chain),
        entries={place: tuple(found) for place, found in entries.items()},
        bookings=bookings,
        matches=tuple(matches),
        takes=dict(takes),
    )


def base_id(match_id: str) -> str:
    """The id of an automatic match without its number."""
    return MATCH + ":" + match_id.removeprefix(f"{MATCH}:").partition("-")[0]


def statements_of(book: Casebook, posted: Posted) -> tuple[Statement, ...]:
    """All accepted statements with their entries, in the order in which they were accepted."""
    found = []
    for digest, content in book.statements.items():
        for number, values in enumerate(content["statements"]):
            more = tuple(map(read_entry, values["more"]))
            entries = posted.entries.get((digest, number), ())
            found.append(read_statement(values["head"], (*entries, *more)))
    return tuple(found)


def heads_of(book: Casebook) -> list[Statement]:
    """All accepted statements without their entries."""
    return [
        read_statement(values["head"], ())
        for content in book.statements.values()
        for values in content["statements"]
    ]


def _as_of(stored: Stored, upto: int) -> Stored:
    """Without what came later."""
    return replace(
        stored,
        finalized=stored.finalized if stored.finalized <= upto else 0,
        reversed_by=stored.reversed_by if stored.reversed_by <= upto else 0,
    )
