"""The order of transactions within a slot: nodes do not tell it, revisions do."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from solders.pubkey import Pubkey

from alatau.errors import HistoryGap
from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import Rebuilt

_ATTEMPTS: Final = 512


def in_order(accounts: Rebuilt, transactions: Iterable[Decoded]) -> list[Decoded]:
    """Transactions as they can be applied to the accounts, the same for any order given.

    Slot by slot; within one, each follows those whose changes it builds on, and of those that
    could be next the lowest signature is.  Where an account is closed and opened again in one slot,
    its changes have the same numbers twice, and the lowest may lead nowhere: then others are tried
    first.  The accounts stay as they are.  Raises `HistoryGap` where one builds on a change that is
    neither in the accounts nor here.
    """
    slots: dict[int, list[Decoded]] = {}
    for each in transactions:
        slots.setdefault(each.slot, []).append(each)
    revisions: dict[Pubkey, int] = {}
    ordered: list[Decoded] = []
    for slot in sorted(slots):
        ordered += _ordered(accounts, revisions, slots[slot])
    return ordered


def _ordered(
    accounts: Rebuilt, revisions: dict[Pubkey, int], transactions: list[Decoded]
) -> list[Decoded]:
    changes = [change for each in transactions for change in each.changes]
    twice = any(change.closes for change in changes)
    # What the slot changes, not all that was changed before it: an attempt is made on a copy.
    before = {
        each.address: revisions[each.address] for each in changes if each.address in revisions
    }
    for attempt in range(_ATTEMPTS if twice else 1):
        slot = _Slot(accounts, dict(before), transactions, attempt)
        if (ordered := slot.ordered()) is not None:
            revisions |= slot.revisions
            return ordered
    raise _Slot(accounts, before, transactions, 0).gap()


class _Slot:
    """One slot's order, if there is one; `attempt` chooses among those that could be next."""

    def __init__(
        self,
        accounts: Rebuilt,
        revisions: dict[Pubkey, int],
        transactions: list[Decoded],
        attempt: int,
    ) -> None:
        self._accounts = accounts
        self.revisions = revisions
        self._transactions = transactions
        self._attempt = attempt
        self._first = list(map(_first_changes, transactions))
        self._ready: list[tuple[bytes, int]] = []
        self._missing = [0] * len(transactions)
        self._waiting: dict[tuple[Pubkey, int], list[int]] = {}

    def ordered(self) -> list[Decoded] | None:
        for place in range(len(self._transactions)):
            if self._may_come(place):
                self._is_ready(place)
        ordered = []
        while self._ready:
            _, place = heapq.heappop(self._ready)
            # Of two that open an account, one had to wait for the other's to be closed.
            if self._may_come(place):
                ordered.append(self._transactions[place])
                self._happened(self._transactions[place])
        return ordered if len(ordered) == len(self._transactions) else None

    def _may_come(self, place: int) -> bool:
        """Whether what it builds on is there; else it waits for it."""
        for address, revision in self._first[place].items():
            if self._revision(address) != revision - 1:
                self._missing[place] += 1
                self._waiting.setdefault((address, revision - 1), []).append(place)
        return not self._missing[place]

    def _revision(self, address: Pubkey) -> int:
        known = self.revisions.get(address)
        return self._accounts.revision(address) if known is None else known

    def _is_ready(self, place: int) -> None:
        key = bytes(self._transactions[place].signature)
        if self._attempt:
            key = sha256(self._attempt.to_bytes(4) + key).digest()
        heapq.heappush(self._ready, (key, place))

    def _happened(self, transaction: Decoded) -> None:
        last = {
            change.address: 0 if change.closes else change.revision
            for change in transaction.changes
        }
        self.revisions |= last
        for at in last.items():
            for place in self._waiting.pop(at, ()):
                self._missing[place] -= 1
                if not self._missing[place]:
                    self._is_ready(place)

    def gap(self) -> HistoryGap:
        """What is missing where there is no order."""
        self.ordered()
        address, revision = min(self._waiting, key=lambda at: (at[1], bytes(at[0])))
        place = self._waiting[address, revision][0]
        slot = self._transactions[place].slot
        return HistoryGap(
            f"slot {slot} has change {revision + 1} of {address}, and the history no change"
            f" {revision} before it",
            slot=slot,
            address=str(address),
        )


def _first_changes(transaction: Decoded) -> dict[Pubkey, int]:
    """The number of its first change of each account."""
    first: dict[Pubkey, int] = {}
    for change in transaction.changes:
        first[change.address] = min(change.revision, first.get(change.address, change.revision))
    return first
