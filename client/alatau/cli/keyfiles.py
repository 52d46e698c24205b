"""Writing keypair files: readable by their owner only, and never over another by mistake."""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from solders.keypair import Keypair

from alatau.errors import InputError, StorageError

_OWNER_ONLY = 0o600


def write_keypairs(files: Mapping[Path, Keypair], *, force: bool) -> None:
    """Write keypair files, making their folders.

    Without `force` all are there or none: an existing one is refused before any is written.
    Raises `InputError` then, and `StorageError` when a file cannot be written.
    """
    if not force:
        for path in files:
            if os.path.lexists(path):
                raise _exists(path)
    for path, key in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, json.dumps(list(bytes(key))), force=force)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            why = "the disk is full" if full else error.strerror or type(error).__name__
            raise StorageError(
                f"{path} cannot be written: {why}", remedy="choose a folder that is yours"
            ) from error


def _write(path: Path, text: str, *, force: bool) -> None:
    """The whole file or none of it: written beside, on disk, then put in place."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(path)
            return
        try:
            os.link(beside, path)  # unlike a rename, fails where something is
        except FileExistsError as error:
            raise _exists(path) from error
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _exists(path: Path) -> InputError:
    return InputError(
        "is there already: a key that is overwritten is lost",
        file=str(path),
        remedy="choose another name, or give --force",
    )
