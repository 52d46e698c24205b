"""Starting and stopping a validator."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.rpc import RpcChain
from alatau.errors import ChainError, ChainUnavailable, InputError
from alatau.localnet import VALIDATOR_VARIABLE, Localnet, find_validator
from alatau.pytest_plugin import FAST_TICKS_PER_SLOT

pytestmark = pytest.mark.validator


@pytest.fixture(autouse=True)
def _needs_validator(localnet: Localnet) -> None:
    """Skips or fails as the session's validator does."""


async def test_start_with_mint_funds_it_and_stops_at_the_end() -> None:
    mint = Keypair().pubkey()
    async with Localnet.start(port=0, mint=mint, ticks_per_slot=16) as net:
        async with await RpcChain.open(net.url) as chain:
            account = await chain.account(mint)
            assert account is not None
            assert account.lamports > 10**9
        pid, ledger = net.pid, net.ledger
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not ledger.exists()


async def test_the_session_validators_chain_knows_how_long_its_slots_are(
    localnet: Localnet, validator_chain: RpcChain
) -> None:
    assert validator_chain.block_seconds == localnet.slot_seconds == FAST_TICKS_PER_SLOT / 160
    async with Localnet.start(port=0) as usual, await RpcChain.open(usual.url) as chain:
        assert chain.block_seconds == usual.slot_seconds == 0.4


async def test_start_beside_the_session_validator_has_its_own_chain(localnet: Localnet) -> None:
    async with (
        Localnet.start(port=0, ticks_per_slot=16) as other,
        await RpcChain.open(localnet.url) as first,
        await RpcChain.open(other.url) as second,
    ):
        assert await first.genesis_hash() != await second.genesis_hash()


async def test_start_kept_ledger_takes_it_up_again(tmp_path: Path) -> None:
    mint = Keypair().pubkey()
    found = []
    for _ in range(2):
        async with (
            Localnet.start(port=0, ledger=tmp_path / "l", mint=mint, ticks_per_slot=16) as net,
            await RpcChain.open(net.url) as chain,
        ):
            found.append(await chain.genesis_hash())
    assert found[0] == found[1]


async def test_start_on_a_port_in_use_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ChainError, match=rf"port {port} .* in use"):
            async with Localnet.start(port=port):
                pass


async def test_start_without_the_program_names_its_file(tmp_path: Path) -> None:
    missing = tmp_path / "sandbox.so"
    with pytest.raises(InputError, match=r"sandbox\.so"):
        async with Localnet.start(Pubkey.new_unique(), missing, port=0):
            pass


async def test_start_validator_that_ends_at_once_shows_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "solana-test-validator"
    broken.write_text('#!/bin/sh\necho "no space left" > "$2/validator.log"\nexit 3\n')
    broken.chmod(0o755)
    monkeypatch.setenv(VALIDATOR_VARIABLE, str(broken))
    with pytest.raises(ChainUnavailable, match=r"ended with 3:\nno space left"):
        async with Localnet.start(port=0):
            pass


def test_find_validator_named_but_absent_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VALIDATOR_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(InputError, match=VALIDATOR_VARIABLE):
        find_validator()


STAY = """
import asyncio
from alatau.localnet import Localnet

async def stay():
    async with Localnet.start(port=0, ticks_per_slot=16) as net:
        print(net.pid, net.ledger, flush=True)
        await asyncio.sleep(600)

asyncio.run(stay())
"""


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs Linux's setpriv")
def test_start_then_killed_takes_the_validator_along() -> None:
    with subprocess.Popen([sys.executable, "-c", STAY], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid, ledger = owner.stdout.readline().split()
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while Path("/proc", pid).exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path("/proc", pid).exists()
    shutil.rmtree(ledger)
