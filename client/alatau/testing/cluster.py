"""The cluster behind a `ForkedChain`: blocks that pass with the clock, commitments, forks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from solders.signature import Signature

from alatau.chain.base import Commitment
from alatau.chain.rewind import RewindableChain
from alatau.errors import InputError


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a cluster goes: in blocks, but `skipped` and `returning`, which are per mille."""

    slot_seconds: float = 0.4
    confirmed_after: int = 2
    """Blocks on top of a block until it is confirmed."""
    finalized_after: int = 31
    """Blocks on top of a block until it is finalized, and no fork can undo it."""
    recent: int = 150
    """Blocks whose signatures a node knows without searching its history."""
    lag: int = 32
    """How far behind a node may be (`ForkedChain.behind`)."""
    skipped: int = 50
    """Slots without a block."""
    returning: int = 700
    """Transactions of a fork that land again."""
    returning_within: int = 4
    """Blocks within which they do."""


@dataclass(frozen=True, slots=True)
class View:
    """What one node takes for true: the heights of its blocks at each commitment."""

    processed: int
    confirmed: int
    finalized: int

    def height(self, commitment: Commitment) -> int:
        """The newest block of this commitment."""
        if commitment is Commitment.FINALIZED:
            return self.finalized
        return self.confirmed if commitment is Commitment.CONFIRMED else self.processed


class Cluster:
    """Makes the blocks of a chain, as `now` (seconds) and a seed have it."""

    def __init__(
        self, chain: RewindableChain, *, seed: int, rhythm: Rhythm, now: Callable[[], float]
    ) -> None:
        self.chain = chain
        self.rhythm = rhythm
        self._random = Random(seed)  # noqa: S311 - the same cluster every time
        self._now = now
        self._next = now() + rhythm.slot_seconds
        self._returning: list[tuple[int, bytes]] = []
        """From a fork: at which height a transaction lands again."""
        chain.keep(rhythm.finalized_after + rhythm.lag)
        self._finalized = chain.height
        self._slot = chain.height
        self._make_blocks(1)

    @property
    def slot(self) -> int:
        """The slot of the block that is being filled."""
        return self._slot

    def seconds_to_next(self) -> float:
        """How long the present slot lasts."""
        return self._next - self._now()

    # -- blocks ------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Make the blocks of the slots that have passed since the last time."""
        behind = self._now() - self._next
        if behind < 0:
            return
        seconds = self.rhythm.slot_seconds
        passed = int(behind / seconds) + 1
        self._next += passed * seconds
        self._make_blocks(passed, skipping=True)

    def advance(self, blocks: int) -> None:
        """Let so many blocks pass at once, without time."""
        self.catch_up()
        self._make_blocks(blocks)

    def _make_blocks(self, slots: int, *, skipping: bool = False) -> None:
        made = []
        for _ in range(slots):
            self._slot += 1
            if not skipping or self._random.randrange(1000) >= self.rhythm.skipped:
                made.append(self._slot)
        # One by one only as long as something waits for one of them.
        while self._returning and made:
            self._begin(made[:1])
            del made[0]
        if made:
            self._begin(made)

    def _begin(self, slots: list[int]) -> None:
        self.chain.make_blocks(slots)
        height = self.chain.height
        self._finalized = max(self._finalized, height - self.rhythm.finalized_after)
        if self._returning:
            due = [raw for at, raw in self._returning if at <= height]
            self._returning = [(at, raw) for at, raw in self._returning if at > height]
            self.chain.land(due)

    def finalize(self) -> None:
        """Let everything be final that is there: what a test writes is in no fork."""
        self.catch_up()
        self._finalized = self.chain.height
        self._make_blocks(1)

    # -- forks -------------------------------------------------------------------------

    def fork(self, slot: int) -> list[Signature]:
        """Undo everything from `slot` on; see `ForkedChain.fork`."""
        self.catch_up()
        first = self.slot_of(self._finalized) + 1
        if not first <= slot <= self._slot:
            raise InputError(
                f"slot {slot} cannot be undone",
                remedy=f"slots {first} to {self._slot} are there and not final",
            )
        heights = range(self._finalized, self.chain.height + 1)
        kept = heights[bisect_left(heights, slot, key=self.slot_of) - 1]
        undone = self.chain.rewind(kept)
        again = [each.message for each in undone if self._chance(self.rhythm.returning)]
        self._random.shuffle(again)
        soon = self.rhythm.returning_within
        self._returning += [(kept + 1 + self._random.randrange(soon), raw) for raw in again]
        self._make_blocks(1)
        return [each.signature for each in undone]

    def _chance(self, per_mille: int) -> bool:
        return self._random.randrange(1000) < per_mille

    # -- what nodes see ----------------------------------------------------------------

    def slot_of(self, height: int) -> int:
        """The slot of a recent block."""
        return self.chain.slot_of(height)

    def view(self, lag: int) -> View:
        """What a node sees that is `lag` blocks behind."""
        self.catch_up()
        top = max(self.chain.height - lag, self.chain.floor)
        rhythm = self.rhythm
        finalized = min(self._finalized, top)
        if lag:
            finalized = min(finalized, max(top - rhythm.finalized_after, self.chain.floor))
        return View(top, max(finalized, top - rhythm.confirmed_after), finalized)
