"""A landed transaction as the ledger needs it: who paid for it, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from solders.message import Message, MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import TransactionRecord
from alatau.chain.lamports import Lamports
from alatau.indexer.change import AnyChange
from alatau.indexer.changes import changes
from alatau.program.events import Event, read_events


@dataclass(frozen=True, slots=True)
class Decoded:
    """One transaction.

    `fee` in lamports, paid by `fee_payer`; `named` are the accounts that it names in itself,
    not those of lookup tables; `time` in unix seconds; `error` is the runtime's as
    canonical JSON, and nothing but the fee has happened where there is one.  `truncated`: the
    runtime cut the logs off, so that changes may be missing, of accounts that it may write: those
    `writable`, and others where it `looks_up` some in tables.  `lamports` is by how much those of
    accounts changed beside the fee; None: the chain does not know.
    """

    signature: Signature
    slot: int
    time: int
    fee: int
    fee_payer: Pubkey
    named: frozenset[Pubkey]
    error: str
    events: tuple[Event, ...]
    changes: tuple[AnyChange, ...]
    truncated: bool
    writable: frozenset[Pubkey] = frozenset()
    looks_up: bool = False
    part: str = ""
    """Names a part that cannot be told from those of others like it: see `truncated`."""
    lamports: Lamports | None = ()


def decode(record: TransactionRecord) -> Decoded:
    """What a record says."""
    log = read_events(record.logs)
    events = () if record.error else log.events
    message = VersionedTransaction.from_bytes(record.message).message
    named = message.account_keys
    truncated = log.truncated and not record.error
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
        truncated,
        _writable(message) if truncated else frozenset(),
        truncated and isinstance(message, MessageV0) and bool(message.address_table_lookups),
        lamports=_without_fee(record, named[0]),
    )


def _without_fee(record: TransactionRecord, payer: Pubkey) -> Lamports | None:
    changed, fee = record.lamports, record.fee
    if len(changed) == 1 and changed[0][1] == -fee and changed[0][0] == payer:
        return ()  # nearly all
    if not changed and fee:
        return None
    others = tuple(each for each in changed if each[0] != payer)
    paid = fee + next((amount for address, amount in changed if address == payer), 0)
    return ((payer, paid), *others) if paid else others


def _writable(message: Message | MessageV0) -> frozenset[Pubkey]:
    """Those that it names in itself."""
    header, keys = message.header, message.account_keys
    signed = header.num_required_signatures
    return frozenset(
        [
            *keys[: signed - header.num_readonly_signed_accounts],
            *keys[signed : len(keys) - header.num_readonly_unsigned_accounts],
        ]
    )
