"""A landed transaction as the ledger needs it: who paid for it, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import TransactionRecord
from alatau.indexer.change import Change
from alatau.indexer.changes import changes
from alatau.program.events import Event, read_events


@dataclass(frozen=True, slots=True)
class Decoded:
    """One transaction.

    `fee` in lamports, paid by `fee_payer`; `named` are the accounts that it names in itself,
    not those of lookup tables; `time` in unix seconds; `error` is the runtime's as
    canonical JSON, and nothing but the fee has happened where there is one.  `truncated`: the
    runtime cut the logs off, so that changes may be missing.
    """

    signature: Signature
    slot: int
    time: int
    fee: int
    fee_payer: Pubkey
    named: frozenset[Pubkey]
    error: str
    events: tuple[Event, ...]
    changes: tuple[Change, ...]
    truncated: bool


def decode(record: TransactionRecord) -> Decoded:
    """What a record says."""
    log = read_events(record.logs)
    events = () if record.error else log.events
    named = VersionedTransaction.from_bytes(record.message).message.account_keys
    return Decoded(
        record.signature,
        record.slot,
        record.time,
        record.fee,
        named[0],
        frozenset(named),
        record.error or "",
        events,
        tuple(change for event in events for change in changes(event)),
        log.truncated and not record.error,
    )
