"""What the newest blocks changed: to read accounts as they stood, and to undo blocks.

Kept by banks that can go back (see `alatau.chain.rewind`), and in memory only.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from solders.account import Account
from solders.pubkey import Pubkey


class UndoLog:
    """Accounts as they were before each of the newest `blocks` blocks, and those blocks' slots."""

    def __init__(self, blocks: int, height: int) -> None:
        self.blocks = blocks
        self.floor = height
        """The oldest height that can be read, and returned to."""
        self._before: dict[Pubkey, list[tuple[int, Account | None]]] = {}
        self._touched: dict[int, list[Pubkey]] = {}
        self._slots: dict[int, int] = {}

    # -- slots -------------------------------------------------------------------------

    def place(self, height: int, slot: int) -> None:
        """Say in which slot the block of this height is made, before it is."""
        self._slots[height] = slot

    def slot_of(self, height: int) -> int:
        """The slot of a block.  Where none was said, as before the log began, it is the height."""
        return self._slots.get(height, height)

    # -- accounts ----------------------------------------------------------------------

    def note(self, height: int, address: Pubkey, before: Account | None) -> None:
        """Note how an account stood before it was changed in the block of this height."""
        changes = self._before.setdefault(address, [])
        if not changes or changes[-1][0] != height:  # how it stood within a block is nobody's view
            changes.append((height, before))
            self._touched.setdefault(height, []).append(address)

    def touched(self) -> Iterable[Pubkey]:
        """The accounts that the kept blocks changed."""
        return self._before.keys()

    def was(self, address: Pubkey, height: int, now: Account | None) -> Account | None:
        """The account at the end of the block of this height, if it is `now` as given."""
        for changed, before in self._before.get(address, ()):
            if changed > height:
                return before
        return now

    def undo(self, top: int, height: int) -> dict[Pubkey, Account | None]:
        """Take the blocks from `top` down to above `height` back: the accounts to restore."""
        restored: dict[Pubkey, Account | None] = {}
        for undone in range(top, height, -1):
            self._slots.pop(undone, None)
            for address in self._touched.pop(undone, ()):
                _, restored[address] = self._before[address].pop()
                if not self._before[address]:
                    del self._before[address]
        return restored

    def forget(self, height: int, oldest: int) -> None:
        """Forget what only blocks before the newest need; `oldest` is the last slot to know."""
        self.floor = max(self.floor, height - self.blocks)
        for old in list(takewhile(lambda at: at <= self.floor, self._touched)):
            for address in self._touched.pop(old):
                del self._before[address][0]
                if not self._before[address]:
                    del self._before[address]
        for old in list(takewhile(lambda at: at < oldest, self._slots)):
            del self._slots[old]
