"""Killed at any moment, the indexer goes on: the ledger is the same to the last hash."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.indexer import Indexer, prove
from alatau.ledger import Head, Ledger
from alatau.program import PROGRAM_ID, Service, program_path
from alatau.testing import FreshZone, Wallets

TIMES = 50
GROUP = 5
PAYMENTS = 60


async def make(path: Path) -> Pubkey:
    """A chain's file with a few payments on it."""
    opened = EmbeddedChain.open(path, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain, name="Алатау") as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=90_000_00)
        shop = await wallets.merchant("«Береке» дүкені")
        for number in range(PAYMENTS):
            await zone.pay(
                payee=shop.pubkey(),
                mint=zone.tenge.mint,
                amount=100 + number,
                service=Service.SHOPS,
                wallet=payer,
            )
        return zone.address


async def index(chain_file: Path, zone: Pubkey, ledger_file: Path) -> None:
    async with (
        await EmbeddedChain.open(chain_file, programs={}) as chain,
        await opened(ledger_file) as ledger,
    ):
        await (await Indexer.open(chain, ledger, zone, group=GROUP)).catch_up()


def opened(ledger_file: Path) -> Awaitable[Ledger]:
    return Ledger.open(ledger_file, zone="Алатау", genesis="g", now=lambda: 0)


async def head(chain_file: Path, zone: Pubkey, ledger_file: Path) -> Head:
    """The ledger's head when all is in it, and proven."""
    async with (
        await EmbeddedChain.open(chain_file, programs={}) as chain,
        await opened(ledger_file) as ledger,
    ):
        indexer = await Indexer.open(chain, ledger, zone, group=GROUP)
        await indexer.catch_up()
        assert (await prove(chain, zone, indexer.accounts)).proven
        assert not (await ledger.verify()).wrong
        return await ledger.head()


def killed_after(seconds: float, work: Callable[[], Awaitable[object]]) -> bool:
    """Do it in a process that is killed so much later; whether it was done before."""
    child = os.fork()
    if not child:
        code = 1
        try:
            asyncio.run(work())  # type: ignore[arg-type] # a coroutine
            code = 0
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a fork of itself")
def test_index_killed_at_any_moment_is_the_same_to_the_last_hash(tmp_path: Path) -> None:
    chain_file = tmp_path / "chain.sqlite"
    zone = asyncio.run(make(chain_file))
    began = time.monotonic()
    asyncio.run(index(chain_file, zone, tmp_path / "whole"))
    takes = time.monotonic() - began
    wanted = asyncio.run(head(chain_file, zone, tmp_path / "whole"))
    random, killed = Random(7), 0
    for attempt in range(TIMES):
        ledger = tmp_path / f"ledger {attempt // 5}"
        work = partial(index, chain_file, zone, ledger)
        killed += not killed_after(random.uniform(0, takes), work)
        if attempt % 5 == 4:
            assert asyncio.run(head(chain_file, zone, ledger)) == wanted
    # How many depends on the machine; that a few died in the middle of it does not.
    assert killed >= TIMES // 5
