"""The chain into the ledger: what is final for good, what is confirmed provisionally."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final, Self

from solders.pubkey import Pubkey

from alatau.bulk import Progress
from alatau.chain.base import Chain, SignatureInfo
from alatau.errors import HistoryGap
from alatau.indexer.decoded import Decoded
from alatau.indexer.marks import SLOT, marks, restore
from alatau.indexer.ordering import in_order
from alatau.indexer.postings import SOURCE, ledger_transaction
from alatau.indexer.reading import Behind, behind, fetch, in_groups
from alatau.indexer.rebuilt import Rebuilt
from alatau.indexer.recovery import recovered
from alatau.indexer.rent import keep_rent
from alatau.ledger import Change, Cursor, Ledger, LedgerTransaction, Reverse, Status, Stored

GROUP: Final = 2_000
"""At least so many transactions share a commit of the ledger, in whole slots."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a round brought: up to which slot all is final, and how much was new."""

    slot: int
    transactions: int
    provisional: int
    reversed: int


class Indexer:
    """Reads one zone's part of a chain into its ledger.  One process at a time.

    What is posted as final is complete: a transaction is taken in only after all that it builds
    on, and the slot that the ledger keeps never passes one that could not be read.
    """

    def __init__(
        self,
        chain: Chain,
        ledger: Ledger,
        zone: Pubkey,
        accounts: Rebuilt,
        *,
        slot: int,
        group: int,
    ) -> None:
        self._chain = chain
        self._ledger = ledger
        self._group = group
        self.zone = zone
        """Which it reads."""
        self.slot = slot
        self.accounts = accounts
        """As of `slot`."""
        self.latest = accounts
        """With what is provisional."""

    @classmethod
    async def open(cls, chain: Chain, ledger: Ledger, zone: Pubkey, *, group: int = GROUP) -> Self:
        """Go on where the ledger stands, with at least `group` transactions a commit.

        Raises what the ledger raises.
        """
        slot, accounts = restore(await ledger.cursors(f"{SOURCE}:"))
        return cls(chain, ledger, zone, accounts, slot=slot, group=group)

    async def catch_up(self, progress: Progress = lambda _done, _of: None) -> Indexed:
        """Take in all that has landed since, and return.

        `progress` is told how many transactions of how many are in the ledger.

        Idempotent; interrupted, it goes on where it was.  Raises `HistoryGap` and `HistoryWrong`
        where the node shows less than there was, `ChainUnavailable`, `CursorMoved` where another
        process does the same, and what the ledger raises.
        """
        there = await behind(self._chain, self.slot)
        pending = await self._pending()
        taken, reversed_ = 0, 0
        async with aclosing(self._fetched(there.settled)) as groups:
            async for slot, group in groups:
                reversed_ += await self._settle(slot, group, pending)
                taken += len(group)
                progress(taken, len(there.settled) + len(there.open))
        return await self._provisional(there, pending, taken, reversed_)

    async def _pending(self) -> dict[str, Stored]:
        found = [one for one in await self._ledger.pending() if one.transaction.source == SOURCE]
        return {one.transaction.id: one for one in found}

    async def _fetched(
        self, infos: Sequence[SignatureInfo]
    ) -> AsyncGenerator[tuple[int, list[Decoded]]]:
        """Groups of whole slots, with the last slot of each.

        The next one is fetched and decoded while the database is busy with the one before.
        """
        ahead: tuple[int, asyncio.Task[list[Decoded]]] | None = None
        try:
            for group in in_groups(infos, self._group):
                task = asyncio.ensure_future(fetch(self._chain, group))
                ready, ahead = ahead, (group[-1].slot, task)
                if ready is not None:
                    yield ready[0], await ready[1]
            if ahead is not None:
                yield ahead[0], await ahead[1]
        finally:
            if ahead is not None:
                ahead[1].cancel()
                await asyncio.wait([ahead[1]])
                # Asked for, so that nobody is told of it twice: what went wrong first is raised.
                _ = ahead[1].cancelled() or ahead[1].exception()

    async def _settle(self, slot: int, group: Sequence[Decoded], pending: dict[str, Stored]) -> int:
        accounts = self.accounts.copy()
        if any(each.truncated for each in group):
            group = await recovered(self._chain, accounts, self.slot, group)
        decoded = in_order(accounts, group)
        posted = self._posted(accounts, decoded, Status.FINAL)
        changes, reversed_ = _instead(posted, pending)
        changed = {change.address: None for each in decoded for change in each.changes}
        stands = str(self.slot) if self.slot else ""
        lamports = {address: None for each in decoded for address, _ in each.lamports or ()}
        cursors = [Cursor(SLOT, str(slot), expected=stands), *marks(accounts, changed, lamports)]
        await self._ledger.post(changes, cursors=cursors)
        self.accounts, self.slot = accounts, slot
        for each in posted:
            pending.pop(each.id, None)
        return reversed_

    async def _provisional(
        self, there: Behind, pending: dict[str, Stored], taken: int, reversed_: int
    ) -> Indexed:
        """What is not final is what is there now: what has vanished is reversed."""
        accounts = self.accounts.copy()
        try:
            decoded = in_order(accounts, await fetch(self._chain, there.open))
        except HistoryGap:
            decoded = []  # the node is between two forks, or behind: it will be told again
        posted = self._posted(accounts, decoded, Status.PROVISIONAL)
        changes, moved = _instead(posted, pending)
        self.latest = accounts
        here = {each.id for each in posted}
        gone = [_reversal(each) for id_, each in pending.items() if id_ not in here]
        changes = [*gone, *changes]
        if changes:
            await self._ledger.post(changes)
        return Indexed(
            slot=self.slot,
            transactions=taken,
            provisional=len(posted),
            reversed=reversed_ + moved + len(gone),
        )

    def _posted(
        self, accounts: Rebuilt, decoded: Sequence[Decoded], status: Status
    ) -> list[LedgerTransaction]:
        found = []
        for each in decoded:
            movements = accounts.apply(each)
            posted = ledger_transaction(self.zone, accounts, each, movements, status)
            if posted is not None:
                keep_rent(self.zone, accounts, each)
                found.append(posted)
        return found


def _instead(
    posted: Sequence[LedgerTransaction], pending: dict[str, Stored]
) -> tuple[list[Change], int]:
    """What is to be posted, after the reversal of what stands there otherwise: in another slot."""
    changes: list[Change] = []
    moved = 0
    for each in posted:
        known = pending.get(each.id)
        if known is not None and not _same(known, each):
            changes.append(_reversal(known))
            moved += 1
        changes.append(each)
    return changes, moved


def _same(stored: Stored, other: LedgerTransaction) -> bool:
    one = replace(stored.transaction, status=other.status, postings=other.postings)
    return one == other and set(stored.transaction.postings) == set(other.postings)


def _reversal(stored: Stored) -> Reverse:
    one = stored.transaction
    return Reverse(
        id=f"{one.id}:gone:{stored.sequence}",
        reverses=one.id,
        source=SOURCE,
        description=f"no longer in slot {one.slot}",
    )
