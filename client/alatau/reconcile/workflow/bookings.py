"""How the bank's money enters the books, and leaves suspense.

A booked entry debits the bank and credits suspense.  A match moves it on to what is issued for
it on the chain, a write-off to the outside: so what is in suspense is what is not resolved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from alatau.ledger import (
    LedgerAccount,
    LedgerTransaction,
    Posting,
    Purpose,
    Stored,
    canonical_json,
)
from alatau.reconcile.model import Item, Match, Source, Stage
from alatau.reconcile.workflow.records import Share, item_plain, read_item
from alatau.reconcile.workflow.statement_records import entry_plain
from alatau.statements import Entry

SOURCE: Final = "reconcile"
"""The source of all transactions of reconciliation in the ledger."""
STATEMENT: Final = "statement"
"""What the ids of booked entries begin with."""
MATCH: Final = "match"


def booking(
    account: str, entry: Entry, asset: str, amount: int, *, time: int, file: str, statement: int
) -> LedgerTransaction:
    """What a booked entry posts: the bank's money, and that nobody knows yet whose it is.

    `account` is the bank account's name, `amount` base units of the `asset` (not 0), `time` when
    it takes effect in the books, `file` the SHA-256 of the file that told it, `statement` which of
    its statements, from 0.
    """
    references = {}
    if entry.servicer_reference:
        references["bank_reference"] = entry.servicer_reference
    if len(entry.details) == 1:
        (detail,) = entry.details
        named = {"end_to_end_id": detail.end_to_end, "uetr": detail.uetr}
        references |= {name: value for name, value in named.items() if value}
    return LedgerTransaction(
        id=booking_id(account, entry),
        postings=(
            Posting(LedgerAccount("", asset, Purpose.BANK), amount),
            Posting(LedgerAccount("", asset, Purpose.SUSPENSE), -amount),
        ),
        time=time,
        source=SOURCE,
        description=f"booked by the bank on {entry.booked or entry.value}",
        references=references,
        metadata={
            "file": file,
            "statement": str(statement),
            "entry": canonical_json(entry_plain(entry)),
        },
    )


def booking_id(account: str, entry: Entry) -> str:
    """The id of an entry's transaction: the same wherever the entry is told."""
    return f"{STATEMENT}:{account}:{entry.id}"


def moved(
    id_: str,
    shares: Iterable[Share],
    *,
    time: int,
    description: str,
    actor: str = "",
    reason: str = "",
    metadata: Mapping[str, str] | None = None,
) -> LedgerTransaction | None:
    """A move out of suspense: theirs leaves it, ours is issued for it, the rest is the outside's.

    None where nothing moves, as with a movement and its reversal.
    """
    postings = []
    for one in shares:
        for purpose, amount in (
            (Purpose.SUSPENSE, one.theirs_sum),
            (Purpose.ISSUED, -one.ours_sum),
            (Purpose.OUTSIDE, one.ours_sum - one.theirs_sum),
        ):
            if amount:
                postings.append(Posting(LedgerAccount("", one.asset, purpose), amount))
    if not postings:
        return None
    return LedgerTransaction(
        id=id_,
        postings=tuple(postings),
        time=time,
        source=SOURCE,
        description=description,
        actor=actor,
        reason=reason,
        metadata=dict(metadata or {}),
    )


# -- automatic matches -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostedMatch:
    """An automatic match as it stands in the ledger, with its items."""

    id: str
    match: Match
    items: tuple[Item, ...]

    @property
    def share(self) -> Share:
        """What it moves."""
        sums = {"ours": 0, "theirs": 0}
        for item in self.items:
            sums["theirs" if item.source is Source.STATEMENT else "ours"] += item.amount
        return share_of(self.match, sums["ours"], sums["theirs"])


def share_of(match: Match, ours_sum: int, theirs_sum: int) -> Share:
    """A match as what it moves."""
    at_stake = max(abs(ours_sum), abs(theirs_sum))
    return Share(match.asset, match.ours, match.theirs, ours_sum, theirs_sum, at_stake)


def match_id(match: Match) -> str:
    """The id of an automatic match's transaction, the first time that it is posted."""
    ids = (*match.ours, *match.theirs)
    return f"{MATCH}:{sha256(json.dumps(ids).encode()).hexdigest()[:32]}"


def match_posting(
    match: Match, items: Mapping[str, Item], *, time: int, takes: Mapping[str, int]
) -> LedgerTransaction | None:
    """What an automatic match posts, under an id of its items.  None where no money moves.

    `takes` says how often one of an id was posted before, and taken back: the next has a number.
    """
    both = [items[id_] for id_ in (*match.ours, *match.theirs)]
    posted = PostedMatch("", match, tuple(both))
    id_ = match_id(match)
    take = takes.get(id_, 0)
    return moved(
        id_ + (f"-{take + 1}" if take else ""),
        [posted.share],
        time=time,
        description=match.explanation,
        metadata={
            "stage": str(match.stage),
            "items": canonical_json({"items": [item_plain(one) for one in both]}),
        },
    )


def read_match(stored: Stored) -> PostedMatch | None:
    """The automatic match of a transaction; None: it is something else."""
    one = stored.transaction
    if one.source != SOURCE or one.reverses or "stage" not in one.metadata:
        return None
    items = tuple(map(read_item, json.loads(one.metadata["items"])["items"]))
    ours = [item for item in items if item.source is not Source.STATEMENT]
    theirs = [item for item in items if item.source is Source.STATEMENT]
    difference = _sum(theirs) - _sum(ours)
    match = Match(
        Stage(one.metadata["stage"]),
        items[0].asset,
        tuple(item.id for item in ours),
        tuple(item.id for item in theirs),
        difference,
        one.description,
    )
    return PostedMatch(one.id, match, items)


def _sum(items: Sequence[Item]) -> int:
    return sum(item.amount for item in items)
