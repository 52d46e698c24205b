"""What `alatau.chain.store` keeps in a file, for chains in memory: the transactions alone.

Everything else is in the bank already.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from solders.account import Account
from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.bank_state import BankState
from alatau.chain.base import SignatureInfo, TransactionRecord
from alatau.chain.store import Batch
from alatau.errors import ChainError


class MemoryStore:
    """Does what a `Store` does, and forgets it with the process."""

    def __init__(self, entropy: Callable[[int], bytes]) -> None:
        self.genesis = str(Hash(entropy(32)))
        self._landed: list[tuple[TransactionRecord, tuple[Pubkey, ...]]] = []
        self._numbers: dict[Signature, int] = {}
        self._naming: dict[Pubkey, list[int]] = {}

    def state(self) -> BankState:
        """A new chain's."""
        return BankState()

    def accounts(self) -> Iterator[tuple[Pubkey, Account]]:
        """A new chain's."""
        yield from ()

    def commit(self, batch: Batch, state: BankState) -> None:
        """See `Store.commit`."""
        for landed in batch.landed:
            number = len(self._landed)
            addresses = tuple(dict.fromkeys(landed.addresses))
            self._landed.append((landed.record, addresses))
            self._numbers[landed.record.signature] = number
            for address in addresses:
                self._naming.setdefault(address, []).append(number)

    def undo(self, slot: int) -> list[TransactionRecord]:
        """Forget what landed after `slot`; returns it, oldest first."""
        undone = []
        while self._landed and self._landed[-1][0].slot > slot:
            record, addresses = self._landed.pop()
            del self._numbers[record.signature]
            for address in addresses:
                self._naming[address].pop()
            undone.append(record)
        return undone[::-1]

    def records(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """See `Store.records`."""
        return [self._record(signature) for signature in signatures]

    def _record(self, signature: Signature) -> TransactionRecord | None:
        number = self._numbers.get(signature)
        return None if number is None else self._landed[number][0]

    def outcome(self, signature: Signature) -> tuple[int, str | None] | None:
        """See `Store.outcome`."""
        record = self._record(signature)
        return None if record is None else (record.slot, record.error)

    def history(self, address: Pubkey, limit: int, before: Signature | None) -> list[SignatureInfo]:
        """See `Store.history`."""
        numbers = self._naming.get(address, [])
        end = len(numbers)
        if before is not None:
            if before not in self._numbers:
                raise ChainError(f"no transaction {before} to go on from")
            end = bisect_left(numbers, self._numbers[before])
        newest = reversed(numbers[max(0, end - limit) : end])
        records = (self._landed[number][0] for number in newest)
        return [SignatureInfo(each.signature, each.slot, each.time, each.error) for each in records]

    def close(self) -> None:
        """Nothing to close."""
