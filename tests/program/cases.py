"""Cases: a valid instruction, and the one change that makes it be refused.

The table in `docs/checks.md` says with which error; `test_checks.py` holds the two
together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.world_attempts import Attempt, forge, set_time, simulate
from tests.program.world_payments import perform
from tests.program.world_valid import Valid

from alatau.testing.world import World

Change = Callable[[World, Attempt], Awaitable[Attempt]]
Step = Callable[[World, Attempt], Awaitable[Attempt] | Attempt]


@dataclass(frozen=True, slots=True)
class Case:
    """`check` names it in the table, together with the instruction."""

    instruction: str
    check: str
    valid: Valid
    change: Change


class Cases:
    """The cases of one instruction, which share a valid one."""

    def __init__(self, instruction: str, valid: Valid) -> None:
        self._instruction, self._valid = instruction, valid
        self.all: list[Case] = []

    def add(self, check: str, change: Change, *, valid: Valid | None = None) -> None:
        """One more, of the shared valid instruction unless another is given."""
        self.all.append(Case(self._instruction, check, valid or self._valid, change))


def args(**values: Any) -> Change:
    """Other arguments."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_args(**values)

    return change


def account(name: str, find: Callable[[World], Pubkey]) -> Change:
    """Another account in the place of one."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.with_account(name, find(world))

    return change


def signer(name: str, find: Callable[[World], Keypair]) -> Change:
    """Another signer, who does sign."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return tried.signed_by(name, find(world))

    return change


def after(*steps: Step) -> Change:
    """Other instructions, executed before."""

    async def change(world: World, tried: Attempt) -> Attempt:
        for step in steps:
            done = step(world, tried)
            await perform(world, done if isinstance(done, Attempt) else await done)
        return tried

    return change


def forged(name: str, **fields: Any) -> Change:
    """An account of the instruction with other contents."""

    async def change(world: World, tried: Attempt) -> Attempt:
        await forge(world, tried.address(name), **fields)
        return tried

    return change


def deadline(find: Callable[[World, Attempt], int]) -> Change:
    """The clock moved to a deadline, one second before which the instruction is valid."""

    async def change(world: World, tried: Attempt) -> Attempt:
        moment = find(world, tried)
        await set_time(world, moment - 1)
        await require_valid(world, tried)
        await set_time(world, moment)
        return tried

    return change


def both(first: Change, second: Change) -> Change:
    """One change, then another."""

    async def change(world: World, tried: Attempt) -> Attempt:
        return await second(world, await first(world, tried))

    return change


async def require_valid(world: World, tried: Attempt) -> None:
    """Fail unless the instruction would succeed now; it is not executed."""
    simulation = await simulate(world, tried)
    assert simulation is None, f"{tried.name} is not valid before its change: {simulation}"
