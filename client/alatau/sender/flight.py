"""What is under way: each signed intent, until it is final or provably dead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.base import Commitment
from alatau.program.account_types import WINDOW
from alatau.sender.intent import Intent, Outcome
from alatau.sender.journal_values import Attempt, State
from alatau.signers import address_of

RANK: Final = {Commitment.PROCESSED: 1, Commitment.CONFIRMED: 2, Commitment.FINALIZED: 3}
SEEN_AT: Final = {
    Commitment.PROCESSED: State.PROCESSED,
    Commitment.CONFIRMED: State.CONFIRMED,
    Commitment.FINALIZED: State.FINALIZED,
}
NEVER: Final = float("-inf")
TAKEN: Final = '"SequenceTaken"'
"""The error of an intent whose sequence something else has used: nothing of it was done."""

Waiter = tuple[int, "asyncio.Future[Outcome]"]


@dataclass(slots=True, eq=False)
class Flight:
    """An intent whose newest attempt may land, or has landed and is not final yet.

    `account` and `sequence` are what it uses up on the chain (None and 0: nothing), `earlier`
    the signatures of attempts that are dead, `intent` what to sign again (None: taken over
    from an earlier process), `sent_at` the event loop's time of the last hand-over, `rank` the
    commitment at which it was seen (0: not seen), `tries` the attempts of this process,
    `refused` that the chain does not take its bytes, `doubted` that somebody has looked why,
    `dead` that its newest attempt can never land, `outgoing` that it takes up a place among those
    that are signed and not handed over.
    """

    key: str
    account: Pubkey | None
    sequence: int
    attempt: Attempt
    earlier: tuple[str, ...] = ()
    intent: Intent | None = None
    sent_at: float = NEVER
    rank: int = 0
    slot: int = 0
    error: str = ""
    logs: tuple[str, ...] = ()
    tries: int = 1
    refused: bool = False
    doubted: bool = False
    dead: bool = False
    outgoing: bool = False
    waiters: list[Waiter] = field(default_factory=list)
    signature: Signature = field(init=False)

    def __post_init__(self) -> None:
        self.signature = Signature.from_string(self.attempt.signature)

    @property
    def signatures(self) -> int:
        """How many signatures the network is paid for: the first byte of the transaction."""
        return self.attempt.message[0]

    @property
    def payer(self) -> Pubkey | None:
        """Who pays the network's fee, where that is known."""
        return None if self.intent is None else address_of(self.intent.fee_payer)

    def outcome(self) -> Outcome:
        """What is known of it now."""
        # Where something else has used its sequence, no transaction of it has landed.
        signature = "" if self.error == TAKEN else self.attempt.signature
        return Outcome(self.key, signature, self.slot, self.error, self.logs)

    def sign_again(self, attempt: Attempt) -> None:
        """Another attempt takes the place of one that is dead."""
        self.earlier += (self.attempt.signature,)
        self.tries += 1
        self.attempt, self.signature = attempt, Signature.from_string(attempt.signature)
        self.sent_at, self.rank, self.slot, self.error, self.logs = NEVER, 0, 0, "", ()
        self.refused = self.doubted = self.dead = False

    def tell(self) -> None:
        """Answer those who waited for what is reached now."""
        if not self.waiters:
            return
        outcome, left = self.outcome(), []
        for rank, waiter in self.waiters:
            if self.rank < rank:
                left.append((rank, waiter))
            elif not waiter.done():
                waiter.set_result(outcome)
        self.waiters = left

    def fail(self, error: BaseException) -> None:
        """Let everyone who waits have the error."""
        waiters, self.waiters = self.waiters, []
        for _, waiter in waiters:
            if not waiter.done():
                waiter.set_exception(error)


class Flights:
    """All that is under way, by key: `open` until confirmed, then `settling` until final.

    For each account it knows which sequences are open until then, so that none is pushed out
    of the account's window by later ones, though its block should vanish.
    """

    def __init__(self) -> None:
        self.open: dict[str, Flight] = {}
        self.settling: dict[str, Flight] = {}
        self._sequences: dict[Pubkey, set[int]] = {}
        self._queues: dict[Pubkey, deque[tuple[int, asyncio.Future[None]]]] = {}

    def __len__(self) -> int:
        return len(self.open) + len(self.settling)

    def __iter__(self) -> Iterator[Flight]:
        yield from self.open.values()
        yield from self.settling.values()

    def get(self, key: str) -> Flight | None:
        """The flight of a key."""
        return self.open.get(key) or self.settling.get(key)

    def reopen(self, flight: Flight) -> None:
        """It is not confirmed: a new one, or one that is no longer seen."""
        self.settling.pop(flight.key, None)
        self.open[flight.key] = flight
        self._occupy(flight)

    def settle(self, flight: Flight) -> None:
        """It is confirmed; its block may still vanish, so that its sequence stays open."""
        self.open.pop(flight.key, None)
        self.settling[flight.key] = flight
        self._occupy(flight)

    def remove(self, flight: Flight) -> None:
        """It is over."""
        if self.open.pop(flight.key, None) or self.settling.pop(flight.key, None):
            self._free(flight.account, flight.sequence)

    def fail(self, error: BaseException) -> None:
        """Let everyone have the error: who waits for an outcome, and who waits to begin."""
        for flight in self:
            flight.fail(error)
        for queue in self._queues.values():
            for _, waiter in queue:
                if not waiter.done():
                    waiter.set_exception(error)
        self._queues.clear()

    # -- sequences ---------------------------------------------------------------------

    async def admit(self, account: Pubkey | None, sequence: int) -> None:
        """Wait until the sequence is less than a window above the lowest open one; open it."""
        if account is None or not sequence:
            return
        if not self._fits(account, sequence) or account in self._queues:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._queues.setdefault(account, deque()).append((sequence, waiter))
            try:
                await waiter
            except asyncio.CancelledError:
                self._free(account, sequence)
                raise
        self._sequences.setdefault(account, set()).add(sequence)

    def release(self, account: Pubkey | None, sequence: int, key: str) -> None:
        """Close a sequence that was opened and is of no flight: nothing was signed with it."""
        if self.get(key) is None:
            self._free(account, sequence)

    def lowest(self, account: Pubkey) -> int | None:
        """The lowest open sequence of an account."""
        return min(self._sequences.get(account, ()), default=None)

    def highest(self, account: Pubkey) -> int:
        """The highest sequence of an account that is open or waits to be; 0: none."""
        waiting = (sequence for sequence, _ in self._queues.get(account, ()))
        return max(chain(self._sequences.get(account, ()), waiting), default=0)

    def _occupy(self, flight: Flight) -> None:
        if flight.account is not None:
            self._sequences.setdefault(flight.account, set()).add(flight.sequence)

    def _fits(self, account: Pubkey, sequence: int) -> bool:
        lowest = self.lowest(account)
        return lowest is None or sequence - lowest < WINDOW

    def _free(self, account: Pubkey | None, sequence: int) -> None:
        if account is None:
            return
        sequences = self._sequences.get(account, set())
        sequences.discard(sequence)
        if not sequences:
            self._sequences.pop(account, None)
        self._admit_next(account)

    def _admit_next(self, account: Pubkey) -> None:
        """Let those in who fit now, in the order they came."""
        queue = self._queues.get(account)
        while queue:
            sequence, waiter = queue[0]
            if not waiter.done() and not self._fits(account, sequence):
                return
            queue.popleft()
            if not waiter.done():
                # Open from now on, so that whoever comes next is measured by it too.
                waiter.set_result(None)
                self._sequences.setdefault(account, set()).add(sequence)
        self._queues.pop(account, None)


def within_window(flights: Iterable[Flight], known: Flights) -> list[Flight]:
    """Those whose sequence is within its account's window: a later one could push it out."""
    chosen = []
    for flight in flights:
        start = None if flight.account is None else known.lowest(flight.account)
        if start is None or flight.sequence - start < WINDOW:
            chosen.append(flight)
    return chosen
