"""The order of transactions within a slot: nodes do not tell it, revisions do."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from solders.pubkey import Pubkey

from alatau.errors import HistoryGap
from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import Rebuilt


def in_order(accounts: Rebuilt, transactions: Iterable[Decoded]) -> list[Decoded]:
    """Transactions as they can be applied to the accounts, the same for any order given.

    Slot by slot; within one, each follows those whose changes it builds on, and of those that
    could be next the lowest signature is.  The accounts stay as they are.  Raises `HistoryGap`
    where one builds on a change that is neither in the accounts nor here.
    """
    slots: dict[int, list[Decoded]] = {}
    for each in transactions:
        slots.setdefault(each.slot, []).append(each)
    revisions: dict[Pubkey, int] = {}
    ordered: list[Decoded] = []
    for slot in sorted(slots):
        ordered += _Slot(accounts, revisions, slots[slot]).ordered()
    return ordered


class _Slot:
    def __init__(
        self, accounts: Rebuilt, revisions: dict[Pubkey, int], transactions: list[Decoded]
    ) -> None:
        self._accounts = accounts
        self._revisions = revisions
        self._transactions = transactions
        self._ready: list[tuple[bytes, int]] = []
        self._missing = [0] * len(transactions)
        self._waiting: dict[tuple[Pubkey, int], list[int]] = {}

    def ordered(self) -> list[Decoded]:
        for place, each in enumerate(self._transactions):
            first: dict[Pubkey, int] = {}
            for change in each.changes:
                first[change.address] = min(
                    change.revision, first.get(change.address, change.revision)
                )
            for address, revision in first.items():
                if self._revision(address) != revision - 1:
                    self._missing[place] += 1
                    self._waiting.setdefault((address, revision - 1), []).append(place)
            if not self._missing[place]:
                self._is_ready(place)
        ordered = []
        while self._ready:
            _, place = heapq.heappop(self._ready)
            ordered.append(self._transactions[place])
            self._happened(self._transactions[place])
        if len(ordered) < len(self._transactions):
            raise self._gap()
        return ordered

    def _revision(self, address: Pubkey) -> int:
        known = self._revisions.get(address)
        return self._accounts.revision(address) if known is None else known

    def _is_ready(self, place: int) -> None:
        heapq.heappush(self._ready, (bytes(self._transactions[place].signature), place))

    def _happened(self, transaction: Decoded) -> None:
        last = {
            change.address: 0 if change.closes else change.revision
            for change in transaction.changes
        }
        self._revisions |= last
        for at in last.items():
            for place in self._waiting.pop(at, ()):
                self._missing[place] -= 1
                if not self._missing[place]:
                    self._is_ready(place)

    def _gap(self) -> HistoryGap:
        address, revision = min(self._waiting, key=lambda at: (at[1], bytes(at[0])))
        place = self._waiting[address, revision][0]
        slot = self._transactions[place].slot
        return HistoryGap(
            f"slot {slot} has change {revision + 1} of {address}, and the history no change"
            f" {revision} before it",
            slot=slot,
            address=str(address),
        )
