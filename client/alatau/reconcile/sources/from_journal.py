"""The journal's intents as facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from solders.transaction import VersionedTransaction

from alatau.program import PROGRAM_ID
from alatau.reconcile.sources.facts import JournalFact
from alatau.sender import Record

PER_SIGNATURE: Final = 5_000
"""Lamports that the network takes for each signature, of failed transactions too."""
_MILLISECONDS: Final = 1_000


class JournalFacts:
    """The facts of a journal, a record at a time.  Read, it knows whose transactions they are."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.signers: set[str] = set()
        """Who paid for them: whose others must be in the journal too."""

    def __iter__(self) -> Iterator[JournalFact]:
        """A fact for each intent; those of which nothing was signed too."""
        for record in self._records:
            signed = [VersionedTransaction.from_bytes(one.message) for one in record.attempts]
            self.signers.update(str(one.message.account_keys[0]) for one in signed)
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
                least_fee=min((len(one.signatures) for one in signed), default=0) * PER_SIGNATURE,
                # Programs that are called stand in the message itself, never in lookup tables.
                of_program=any(PROGRAM_ID in one.message.account_keys for one in signed)
                or not signed,
            )
