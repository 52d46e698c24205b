"""What is hashed: a transaction's content as canonical JSON, an entry after the one before it."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from enum import IntEnum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Final

from alatau.ledger.model import LedgerTransaction, Status

_DOMAIN: Final = "alatau-ledger-1"
_ENTRY: Final = struct.Struct(">QBQQQ")


def _list(values: Iterable[str]) -> str:
    # An encoder of the library makes itself ready at each call, which takes longer than this.
    return f"[{','.join(map(encode_basestring, values))}]"


class Kind(IntEnum):
    """What an entry is."""

    PROVISIONAL = 1
    FINAL = 2
    REVERSAL = 3
    FINALIZED = 4
    """No postings: the provisional transaction that it names is final."""


KINDS: Final = {
    Status.PROVISIONAL: Kind.PROVISIONAL,
    Status.FINAL: Kind.FINAL,
    Status.REVERSAL: Kind.REVERSAL,
}
STATUSES: Final = {kind: status for status, kind in KINDS.items()}


def names(values: Mapping[str, str]) -> str:
    """References or metadata as text: JSON with its keys in order, nothing for none."""
    if not values:
        return ""
    quote = encode_basestring
    return f"{{{','.join([f'{quote(name)}:{quote(values[name])}' for name in sorted(values)])}}}"


def read_names(text: str) -> dict[str, str]:
    """The inverse of `names`."""
    found: dict[str, str] = json.loads(text) if text else {}
    return found


def content(
    texts: tuple[str, ...], time: int, slot: int, postings: Iterable[tuple[str, int]]
) -> bytes:
    """SHA-256 of what a transaction is, whatever its status.

    `texts` are id, source, description, actor, reason, id of what is reversed, references and
    metadata (as `names` writes them); `postings` accounts' texts and amounts, in any order.
    """
    lines = [part for account, amount in sorted(postings) for part in (account, str(amount))]
    return sha256(_list((*texts, str(time), str(slot), *lines)).encode()).digest()


def content_of(one: LedgerTransaction, texts: tuple[str, ...]) -> bytes:
    """SHA-256 of a transaction's content; `texts` are its `texts_of`."""
    return content(texts, one.time, one.slot, [(p.account.text, p.amount) for p in one.postings])


def texts_of(one: LedgerTransaction) -> tuple[str, ...]:
    """The texts of a transaction, in the order in which they are hashed and kept."""
    return (
        one.id,
        one.source,
        one.description,
        one.actor,
        one.reason,
        one.reverses,
        names(one.references),
        names(one.metadata),
    )


def first(zone: str, genesis: str) -> bytes:
    """The hash before the first entry: of the domain, the zone's name, the chain's genesis."""
    return sha256(_list((_DOMAIN, zone, genesis)).encode()).digest()


def follow(before: bytes, entry: tuple[int, int, int, int, int], what: bytes) -> bytes:
    """The hash of an entry.

    `entry` is its sequence, kind, the entry that it reverses or finalizes (0: none), how many of
    its id there were before, and when it was recorded (unix seconds); `what` its content.
    """
    return sha256(before + _ENTRY.pack(*entry) + what).digest()


def seal(name: str, value: str, sequence: int, head: bytes) -> bytes:
    """What a cursor is sealed with: its name, its value, and the head that it was written at."""
    return sha256(_list((_DOMAIN, name, value, str(sequence), head.hex())).encode()).digest()
