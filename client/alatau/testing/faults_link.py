"""One process's connection to a faulty network: what goes wrong with a call, and death."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from alatau.chain.base import Chain
from alatau.errors import ChainUnavailable
from alatau.testing.faults_network import Network
from alatau.testing.faults_plan import Killed, Table

T = TypeVar("T")
_REMEMBERED = 256


class Link:
    """Takes calls to the network's chain, until the process dies."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.dead = False
        self._answers: dict[tuple[object, ...], object] = {}

    async def begin(self, call: str, table: Table) -> str:
        """What happens to a call until it has effect; returns what else will go wrong."""
        network = self.network
        self.check()
        await network.happen()
        fault = network.decide_call(table)
        network.note(call, fault)
        await asyncio.sleep(network.up_to(network.plan.latency_seconds))
        self.check()
        if fault == "kill before":
            self.die(fault)
        if network.is_down:
            raise ChainUnavailable("nothing answers", remedy="try again later")
        match fault:
            case "rate_limits":
                network.inject(fault, call)
                raise ChainUnavailable("429 Too Many Requests", remedy="ask more slowly")
            case "outages":
                network.inject(fault, call)
                network.break_down()
                raise ChainUnavailable("connection refused", remedy="try again later")
            case "lost_requests":
                network.inject(fault, call)
                await self._time_out()
        return fault

    async def end(self, fault: str, call: str) -> None:
        """What happens to the answer."""
        network = self.network
        match fault:
            case "kill midst" | "kill after":
                self.die(fault)
            case "lost_answers" | "torn_batches":
                network.inject(fault, call)
                await self._time_out()
            case "late_answers":
                network.inject(fault, call)
                await asyncio.sleep(network.up_to(network.plan.late_seconds))
        self.check()

    async def ask(self, call: str, ask: Callable[[Chain], Awaitable[T]]) -> T:
        """A call that only the node itself can answer."""
        fault = await self.begin(call, self.network.calls)
        answer = await ask(self.network.chain)
        await self.end(fault, call)
        return answer

    async def read(self, question: tuple[object, ...], ask: Callable[[Chain], Awaitable[T]]) -> T:
        """A call that a node which is behind may answer; `question` is its name and arguments."""
        call = str(question[0])
        fault = await self.begin(call, self.network.reads)
        answer = await self.answer(fault, question, ask)
        await self.end(fault, call)
        return answer

    async def answer(
        self, fault: str, question: tuple[object, ...], ask: Callable[[Chain], Awaitable[T]]
    ) -> T:
        """The answer, a stale one if that is the fault."""
        network = self.network
        chain = network.chain
        if network.lags is not None:
            if fault != "stale_answers":
                return await ask(chain)
            blocks = 1 + network.random.randrange(network.plan.stale_blocks)
            network.inject(fault, f"{question[0]}, {blocks} blocks behind")
            try:
                return await ask(network.lags.behind(blocks))
            except ChainUnavailable:  # it is not where it has to be: it says so, or waits
                if network.random.randrange(2):
                    raise
                await asyncio.sleep(network.up_to(network.plan.late_seconds))
                return await ask(chain)
        if fault == "stale_answers" and question in self._answers:
            network.inject(fault, f"{question[0]}, as before")
            return self._answers[question]  # type: ignore[return-value] # of the same question
        answer = await ask(chain)
        self._answers[question] = answer
        if len(self._answers) > _REMEMBERED:
            del self._answers[next(iter(self._answers))]
        return answer

    async def _time_out(self) -> None:
        await asyncio.sleep(self.network.plan.timeout_seconds)
        self.check()
        raise ChainUnavailable("timed out", remedy="whether it had an effect is not known")

    def die(self, how: str) -> None:
        """End this process."""
        self.network.inject("kills", how)
        self.dead = True
        raise Killed(f"at step {self.network.steps}: {how}")

    def check(self) -> None:
        """Raise `Killed` in what is left of a process that died."""
        if self.dead:
            raise Killed("this process is dead")
