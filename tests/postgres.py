"""A throw-away PostgreSQL cluster under a temporary folder, on a unix socket only."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

USER = "alatau"
REQUIRED = "ALATAU_REQUIRE_POSTGRES"
KEEPER = '"$@" </dev/null & read -r _; kill -INT $!; wait $!'
"""Shuts the server down fast when its input ends: however we end, no server is left over."""
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is: on PATH, or where Debian puts it."""
    places = [os.environ.get("PATH", ""), *map(str, _DEBIAN)]
    return shutil.which(name, path=os.pathsep.join(places))


def available() -> bool:
    return program("initdb") is not None and program("postgres") is not None


def required() -> bool:
    """Whether its absence is a failure, not a reason to skip."""
    return bool(os.environ.get(REQUIRED))


@dataclass
class Cluster:
    """A running server."""

    folder: Path
    process: subprocess.Popen[bytes]

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    async def create(self, template: str = "template1") -> str:
        """The URL of a new database: an empty one, or a copy of another that nobody has open."""
        name = f"ledger_{next(self._numbers)}"
        # The strategy that copies files and not pages is quick where nothing has to be kept.
        copy = f"TEMPLATE {template} STRATEGY file_copy"
        await execute(self.url("postgres"), f"CREATE DATABASE {name} {copy}")
        return self.url(name)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


async def execute(url: str, *statements: str) -> None:
    """Run statements beside whatever else has the database open."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def cluster(*settings: str) -> Iterator[Cluster]:
    """Start a server, and stop it at the end.  It refuses to be root: it is another user."""
    folder = Path(tempfile.mkdtemp(prefix="alatau-pg-"))
    process = None
    try:
        who = _who(folder)
        _run(
            ["initdb", "-D", str(folder / "data"), "-U", USER, "--auth=trust", "--no-sync",
             "--encoding=UTF8", "--locale=C"],
            folder, who,
        )  # fmt: skip
        options = [f"-c{one}" for one in ("listen_addresses=", *settings)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    "sh",
                    "-c",
                    KEEPER,
                    "sh",
                    str(program("postgres")),
                    "-D",
                    str(folder / "data"),
                    "-k",
                    str(folder),
                    *options,
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=folder,
                **who,
            )
        running = Cluster(folder, process)
        asyncio.run(_wait(running))
        yield running
    finally:
        if process is not None:
            process.communicate(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _who(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is no other user")


def _run(command: Sequence[str], folder: Path, who: dict[str, Any]) -> None:
    done = subprocess.run(
        [str(program(command[0])), *command[1:]],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **who,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr}")


async def _wait(running: Cluster, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            await execute(running.url("postgres"))
        except (OSError, asyncpg.PostgresError):
            if running.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL does not start:\n{running.log()}") from None
            await asyncio.sleep(0.05)
        else:
            return
