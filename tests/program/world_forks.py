"""A new living zone for every case: built once, then copied account by account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.machines import Machines
from alatau.program import (
    PROGRAM_ID,
    SYSTEM_PROGRAM,
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    program_path,
)
from alatau.testing.world import World, build_world

START = 1_793_599_200
"""2026-11-02 11:00 in the zone."""
NOW = START + 3_600
"""Where a fork's clock stands, as it was set ahead of the running time."""

MACHINES = Machines()
"""For all chains in memory here: most tests take less long than to make one."""

Accounts = dict[Pubkey, AccountInfo]

_OWNERS = (PROGRAM_ID, TOKEN_PROGRAM, TOKEN_2022_PROGRAM, SYSTEM_PROGRAM)
_built: list[tuple[World, Accounts]] = []


async def all_accounts(chain: EmbeddedChain) -> Accounts:
    """Every account but programs and sysvars."""
    return {
        address: info for owner in _OWNERS for address, info in await chain.program_accounts(owner)
    }


@asynccontextmanager
async def forked_world() -> AsyncIterator[tuple[World, EmbeddedChain]]:
    """A world on a chain of its own, whose clock stands at `NOW`."""
    if not _built:
        async with await _open() as chain:
            world = await build_world(chain)
            _built.append((world, await all_accounts(chain)))
    world, accounts = _built[0]
    async with await _open() as chain:
        for address, info in accounts.items():
            await chain.set_account(address, info)
        await chain.set_time(NOW)
        yield replace(world, chain=chain), chain


async def _open() -> EmbeddedChain:
    programs = {PROGRAM_ID: program_path()}
    return await EmbeddedChain.open(None, programs=programs, start_time=START, machines=MACHINES)
