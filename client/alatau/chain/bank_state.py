"""What a bank remembers, and what becomes of a transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeVar

from solders.account import Account
from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.base import AccountInfo, TransactionRecord

BLOCKHASH_LIFETIME = 150  # blocks, as on a cluster

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Landed:
    """A transaction that took effect or was charged, with all that it changed."""

    record: TransactionRecord
    addresses: tuple[Pubkey, ...]
    changes: dict[Pubkey, Account | None]


@dataclass(frozen=True, slots=True)
class Refused:
    """A transaction that left no trace, with the runtime's error as canonical JSON."""

    error: str


@dataclass(slots=True)
class BankState:
    """What outlives a process: loaded by the store, kept current by the bank.

    Each in the order of the heights: `blockhashes` that are accepted, `signatures` that
    landed with one of them (slot, error), and those `expired` by promise.
    """

    height: int = 0
    clock: int = 0
    offset: int = 0
    """Seconds from the real time to the chain's: negative where it began in the past."""
    blockhashes: dict[Hash, int] = field(default_factory=dict)
    signatures: dict[Signature, tuple[int, str | None]] = field(default_factory=dict)
    expired: dict[Signature, int] = field(default_factory=dict)

    def accepts(self, blockhash: Hash) -> bool:
        """Whether a transaction with this blockhash may still land."""
        born = self.blockhashes.get(blockhash)
        return born is not None and born >= self.height - BLOCKHASH_LIFETIME

    def forget(self, height: int, slot: int) -> None:
        """Forget what is older than the block of this height and slot."""
        # All are in their order, so only what goes is looked at.
        for known, _ in list(takewhile(lambda item: item[1] < height, self.blockhashes.items())):
            del self.blockhashes[known]
        for seen, _ in list(takewhile(lambda item: item[1][0] < slot, self.signatures.items())):
            del self.signatures[seen]
        # Whatever blockhash a promise was about is itself forgotten by then.
        for dead, _ in list(takewhile(lambda item: item[1] < height, self.expired.items())):
            del self.expired[dead]

    def rewind(self, height: int, slot: int) -> None:
        """Be again as right after the block of this height and slot; the clock runs on."""
        self.height = height
        for made in _newest(self.blockhashes, lambda born: born > height):
            del self.blockhashes[made]
        for landed in _newest(self.signatures, lambda outcome: outcome[0] > slot):
            del self.signatures[landed]


def account_info(account: Account) -> AccountInfo:
    """What the VM gives, as every chain does."""
    return AccountInfo(account.lamports, account.owner, account.data, account.executable)


def _newest(items: dict[K, V], wanted: Callable[[V], bool]) -> list[K]:
    return [key for key, _ in takewhile(lambda item: wanted(item[1]), reversed(items.items()))]
