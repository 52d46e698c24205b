"""Files that two parties pass to each other."""

from __future__ import annotations

from pathlib import Path

from alatau.errors import InputError


def read_message(path: Path) -> str:
    """The text of a message.  Raises `InputError`."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"it cannot be read: {error}", file=str(path)) from error


def write_message(path: Path, text: str) -> None:
    """Write a message for the other side.  Raises `InputError`."""
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"it cannot be written: {error.strerror}", file=str(path)) from error
