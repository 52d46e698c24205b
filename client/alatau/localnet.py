"""Starts a solana-test-validator that runs the program, and stops it again.

Everything listens on 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from solders.pubkey import Pubkey

from alatau.chain.rpc_http import JsonRpc, Reply, call_text
from alatau.errors import ChainError, ChainUnavailable, InputError, StorageError

VALIDATOR = "solana-test-validator"
VALIDATOR_VARIABLE = "SOLANA_TEST_VALIDATOR"
DEFAULT_PORT = 8899
_RECIPE_FOLDER = Path("/opt/sbpf/bin")
_HOST = "127.0.0.1"
_DYNAMIC_PORTS = 40
_TICKS_PER_SLOT = 64
_TICKS_PER_SECOND = 160
_LEDGER_SHREDS = 10_000_000
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_LOG_TAIL_LINES = 15


def find_validator() -> Path | None:
    """The validator's binary: `SOLANA_TEST_VALIDATOR`, PATH, or where the recipe puts it.

    Raises `InputError` if the variable names something that cannot be run.
    """
    named = os.environ.get(VALIDATOR_VARIABLE)
    if named:
        if not os.access(named, os.X_OK) or not Path(named).is_file():
            raise InputError(
                f"{named} is not a program that can be run",
                field=VALIDATOR_VARIABLE,
                remedy=f"unset it, or give the path of {VALIDATOR}",
            )
        return Path(named)
    found = shutil.which(VALIDATOR) or shutil.which(VALIDATOR, path=str(_RECIPE_FOLDER))
    return Path(found) if found else None


@dataclass(frozen=True, slots=True)
class _Ports:
    rpc: int  # the websocket has the next one
    faucet: int
    gossip: int
    dynamic: int


class Localnet:
    """A running validator.  Made by `Localnet.start`.

    `slot_seconds`: how long its slots last, for `RpcChain.open`, which else waits for longer ones.
    """

    def __init__(
        self, process: asyncio.subprocess.Process, ports: _Ports, ledger: Path, ticks_per_slot: int
    ) -> None:
        self._process = process
        self.slot_seconds = ticks_per_slot / _TICKS_PER_SECOND
        self.url = f"http://{_HOST}:{ports.rpc}"
        self.ledger = ledger

    @property
    def pid(self) -> int:
        """The validator's process id."""
        return self._process.pid

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        program_id: Pubkey | None = None,
        so_path: Path | None = None,
        *,
        port: int = DEFAULT_PORT,
        ledger: Path | None = None,
        mint: Pubkey | None = None,
        ticks_per_slot: int | None = None,
        quiet: bool = True,
    ) -> AsyncIterator[Localnet]:
        """Run a validator until the block is left, with the program `so_path` at `program_id`.

        `port` is the JSON-RPC port, 0 for a free one; the others are always free ones.
        `ledger` is kept and taken up again; None: a temporary one, removed afterwards.
        `mint` receives the lamports of the genesis.  `ticks_per_slot` below 64 makes slots
        shorter than 400 ms (16: about 100 ms).  Without `quiet` the validator writes its
        progress to stdout.  Raises `InputError` if a file is missing, `ChainUnavailable`
        with the end of its log if the validator does not start within a minute.
        """
        binary = find_validator()
        if binary is None:
            raise InputError(
                f"{VALIDATOR} was not found",
                remedy=f"install it, or set {VALIDATOR_VARIABLE} to its path",
            )
        program = _program_arguments(program_id, so_path)
        ports = _free_ports(port)
        with _folder(ledger) as folder:
            command = [str(binary), "--ledger", str(folder), *_arguments(ports), *program]
            command += ["--mint", str(mint)] if mint is not None else []
            command += ["--ticks-per-slot", str(ticks_per_slot)] if ticks_per_slot else []
            command += ["--quiet"] if quiet else []
            ticks = ticks_per_slot or _TICKS_PER_SLOT
            net = await cls._launch(command, ports, folder, ticks, quiet=quiet)
            try:
                await net.wait_until_ready()
                yield net
            finally:
                await net.stop()

    @classmethod
    async def _launch(
        cls, command: list[str], ports: _Ports, folder: Path, ticks: int, *, quiet: bool
    ) -> Localnet:
        output = asyncio.subprocess.DEVNULL if quiet else None
        try:
            process = await asyncio.create_subprocess_exec(
                *_ends_with_us(command[0]),
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C is for us: we stop the validator ourselves, in order.
                start_new_session=True,
            )
        except OSError as error:
            raise InputError(
                f"{command[0]} cannot be run: {error.strerror}", field=VALIDATOR_VARIABLE
            ) from error
        return cls(process, ports, folder, ticks)

    async def wait(self) -> int:
        """Wait until the validator ends by itself; its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop the validator: ask first, then kill.  Idempotent."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    def log_tail(self) -> str:
        """The last lines of the validator's log, for an error message."""
        with contextlib.suppress(OSError):
            log = self.ledger / "validator.log"
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join(lines[-_LOG_TAIL_LINES:])
        return "(it wrote no log)"

    async def wait_until_ready(self) -> None:
        """Wait until it answers and has confirmed its first blocks."""
        rpc = JsonRpc(self.url)
        deadline = time.monotonic() + _START_SECONDS
        try:
            while time.monotonic() < deadline:
                if self._process.returncode is not None:
                    code = self._process.returncode
                    raise ChainUnavailable(f"{VALIDATOR} ended with {code}:\n{self.log_tail()}")
                if await _produces_blocks(rpc):
                    return
                await asyncio.sleep(0.2)
        finally:
            await rpc.close()
        raise ChainUnavailable(
            f"{VALIDATOR} did not start within {_START_SECONDS:.0f} s:\n{self.log_tail()}"
        )


async def _produces_blocks(rpc: JsonRpc) -> bool:
    # The first transactions of a validator that has confirmed nothing yet get lost.
    confirmed = call_text("getSlot", {"commitment": "confirmed"})
    health, slot = await rpc.exchange([call_text("getHealth"), confirmed])
    return (
        isinstance(health, Reply)
        and health.result == "ok"
        and isinstance(slot, Reply)
        and not slot.code
        and slot.result >= 2
    )


def _ends_with_us(binary: str) -> list[str]:
    """What makes the validator end when this process is killed, where Linux has it.

    Not for a file that cannot be run: that must be our error, not setpriv's.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv and os.access(binary, os.X_OK) else []


def _program_arguments(program_id: Pubkey | None, so_path: Path | None) -> list[str]:
    if program_id is None or so_path is None:
        return []
    if not so_path.is_file():
        raise InputError("no such program", file=str(so_path), remedy="make program")
    return ["--bpf-program", str(program_id), str(so_path)]


def _arguments(ports: _Ports) -> list[str]:
    last = ports.dynamic + _DYNAMIC_PORTS - 1
    return [
        *("--bind-address", _HOST),
        *("--rpc-port", str(ports.rpc)),
        *("--faucet-port", str(ports.faucet)),
        *("--gossip-port", str(ports.gossip)),
        *("--dynamic-port-range", f"{ports.dynamic}-{last}"),
        *("--limit-ledger-size", str(_LEDGER_SHREDS)),
    ]


@contextlib.contextmanager
def _folder(ledger: Path | None) -> Iterator[Path]:
    try:
        if ledger is not None:
            ledger.mkdir(parents=True, exist_ok=True)
            kept: contextlib.AbstractContextManager[object] = contextlib.nullcontext(ledger)
        else:
            kept = tempfile.TemporaryDirectory(prefix="alatau-ledger-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(
            f"no ledger can be made in {ledger or tempfile.gettempdir()}: {error.strerror}",
            remedy="choose a folder that is yours and has space",
        ) from error
    with kept as folder:
        yield Path(str(folder))


def _free_ports(rpc: int) -> _Ports:
    """Ports that nothing uses now, in a random place so that parallel runs do not meet."""
    if rpc and not (_is_free(rpc) and _is_free(rpc + 1)):
        raise ChainError(
            f"port {rpc} or {rpc + 1} is in use",
            remedy="stop what uses it (another validator?), or give another --port",
        )
    for _ in range(200):
        base = random.randrange(20_000, 60_000 - 2 * _DYNAMIC_PORTS)  # noqa: S311 - no secret
        if all(_is_free(base + i) for i in range(_DYNAMIC_PORTS + 4)):
            return _Ports(rpc or base, base + 2, base + 3, base + 4)
    raise ChainError("no free range of ports was found")


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind((_HOST, port))
            except (OSError, OverflowError):
                return False
    return True
