"""An embedded chain whose newest blocks can be read as they were, and undone.

What tests need to make forks of it (`alatau.testing.forks`).  In memory only: what a file
holds is final.
"""

from __future__ import annotations

from collections.abc import Sequence

from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.bank_state import account_info
from alatau.chain.base import AccountInfo, Fields, TransactionRecord, has
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.memory_store import MemoryStore
from alatau.chain.undo import UndoLog
from alatau.errors import ChainError, InputError


class RewindableChain(EmbeddedChain):
    """An `EmbeddedChain` in memory; once `keep` was called, its blocks are in the caller's hand."""

    _undo: UndoLog

    def keep(self, blocks: int) -> None:
        """Keep the newest `blocks` blocks undoable; from now on none passes by itself.

        Raises `InputError` for a chain that is kept in a file.
        """
        if not isinstance(self._store, MemoryStore):
            raise InputError(
                "a chain in a file cannot go back", remedy="open it with path=None: in memory"
            )
        self._undo = UndoLog(blocks, self.height)
        self._bank.keep(self._undo)

    @property
    def height(self) -> int:
        """The height of the block that is being filled."""
        return self._bank.state.height

    @property
    def floor(self) -> int:
        """The oldest height that can be read, and returned to."""
        return self._undo.floor

    def slot_of(self, height: int) -> int:
        """The slot of a block, from `floor` on."""
        return self._bank.slot_of(height)

    def make_blocks(self, slots: Sequence[int]) -> None:
        """Begin a block in each of these slots, which are later than all before."""
        self._ready()
        for height, slot in enumerate(slots, self.height + 1):
            self._undo.place(height, slot)
        self._bank.advance(len(slots))

    def land(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """As `send_all`, at once."""
        self._ready()
        refused, _ = self._intake.execute(transactions)
        self._commits.flush()
        return refused

    def rewind(self, height: int) -> list[TransactionRecord]:
        """Undo all blocks above `height` and return what had landed in them, oldest first.

        The next block has to be made then.  Raises `InputError` below `floor`.
        """
        self._ready()
        if height < self.floor:
            raise InputError(f"height {height} is too old to go back to: from {self.floor} on")
        self._commits.flush()
        assert isinstance(self._store, MemoryStore)  # noqa: S101 - see `keep`
        self._bank.rewind(height)
        return self._store.undo(self._bank.slot_of(height))

    def outcome(self, signature: Signature) -> tuple[int, str | None] | None:
        """Slot and error of a signature that has landed."""
        return self._bank.state.signatures.get(signature) or self._store.outcome(signature)

    def blockhash_at(self, height: int) -> Hash:
        """The blockhash of a recent block."""
        recent = reversed(self._bank.state.blockhashes.items())
        return next(known for known, born in recent if born <= height)

    def accounts_at(self, height: int, addresses: Sequence[Pubkey]) -> list[AccountInfo | None]:
        """Accounts as they stood at the end of the block of this height, from `floor` on."""
        self._ready()
        self._bank.now()
        found = [self._undo.was(each, height, self._bank.read(each)) for each in addresses]
        return [account_info(each) if each is not None else None for each in found]

    def program_accounts_at(
        self, height: int, program: Pubkey, prefix: bytes, fields: Fields = ()
    ) -> list[tuple[Pubkey, AccountInfo]]:
        """As `program_accounts`, at the end of the block of this height."""
        addresses = sorted({*self._bank.owned_by(program), *self._undo.touched()}, key=bytes)
        return [
            (address, info)
            for address, info in zip(addresses, self.accounts_at(height, addresses), strict=True)
            if info is not None and info.owner == program and has(info.data, prefix, fields)
        ]
