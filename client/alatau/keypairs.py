"""Keypair files in Solana's format: a JSON list of 64 numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeGuard

from solders.keypair import Keypair

from alatau.errors import KeyFileError

_KEYPAIR_BYTES = 64
_MAX_FILE = 4096  # a keypair file has about 230 bytes; a wrong path may be anything


def read_keypair(path: Path) -> Keypair:
    """A keypair file: a JSON list of 64 numbers, of which the last 32 are the public key.

    Raises `KeyFileError`, whose text never holds any of the file's.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except FileNotFoundError as error:
        raise KeyFileError(
            "there is no such keypair file",
            file=str(path),
            remedy=f"solana-keygen new -o {path.name} makes one",
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise KeyFileError(f"cannot be read: {reason}", file=str(path)) from error
    try:
        numbers: object = json.loads(data) if len(data) <= _MAX_FILE else None
    except (ValueError, RecursionError):
        numbers = None
    if not _is_keypair(numbers):
        raise KeyFileError(
            f"is no keypair file: not a JSON list of {_KEYPAIR_BYTES} bytes", file=str(path)
        )
    try:
        return Keypair.from_bytes(bytes(numbers))
    except ValueError as error:
        raise KeyFileError(
            "is no keypair file: its public key is not that of its secret", file=str(path)
        ) from error


def _is_keypair(numbers: object) -> TypeGuard[list[int]]:
    return (
        isinstance(numbers, list)
        and len(numbers) == _KEYPAIR_BYTES
        and all(type(number) is int and 0 <= number <= 255 for number in numbers)
    )
