"""What a journal knows: intents, signed transactions, and how each came to its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What is known of an entry."""

    PREPARED = "prepared"  # sequence and salt chosen, nothing signed
    SIGNED = "signed"  # signed bytes on disk, perhaps not handed over
    SENT = "sent"  # handed to the chain
    PROCESSED = "processed"  # seen at that commitment, with success or with an error
    CONFIRMED = "confirmed"  # the same
    FINALIZED = "finalized"  # executed with success, for good
    FAILED = "failed"  # executed with an error, for good
    EXPIRED = "expired"  # proven not to have landed; may be signed again, same sequence
    UNKNOWN = "unknown"  # neither can be proven now


OVER = frozenset({State.FINALIZED, State.FAILED})
"""Nothing more happens to these."""

UNRESOLVED = frozenset({State.SIGNED, State.SENT, State.PROCESSED, State.CONFIRMED, State.UNKNOWN})
"""Signed, and the chain has yet to say what came of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent: its key, the sequence of `account` it uses (0: none), its salt, its state.

    `signature` (base58) is that of the attempt that was seen to land, in `slot`.  A failed
    one keeps `error` and `logs`, so that asking again gives the same refusal even where the
    node has forgotten the transaction.  `content` is a digest of what is intended: the same
    key with another one is a mistake.  `number` is its place in the journal, from 1.
    """

    key: str
    account: str
    sequence: int
    salt: bytes
    state: State
    signature: str = ""
    slot: int = 0
    error: str = ""
    logs: tuple[str, ...] = ()
    content: bytes = b""
    number: int = field(default=0, compare=False)

    @property
    def is_over(self) -> bool:
        """Whether its outcome is known for good."""
        return self.state in OVER

    @property
    def succeeded(self) -> bool:
        """Whether it was seen to take effect; for good once it `is_over`."""
        seen = {State.PROCESSED, State.CONFIRMED, State.FINALIZED}
        return self.state in seen and not self.error


@dataclass(frozen=True, slots=True)
class Attempt:
    """A signed transaction of an entry: `message` is all of it, serialized.

    It was signed when the chain was at `slot`, with a `blockhash` (base58) that is accepted
    up to the block height `last_valid_block_height`.
    """

    signature: str
    key: str
    message: bytes
    last_valid_block_height: int
    blockhash: str = ""
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a transition rests on: the chain at `slot` and block `height`, and in words."""

    slot: int = 0
    height: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """An entry came into a state, `at` unix milliseconds by this machine's clock."""

    key: str
    state: State
    at: int
    evidence: Evidence
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that a journal has of one intent, oldest first."""

    entry: Entry
    attempts: tuple[Attempt, ...]
    transitions: tuple[Transition, ...]
