"""TOML files of settings: read whole, with errors that name the file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alatau.errors import InputError


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a file.  Raises `InputError` where there is none, or it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError("there is no such file", file=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a nesting without end
        raise InputError(f"is no TOML: {error}", file=str(path)) from error


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Errors about a field of the content name the file too."""
    try:
        yield
    except InputError as error:
        raise InputError(
            error.message.removeprefix(f"{error.field}: "),
            file=str(path),
            field=error.field,
            remedy=error.remedy,
        ) from error
