"""Handing over what is signed, and following it until it is final or provably dead.

Two tasks for all that is under way.  One hands over new bytes in the order they were signed
in.  The other asks what was seen, hands the same bytes over again where nothing was, checks
what is confirmed once it ought to be final, and has proven what the chain has outlived.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from alatau.chain.base import Chain, Commitment, Promises, Seen, Status, Tip
from alatau.errors import ChainError, ChainUnavailable, WrongChain
from alatau.sender.failures import unknown
from alatau.sender.flight import NEVER, RANK, SEEN_AT, TAKEN, Flight, Flights, within_window
from alatau.sender.journal import Journal
from alatau.sender.journal_values import Evidence, State
from alatau.sender.proof import Proof, Verdict, prove

BATCH: Final = 100
LOOK: Final = 512
"""How many are asked for at once, oldest first: all of them only as often as they are resent."""
RESEND_SECONDS: Final = 1.0
FINAL_SECONDS: Final = 1.0
PATIENCE: Final = 45.0
OUTGOING: Final = 512
"""How many may be signed and not yet handed over: who signs on and on keeps requests waiting."""
_CONFIRMED = RANK[Commitment.CONFIRMED]
_SHORTEST_PAUSE = 0.05

EXPIRED: Final = "its blockhash has expired"
"""Why a transaction is dead that the chain has outlived."""

Dead = Callable[[Flight, str], Awaitable[bool]]
"""Told of a flight that is proven dead, and why: whether it has signed it again."""
Doubted = Callable[[Sequence[Flight]], Awaitable[None]]
"""Told once of flights that were handed over and not seen for a while: what keeps them?"""


class Tracker:
    """Follows flights over one chain, writing each step to the journal."""

    def __init__(
        self,
        chain: Chain,
        journal: Journal,
        *,
        dead: Dead,
        doubted: Doubted,
        patience: float = PATIENCE,
    ) -> None:
        self._chain = chain
        self._journal = journal
        self._dead = dead
        self._doubted = doubted
        self._patience = patience
        self._outbox: list[Flight] = []
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._heard = 0.0
        self._finality_at = 0.0
        self._thorough_at = 0.0
        self.flights = Flights()
        self.room = asyncio.Semaphore(OUTGOING)
        """Taken before what is `outgoing` is signed, given back when it was handed over."""
        self.broken: BaseException | None = None

    def launch(self, flight: Flight) -> None:
        """Hand it over, and follow it."""
        self.flights.reopen(flight)
        self._outbox.append(flight)
        self._start("hand over", self._hand_over)
        if self._chain.block_seconds:
            self._start("watch", self._watch)

    def follow(self, flight: Flight) -> None:
        """Follow what an earlier process saw confirmed, without handing it over."""
        self.flights.settle(flight)
        self._start("watch", self._watch)

    async def close(self) -> None:
        """Stop; the journal knows what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        if name not in self._tasks:
            loop = asyncio.get_running_loop()
            if not self._tasks:
                self._heard = loop.time()
            self._tasks[name] = loop.create_task(self._run(name, work), name=f"sender: {name}")

    async def _run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            # Whoever waits must hear of it.  Nothing more is sent: what is under way stays open.
            self.broken = error
            self.flights.fail(error)
            self.room.release()  # for the next who waits to sign: it fails, and lets another
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        finally:
            del self._tasks[name]

    # -- handing over ------------------------------------------------------------------

    async def _hand_over(self) -> None:
        while self._outbox:
            batch, self._outbox = self._outbox[:BATCH], self._outbox[BATCH:]
            await self._send(batch)
            self._make_room(batch)
            if not self._chain.block_seconds:
                await self._answer(batch)

    def _make_room(self, handed_over: Iterable[Flight]) -> None:
        for flight in handed_over:
            if flight.outgoing:
                flight.outgoing = False
                self.room.release()

    async def _send(self, flights: Sequence[Flight]) -> None:
        now = asyncio.get_running_loop().time()
        for flight in flights:
            flight.sent_at = now
        attempts = [flight.attempt for flight in flights]
        try:
            refusals = await self._chain.send_all([each.message for each in attempts])
        except WrongChain:
            raise
        except ChainError as error:
            self._lost(error)  # any of them may have arrived: followed like the rest
            return
        self._heard = asyncio.get_running_loop().time()
        for flight, attempt, refusal in zip(flights, attempts, refusals, strict=True):
            if flight.attempt is not attempt or not self._may_land(flight):
                continue  # the answer is late: what it was about is over
            if refusal is not None:
                flight.refused = True
                flight.fail(refusal)
            elif self._chain.block_seconds and flight.rank == 0:
                self._journal.move(flight.key, State.SENT, Evidence())

    def _may_land(self, flight: Flight) -> bool:
        return self.flights.get(flight.key) is flight and not flight.dead

    async def _answer(self, flights: Sequence[Flight]) -> None:
        """On a chain that executes what it is given at once, all is known at once."""
        await self._look(flights)
        unseen = [flight for flight in flights if flight.rank == 0]
        if not unseen:
            return
        if not isinstance(self._chain, Promises):
            self._start("watch", self._watch)
            return
        tip = await self._chain.tip()
        reasons = await self._chain.give_up([flight.signature for flight in unseen])
        await asyncio.gather(
            *(
                self._bury(flight, Evidence(tip.slot, tip.height, f"given up: {why}"), why)
                for flight, why in zip(unseen, reasons, strict=True)
                if why is not None
            )
        )

    # -- watching ----------------------------------------------------------------------

    async def _watch(self) -> None:
        while self.flights:
            try:
                await self._look_at_open()
                await self._resend()
                await self._check_finality()
            except WrongChain:
                raise
            except ChainError as error:
                self._lost(error)
            if self.flights:
                await self._chain.news(self._pause())

    def _pause(self) -> float:
        return max(_SHORTEST_PAUSE, self._chain.block_seconds) if self.flights.open else 1.0

    def _visible(self) -> list[Flight]:
        """What was handed over long enough ago to be seen."""
        before = asyncio.get_running_loop().time() - self._chain.block_seconds / 2
        return [
            flight
            for flight in self.flights.open.values()
            if NEVER < flight.sent_at <= before and not flight.dead
        ]

    async def _look_at_open(self) -> None:
        """They land about in the order that they left in: where nothing has, later ones wait."""
        now, visible = asyncio.get_running_loop().time(), self._visible()
        thorough = now - self._thorough_at >= RESEND_SECONDS
        if thorough:
            self._thorough_at = now
        for start in range(0, len(visible), LOOK):
            if not await self._look(visible[start : start + LOOK]) and not thorough:
                return

    async def _look(self, flights: Sequence[Flight]) -> bool:
        """What was seen of them; whether there was anything new."""
        if not flights:
            return False
        seen = await self._chain.look([flight.signature for flight in flights])
        self._heard = asyncio.get_running_loop().time()
        return await self._saw(flights, seen)

    async def _saw(self, flights: Sequence[Flight], seen: Seen) -> bool:
        found = [
            (flight, status)
            for flight, status in zip(flights, seen.statuses, strict=True)
            if status is not None and self.flights.get(flight.key) is flight
        ]
        for flight, status in zip(flights, seen.statuses, strict=True):
            if status is None and flight.rank < _CONFIRMED:
                flight.rank = 0  # it was in a block that is gone
        await self._keep_logs([flight for flight, status in found if status.error is not None])
        news = [self._reached(flight, status) for flight, status in found]
        return any(news)

    async def _keep_logs(self, flights: Iterable[Flight]) -> None:
        """The logs of what failed name the rule, and nodes forget them."""
        wanted = [flight for flight in flights if not flight.logs]
        if not wanted:
            return
        try:
            records = await self._chain.transactions([flight.signature for flight in wanted])
        except ChainUnavailable:
            raise
        except ChainError:
            return  # not yet written down there; asked for again when it is final
        for flight, record in zip(wanted, records, strict=True):
            flight.logs = () if record is None else record.logs

    def _reached(self, flight: Flight, status: Status) -> bool:
        rank, moved = RANK[status.commitment], status.slot != flight.slot
        if rank < flight.rank or (rank == flight.rank and not moved):
            return False
        flight.rank, flight.slot, flight.error = rank, status.slot, status.error or ""
        flight.logs = flight.logs if flight.error else ()
        state = SEEN_AT[status.commitment]
        if state is State.FINALIZED and flight.error:
            state = State.FAILED
        self._journal.move(
            flight.key,
            state,
            Evidence(status.slot, 0, status.error or ""),
            signature=flight.attempt.signature,
            slot=status.slot,
            error=flight.error,
            logs=flight.logs,
        )
        if state in {State.FINALIZED, State.FAILED}:
            self.flights.remove(flight)
        elif rank >= _CONFIRMED:
            self.flights.settle(flight)
        flight.tell()
        return True

    async def _resend(self) -> None:
        """Hand over again what is not seen: the same bytes, which can land once."""
        before = asyncio.get_running_loop().time() - RESEND_SECONDS
        late = [
            flight
            for flight in self.flights.open.values()
            if flight.rank == 0 and NEVER < flight.sent_at <= before
            if not (flight.refused or flight.dead)
        ]
        late = within_window(late, self.flights)
        doubted = [flight for flight in late if not flight.doubted and flight.waiters]
        for start in range(0, len(late), BATCH):
            await self._send(late[start : start + BATCH])
        if doubted:
            for flight in doubted:
                flight.doubted = True
            await self._doubted(doubted)

    async def _check_finality(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._finality_at < FINAL_SECONDS:
            return
        self._finality_at = now
        tip = await self._chain.tip(Commitment.FINALIZED)
        due = [flight for flight in self.flights.settling.values() if flight.slot <= tip.slot]
        if due:
            seen = await self._chain.look([flight.signature for flight in due])
            await self._saw(due, seen)
            if seen.slot >= tip.slot:
                for flight, status in zip(due, seen.statuses, strict=True):
                    if status is None:
                        self._rolled_back(flight, tip)
        past = [
            flight
            for flight in self.flights.open.values()
            if flight.attempt.last_valid_block_height < tip.height and not flight.dead
        ]
        if past:
            proofs = await prove(self._chain, past, tip)
            await asyncio.gather(
                *(
                    self._conclude(flight, proof)
                    for flight, proof in zip(past, proofs, strict=True)
                    if self.flights.get(flight.key) is flight
                )
            )

    def _rolled_back(self, flight: Flight, tip: Tip) -> None:
        """Its block has gone, or the node has forgotten it: it is handed over again."""
        evidence = Evidence(tip.slot, tip.height, f"no longer seen in slot {flight.slot}")
        flight.rank, flight.slot, flight.error, flight.logs = 0, 0, "", ()
        self._journal.move(flight.key, State.SENT, evidence)
        self.flights.reopen(flight)

    # -- endings -----------------------------------------------------------------------

    async def _conclude(self, flight: Flight, proof: Proof) -> None:
        match proof.verdict:
            case Verdict.LANDED if proof.status is not None:
                await self._saw([flight], Seen(proof.evidence.slot, (proof.status,)))
            case Verdict.USED:
                self._end(flight, State.FINALIZED, proof.evidence)
            case Verdict.TAKEN:
                flight.error = TAKEN
                self._end(flight, State.FAILED, proof.evidence)
            case Verdict.DEAD:
                await self._bury(flight, proof.evidence, EXPIRED)
            case Verdict.UNKNOWN:
                self._journal.move(flight.key, State.UNKNOWN, proof.evidence)
                self._drop(flight, unknown(flight, proof.evidence.detail))
            case _:
                pass  # asked again

    def _end(self, flight: Flight, state: State, evidence: Evidence) -> None:
        flight.rank = RANK[Commitment.FINALIZED]
        signature = flight.outcome().signature
        self._journal.move(flight.key, state, evidence, signature=signature, error=flight.error)
        self.flights.remove(flight)
        flight.tell()

    async def _bury(self, flight: Flight, evidence: Evidence, why: str) -> None:
        self._journal.move(flight.key, State.EXPIRED, evidence)
        # Its sequence stays open meanwhile: later ones must not push it out of the window.
        flight.dead = True
        if await self._dead(flight, why):
            self.launch(flight)
        else:
            self.flights.remove(flight)

    def _lost(self, error: ChainError) -> None:
        """Nothing answers.  Whoever waits is told after a while; all is followed nevertheless."""
        if asyncio.get_running_loop().time() - self._heard >= self._patience:
            for flight in self.flights:
                flight.fail(unknown(flight, str(error), error))

    def _drop(self, flight: Flight, error: BaseException) -> None:
        self.flights.remove(flight)
        flight.fail(error)
