"""Sending what two sign: the asker's entry in the journal, and the answer that it accepts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.context import ZoneContext, new_key
from alatau.errors import (
    KeyReused,
    QuoteInvalid,
    QuoteStale,
    TransactionExpired,
    TransactionFailed,
)
from alatau.models import Receipt
from alatau.sender import Entry

EventT = TypeVar("EventT")

_ASK_ANEW = "a request fails once: mend the cause, make a new request, and have that answered"


def asked_entry(
    zone: ZoneContext,
    account: Pubkey,
    sequence: int,
    content: bytes,
    *,
    key: str | None,
    field: str,
) -> Entry:
    """The journal's entry of a request, which was made here or, by who asks, elsewhere.

    `field` is what the request calls its sequence.  Raises `QuoteInvalid`, `KeyReused`.
    """
    entry = zone.sender.journal.entry_of(str(account), sequence, content)
    if entry is None:
        name = new_key() if key is None else key
        return zone.sender.keys.prepare(name, account, sequence, b"", content)
    if entry.content != content:
        raise QuoteInvalid(
            "its sequence was taken for something else than this request",
            field=field,
            remedy="nothing of it was done: make a new request, and have that answered",
        )
    if key is not None and key != entry.key:
        raise KeyReused(f"the request was made with the key {entry.key!r}")
    return entry


def needs_fresh(zone: ZoneContext, entry: Entry, transaction: VersionedTransaction | None) -> bool:
    """Whether an answer is executed for the first time, and so must not have expired."""
    sent = transaction is not None and zone.sender.journal.knows(str(transaction.signatures[0]))
    return not entry.is_over and not sent


@contextmanager
def retried_by(remedy: str) -> Iterator[None]:
    """Within, what is told again of a failed attempt says by which `remedy` to try again."""
    try:
        yield
    except TransactionFailed as error:
        if error.recorded:
            error.remedy = remedy
        raise


async def submit_answer(
    zone: ZoneContext,
    event: type[EventT],
    instruction: Instruction,
    *,
    entry: Entry,
    signers: tuple[Keypair, ...],
    transaction: VersionedTransaction | None,
    stale: str,
) -> Receipt[EventT]:
    """Execute an answer: as it was signed, or signed now.  Raises `QuoteStale`, saying `stale`."""
    try:
        with retried_by(_ASK_ANEW):
            return await zone.submit(
                event,
                instruction,
                key=entry.key,
                signers=signers,
                content=entry.content,
                transaction=transaction,
            )
    except TransactionExpired as error:
        raise QuoteStale(stale, remedy="have the same request answered again") from error
