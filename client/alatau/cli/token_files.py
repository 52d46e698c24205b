"""The document that an instrument is offered by."""

from __future__ import annotations

from pathlib import Path

from alatau.errors import InputError


def read_document(path: Path) -> bytes:
    """Its bytes.  Raises `InputError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", field="--document") from error
