"""What is to happen once, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.transaction import VersionedTransaction

from alatau.chain.base import TransactionRecord


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to happen once: instructions, who signs, who pays the network's fee."""

    key: str
    instructions: tuple[Instruction, ...]
    fee_payer: Keypair
    signers: tuple[Keypair, ...] = ()
    content: bytes = b""
    """A digest of what is intended, where that is not all of the instructions."""
    transaction: VersionedTransaction | None = None
    """What is sent, where others have signed it too: it cannot be signed again."""
    tables: tuple[AddressLookupTableAccount, ...] = ()
    """Address lookup tables that the transaction may name accounts by."""
    sponsored: bool = False
    """Whether the fee payer pays for somebody else: then it may be nothing but the fee payer."""

    def digest(self) -> bytes:
        """`content`, or else the SHA-256 of the instructions."""
        return self.content or sha256(b"".join(map(bytes, self.instructions))).digest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an intent: executed in `slot` by `signature`, with success or `error`.

    `error` is the runtime's as canonical JSON, empty for success; `logs` are kept of what
    failed.  `recorded`: it had failed so before it was asked for with its key again.
    """

    key: str
    signature: str
    slot: int
    error: str = ""
    logs: tuple[str, ...] = ()
    recorded: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Landed:
    """An intent that took effect, by this transaction."""

    key: str
    record: TransactionRecord
