"""One process at a time: an exclusive lock on a file beside the one it protects."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from pathlib import Path

from alatau.errors import ChainBusy, StorageError

_POLL_SECONDS = 0.05


class FileLock:
    """Held from `acquire` to `release`; the system lets go of it when its process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1

    async def acquire(self, wait_seconds: float) -> None:
        """Take the lock.  Raises `ChainBusy` after `wait_seconds`, naming who has it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written: {error.strerror}",
                remedy="choose a folder that is yours and has space",
            ) from error
        try:
            await self._wait(fd, time.monotonic() + wait_seconds)
            os.ftruncate(fd, 0)
            os.pwrite(fd, str(os.getpid()).encode(), 0)
        except BaseException as error:
            os.close(fd)
            if isinstance(error, OSError):
                raise StorageError(
                    f"{self._path} cannot be locked: {error.strerror}",
                    remedy="choose a folder that is yours and has space",
                ) from error
            raise
        self._fd = fd

    async def _wait(self, fd: int, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    holder = os.pread(fd, 32, 0).decode(errors="replace").strip() or "unknown"
                    raise ChainBusy(
                        f"{self._path.with_suffix('')} is in use by process {holder}",
                        remedy="wait until it has finished, or give another file",
                    ) from None
                await asyncio.sleep(_POLL_SECONDS)
            else:
                return

    def release(self) -> None:
        """Let go.  Idempotent."""
        # The file stays: removing it would let a third process lock another one of its name.
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = -1
