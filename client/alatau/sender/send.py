"""Sending intents so that none takes effect twice, and none is lost sight of.

The signed bytes are in the journal before they leave.  They are sent again, the same
bytes, until they are final or provably can no longer land; only then are they signed again,
with the same sequence, of which the program accepts one use.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.base import Blockhash, Chain, Commitment, TransactionRecord
from alatau.errors import (
    AlatauError,
    OutcomeUnknown,
    SequenceTaken,
    TransactionFailed,
)
from alatau.sender.budget import Fees, try_out
from alatau.sender.desk import Desk
from alatau.sender.failures import hopeless, recorded, short, told_again
from alatau.sender.flight import RANK, TAKEN, Flight
from alatau.sender.intent import Intent, Landed, Outcome
from alatau.sender.journal import Journal
from alatau.sender.journal_values import UNRESOLVED, Entry, State
from alatau.sender.keys import MAY_SIGN, Keys
from alatau.sender.track import PATIENCE, Tracker

T = TypeVar("T")

MAX_ATTEMPTS: Final = 5
IN_FLIGHT: Final = 4_096
_PER_SIGNATURE = 5_000
_RESUMED_AT_ONCE = 4_096
_OVER = frozenset({State.FINALIZED, State.FAILED})

Refuse = Callable[[str, tuple[str, ...], str], TransactionFailed]
"""Makes the error of a failed transaction: from its error, logs and signature."""


class Sender:
    """Sends intents over one chain, with one journal.  Close it before the journal.

    `commitment` is what `submit` and `send` wait for, `fees` how transactions bid (None: not at
    all), `preflight` whether each is tried before a fee is paid for it, `in_flight` how many may
    be unconfirmed at once, `patience` for how many seconds nothing may answer.
    """

    def __init__(
        self,
        chain: Chain,
        journal: Journal,
        refuse: Refuse,
        *,
        commitment: Commitment = Commitment.CONFIRMED,
        fees: Fees | None = None,
        preflight: bool = False,
        in_flight: int = IN_FLIGHT,
        patience: float = PATIENCE,
    ) -> None:
        self._chain = chain
        self._journal = journal
        self._refuse = refuse
        self._rank = RANK[commitment]
        self._preflight = preflight
        self._desk = Desk(chain, journal, fees, patience, self._require_sound)
        self._room = asyncio.Semaphore(in_flight)
        self._left: dict[str, list[str]] | None = None
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tracker = Tracker(
            chain, journal, dead=self._died, doubted=self._doubted, patience=patience
        )
        self.keys = Keys(journal, self._tracker.flights, self._locks)
        """Which entry of the journal an intent is, and which sequence it uses."""

    @property
    def journal(self) -> Journal:
        """The journal it writes."""
        return self._journal

    @property
    def under_way(self) -> int:
        """How many intents are signed and not final yet."""
        return len(self._tracker.flights)

    async def close(self) -> None:
        """Stop following what is under way: the journal knows it."""
        await self._tracker.close()

    # -- sending -----------------------------------------------------------------------

    async def submit(self, intent: Intent) -> Landed:
        """Make the intent happen, once, and return the transaction that did.

        Asked again with a key that has an outcome, it returns or raises that outcome; an error
        is `recorded` then.
        Raises `ProgramRefused` or `TransactionFailed` when it was executed and refused,
        `OutcomeUnknown` when that cannot be told now (ask again later), `TransactionExpired`
        when it is proven not to have landed, `FeePayerShort`, and what `sign` raises.
        """
        outcome = await self.send(intent)
        self.require_success(outcome)
        return Landed(outcome.key, await self._record(outcome.signature))

    def require_success(self, outcome: Outcome) -> None:
        """Raise what an outcome with an error means."""
        if outcome.error == TAKEN:
            raise SequenceTaken(
                f"{outcome.key}: its sequence was used by something else that signs for the"
                " account; nothing of it was done",
                remedy="let one journal sign for an account; do it again with another key",
            )
        if outcome.error:
            error = self._refuse(outcome.error, outcome.logs, outcome.signature)
            raise recorded(error) if outcome.recorded else error

    async def send(self, intent: Intent) -> Outcome:
        """As `submit`, without reading the transaction; an error is in the outcome."""
        # Asked twice at once, the second waits and gets the outcome of the first.
        lock = self._locks.get(intent.key)
        if lock is None:
            lock = self._locks[intent.key] = asyncio.Lock()
        async with lock:
            return await self._send(intent)

    async def _send(self, intent: Intent) -> Outcome:
        self._require_sound()
        content = intent.digest()
        entry = self.keys.known(intent.key, content)
        if entry is None:
            entry = self.keys.prepare(intent.key, None, 0, b"", content)
        elif entry.state in _OVER:
            known = Outcome(entry.key, entry.signature, entry.slot, entry.error, entry.logs)
            return told_again(known, entry)
        flight = self._tracker.flights.get(intent.key)
        if flight is not None:
            flight.intent = flight.intent or intent
            return told_again(await self._outcome(flight), entry)
        account = Pubkey.from_string(entry.account) if entry.account else None
        self._take_up(entry)
        await self._tracker.flights.admit(account, entry.sequence)
        try:
            async with self._room:
                outcome = await self._outcome(await self._launch(intent, entry, account))
                return told_again(outcome, entry)
        finally:
            self._tracker.flights.release(account, entry.sequence, intent.key)

    def _require_sound(self) -> None:
        """Raises what ended the following of all that is under way, if something did."""
        if self._tracker.broken is not None:
            raise self._tracker.broken

    async def _launch(self, intent: Intent, entry: Entry, account: Pubkey | None) -> Flight:
        if entry.state not in MAY_SIGN:
            return self._take_over(entry, intent)
        if self._preflight:
            await self._try(intent)
        earlier = tuple(each.signature for each in self._journal.attempts(entry.key))
        await self._tracker.room.acquire()
        try:
            self._require_sound()
            attempt = await self._desk.sign(intent, 0)
        except BaseException:
            self._tracker.room.release()
            raise
        flight = Flight(entry.key, account, entry.sequence, attempt, earlier, intent, outgoing=True)
        self._tracker.launch(flight)
        return flight

    def _take_up(self, entry: Entry) -> None:
        """Before the first intent of an account: what earlier processes left open of it.

        Its sequences would be pushed out of the account's window by later ones.
        """
        if self._left is None:
            self._left = {}
            for each in self._journal.unresolved():
                self._left.setdefault(each.account, []).append(each.key)
        for key in self._left.pop(entry.account, ()) if entry.sequence else ():
            left = self._journal.entry(key)
            if key == entry.key or left is None or left.state not in UNRESOLVED:
                continue
            if self._tracker.flights.get(key) is None:
                self._take_over(left, None)

    def _take_over(self, entry: Entry, intent: Intent | None) -> Flight:
        """What was signed before: the same bytes are handed over again, and followed."""
        *earlier, attempt = self._journal.attempts(entry.key)
        account = Pubkey.from_string(entry.account) if entry.account else None
        names = tuple(each.signature for each in earlier)
        flight = Flight(entry.key, account, entry.sequence, attempt, names, intent)
        if entry.state is State.CONFIRMED:
            flight.rank, flight.slot = RANK[Commitment.CONFIRMED], entry.slot
            flight.error, flight.logs = entry.error, entry.logs
            self._tracker.follow(flight)
        else:
            self._tracker.launch(flight)
        return flight

    async def _outcome(self, flight: Flight) -> Outcome:
        if flight.rank >= self._rank:
            return flight.outcome()
        waiter: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        flight.waiters.append((self._rank, waiter))
        return await waiter

    async def blockhash(self) -> Blockhash:
        """The one that is signed with now."""
        return await self._desk.blockhash()

    async def patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the chain again while nothing answers, for as long as there is patience."""
        return await self._desk.patiently(ask)

    async def _try(self, intent: Intent) -> None:
        tried = await self.patiently(partial(try_out, self._chain, intent))
        if tried.error is not None:
            raise self._refuse(tried.error, tried.logs, "")

    async def resume(self) -> AsyncIterator[Outcome | AlatauError]:
        """Take up all that earlier processes left open, and follow it to its end.

        Gives, in the order of their ends, outcomes that are final, and errors:
        `TransactionExpired` for what is proven not to have landed (run it again with its key),
        `OutcomeUnknown` for what cannot be told now.
        """
        waiting: dict[asyncio.Future[Outcome], str] = {}
        for entry in self._journal.unresolved():
            if self._tracker.flights.get(entry.key) is not None:
                continue
            flight = self._take_over(entry, None)
            waiter: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
            flight.waiters.append((RANK[Commitment.FINALIZED], waiter))
            waiting[waiter] = entry.key
            if len(waiting) >= _RESUMED_AT_ONCE:
                for ended in await _first_of(waiting):
                    yield ended
        while waiting:
            for ended in await _first_of(waiting):
                yield ended

    # -- what the tracker asks ---------------------------------------------------------

    async def _died(self, flight: Flight, why: str) -> bool:
        """Its newest attempt is proven dead: sign again, unless that cannot help."""
        intent, error = flight.intent, hopeless(flight, why, MAX_ATTEMPTS)
        try:
            if error is None and intent is not None:
                flight.sign_again(await self._desk.sign(intent, flight.tries))
                return True
        except AlatauError as failed:
            error = failed
        if error is not None:
            flight.fail(error)
        return False

    async def _doubted(self, flights: Sequence[Flight]) -> None:
        """Not seen for a while: a fee payer without lamports is the likeliest reason."""
        known = {flight.key: payer for flight in flights if (payer := flight.payer) is not None}
        payers = list(dict.fromkeys(known.values()))
        infos = dict(zip(payers, await self._chain.accounts(payers), strict=True))
        for flight in flights:
            if flight.key not in known:
                continue
            info, needed = infos[known[flight.key]], flight.signatures * _PER_SIGNATURE
            if info is None or info.lamports < needed:
                has = 0 if info is None else info.lamports
                flight.fail(short(flight, f"{has} lamports where {needed} are needed"))

    async def _record(self, signature: str) -> TransactionRecord:
        asked = [Signature.from_string(signature)]
        (record,) = await self.patiently(partial(self._chain.transactions, asked))
        if record is None:
            raise OutcomeUnknown(
                f"{signature} has landed, but the chain does not show the transaction",
                remedy="ask a node that keeps its history",
            )
        return record


async def _first_of(
    waiting: dict[asyncio.Future[Outcome], str],
) -> list[Outcome | AlatauError]:
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    ended: list[Outcome | AlatauError] = []
    for waiter in done:
        del waiting[waiter]
        error = waiter.exception()
        if error is None:
            ended.append(waiter.result())
        elif isinstance(error, AlatauError):
            ended.append(error)
        else:
            raise error
    return ended
