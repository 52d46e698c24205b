"""What lies between a process and its chain: decisions, what is under way, what happened.

It outlives the process: what was sent arrives, whoever is alive.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from random import Random
from typing import NamedTuple, Protocol, runtime_checkable

from alatau.chain.base import Chain, Commitment
from alatau.errors import ChainError
from alatau.testing.faults_plan import FaultPlan, Table

TRACED = 2_000


@runtime_checkable
class Forks(Protocol):
    """Chains whose newest blocks can vanish."""

    async def fork(self, slot: int) -> object:
        """Undo everything from `slot` on, which is not final."""
        ...


@runtime_checkable
class Advances(Protocol):
    """Chains on which blocks can be let pass."""

    async def advance(self, blocks: int) -> None:
        """Let so many blocks pass at once."""
        ...


@runtime_checkable
class Lags(Protocol):
    """Chains that can be seen as a node sees them that is behind."""

    def behind(self, blocks: int) -> Chain:
        """Such a node."""
        ...


class Done(NamedTuple):
    """A line of the trace: what was decided or done, at which step and time (seconds)."""

    step: int
    time: float
    what: str
    detail: str

    def __str__(self) -> str:
        return f"{self.step:>7} {self.time:.3f} {self.what} {self.detail}".rstrip()


class Network:
    """Decides by `seed` what goes wrong between any process and `chain`."""

    def __init__(self, chain: Chain, seed: int, plan: FaultPlan) -> None:
        self.chain = chain
        # Asked once: it takes as long as a whole call.
        self.lags = chain if isinstance(chain, Lags) else None
        self._forks = chain if isinstance(chain, Forks) else None
        self._advances = chain if isinstance(chain, Advances) else None
        self.random = Random(seed)  # noqa: S311 - the same faults every time
        self.steps = 0
        self.injected: Counter[str] = Counter()
        self.trace: deque[Done] = deque(maxlen=TRACED)
        self.first_slot = 0
        self._until = -1.0
        self._under_way: set[asyncio.Task[None]] = set()
        self.follow(plan)

    def follow(self, plan: FaultPlan) -> None:
        """Go on by this plan."""
        self.plan = plan
        self.calls = plan.table(*plan.CALLS)
        self.reads = plan.table(*plan.CALLS, "stale_answers")
        self.looks = plan.table(*plan.CALLS, "stale_answers", "forgotten")
        self.sends = plan.table(*plan.CALLS, "torn_batches")
        self.news = plan.table("kills", "deaf_news")
        self._events = plan.table(*plan.EVENTS)
        self._transactions = plan.table(*plan.TRANSACTIONS)
        self._reorders = plan.table("reorders")
        kills = [(step, "kill before") for step in plan.kill_before]
        kills += [(step, "kill after") for step in plan.kill_after]
        self._kills = sorted(kills, reverse=True)

    # -- decisions ---------------------------------------------------------------------

    def decide(self, table: Table) -> str:
        """One step: a fault of the table, or none."""
        self.steps += 1
        roll = self.random.random() * 1000
        for below, name in table:
            if roll < below:
                return name
        return ""

    def inject(self, fault: str, detail: str = "") -> None:
        """Count and trace a fault that takes place."""
        self.injected[fault] += 1
        self.note(fault, detail)

    def note(self, what: str, detail: str = "") -> None:
        """Trace something."""
        now = asyncio.get_running_loop().time()
        self.trace.append(Done(self.steps, now, what, detail))

    def decide_call(self, table: Table) -> str:
        """One step: what goes wrong with a call, deaths (``kill before``, …) included."""
        fault = self.decide(table)
        if self._kills and self._kills[-1][0] <= self.steps:
            return self._kills.pop()[1]
        if fault == "kills":
            return self.random.choice(("kill before", "kill midst", "kill after"))
        return fault

    def up_to(self, seconds: float) -> float:
        """A random span."""
        return self.random.random() * seconds

    # -- events ------------------------------------------------------------------------

    async def happen(self) -> None:
        """Let the chain be befallen by something, or not."""
        match self.decide(self._events):
            case "forks" if self._forks is not None:
                await self._fork(self._forks)
            case "leaps" if self._advances is not None:
                blocks = 1 + self.random.randrange(self.plan.leap_blocks)
                self.inject("leaps", f"{blocks} blocks")
                await self._advances.advance(blocks)
            case "prunes":
                tip = await self.chain.tip(Commitment.FINALIZED)
                # Never forwards past what is final: a node keeps at least that.
                first = self.random.randint(self.first_slot, max(self.first_slot, tip.slot))
                self.first_slot = first
                self.inject("prunes", f"before slot {first}")

    async def _fork(self, chain: Forks) -> None:
        tip = await self.chain.tip(Commitment.PROCESSED)
        final = await self.chain.tip(Commitment.FINALIZED)
        depth = min(1 + self.random.randrange(self.plan.fork_blocks), tip.slot - final.slot)
        if depth > 0:
            self.inject("forks", f"from slot {tip.slot - depth + 1} of {tip.slot}")
            await chain.fork(tip.slot - depth + 1)

    def break_down(self) -> None:
        """The node is out of reach for a while."""
        self._until = asyncio.get_running_loop().time() + self.up_to(self.plan.outage_seconds)

    @property
    def is_down(self) -> bool:
        """Whether it is now."""
        return asyncio.get_running_loop().time() < self._until

    def repair(self) -> None:
        """End an outage."""
        self._until = -1.0

    # -- transactions ------------------------------------------------------------------

    async def deliver(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        """Let each arrive now, later, twice or never; refusals only of what arrives now."""
        now: list[int] = []
        for i, raw in enumerate(transactions):
            fate = self.decide(self._transactions)
            if fate:
                self.inject(fate, _name(raw))
            if fate in {"delays", "duplicates"}:
                self._later(raw)
            if fate not in {"drops", "delays"}:
                now.append(i)
        if len(now) > 1 and self.decide(self._reorders):
            self.inject("reorders", f"{len(now)} transactions")
            self.random.shuffle(now)
        refused: list[ChainError | None] = [None] * len(transactions)
        if now:
            answers = await self.chain.send_all([transactions[i] for i in now])
            for i, answer in zip(now, answers, strict=True):
                refused[i] = answer
        return refused

    def _later(self, raw: bytes) -> None:
        task = asyncio.create_task(self._arrive(raw, self.up_to(self.plan.delay_seconds)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _arrive(self, raw: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            await self.chain.send_all([raw])
        except ChainError:
            self.note("lost", _name(raw))  # the chain was closed meanwhile, or is unavailable
        else:
            self.note("arrives", _name(raw))

    async def arrived(self) -> None:
        """Wait until nothing is under way any more."""
        while self._under_way:
            await asyncio.wait(self._under_way)


def _name(raw: bytes) -> str:
    return raw[1:9].hex()  # of its first signature
