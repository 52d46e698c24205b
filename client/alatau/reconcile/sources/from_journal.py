"""The journal's intents as facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from solders.transaction import VersionedTransaction

from alatau.program import PROGRAM_ID
from alatau.reconcile.sources.facts import JournalFact
from alatau.sender import Attempt, Record

PER_SIGNATURE: Final = 5_000
"""Lamports that the network takes for each signature, of failed transactions too."""
_MILLISECONDS: Final = 1_000


def journal_facts(records: Iterable[Record]) -> Iterator[JournalFact]:
    """A fact for each intent; those of which nothing was signed too."""
    for record in records:
        entry = record.entry
        newest = record.transitions[-1].at if record.transitions else 0
        yield JournalFact(
            key=entry.key,
            state=entry.state,
            at=newest // _MILLISECONDS,
            signatures=tuple(each.signature for each in record.attempts),
            landed=entry.signature,
            slot=entry.slot,
            error=entry.error,
            least_fee=_least_fee(record.attempts),
            of_program=any(map(_calls_program, record.attempts)) or not record.attempts,
        )


def fee_payers(records: Iterable[Record]) -> frozenset[str]:
    """Who paid for the transactions of a journal: whose others must be in it too."""
    return frozenset(
        str(VersionedTransaction.from_bytes(attempt.message).message.account_keys[0])
        for record in records
        for attempt in record.attempts
    )


def _calls_program(attempt: Attempt) -> bool:
    # Programs that are called stand in the message itself, never in lookup tables.
    return PROGRAM_ID in VersionedTransaction.from_bytes(attempt.message).message.account_keys


def _least_fee(attempts: Iterable[Attempt]) -> int:
    counts = [len(VersionedTransaction.from_bytes(one.message).signatures) for one in attempts]
    return min(counts, default=0) * PER_SIGNATURE
