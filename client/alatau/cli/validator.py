"""Running a validator until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from solders.pubkey import Pubkey

from alatau.chain.rpc import RpcChain
from alatau.cli.options import Settings
from alatau.cli.output import emit
from alatau.errors import ChainUnavailable
from alatau.localnet import VALIDATOR, Localnet
from alatau.program import PROGRAM_ID, program_path


async def serve(
    settings: Settings,
    *,
    port: int,
    ledger: Path | None,
    wallets: Sequence[Pubkey],
    lamports: int,
    ticks_per_slot: int | None,
) -> None:
    """Start it, fund wallets, say where it is, and stop it on SIGINT or SIGTERM.

    Raises what `Localnet.start` does, and `ChainUnavailable` when it ends by itself.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # A second Ctrl-C changes nothing: the validator is being stopped in order.
        loop.add_signal_handler(number, told.set)
    start = Localnet.start(
        PROGRAM_ID, program_path(), port=port, ledger=ledger, ticks_per_slot=ticks_per_slot
    )
    running = asyncio.create_task(_run(settings, start, wallets, lamports))
    stopping = asyncio.create_task(told.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if told.is_set():
        running.cancel()
        await asyncio.wait({running})
        if running.cancelled():
            return
    await running


async def _run(
    settings: Settings,
    start: AbstractAsyncContextManager[Localnet],
    wallets: Sequence[Pubkey],
    lamports: int,
) -> None:
    async with start as net:
        async with await RpcChain.open(net.url, program=PROGRAM_ID) as chain:
            for wallet in wallets:
                await chain.airdrop(wallet, lamports)
        funded = [str(wallet) for wallet in wallets]
        data = {"url": net.url, "pid": net.pid, "program": str(PROGRAM_ID), "funded": funded}
        lines = [f"{net.url} runs the program {PROGRAM_ID} (pid {net.pid}); Ctrl-C stops it"]
        emit(settings, data, "\n".join([*lines, *(f"funded {wallet}" for wallet in funded)]))
        sys.stdout.flush()
        code = await net.wait()
        raise ChainUnavailable(f"{VALIDATOR} ended with {code}:\n{net.log_tail()}")
