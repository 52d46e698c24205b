"""What to do about an error, where a command knows better than its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alatau.errors import AlatauError


@contextmanager
def advised(**remedies: str) -> Iterator[None]:
    """Give errors that say nothing themselves a remedy: by the program's rule, else by kind."""
    try:
        yield
    except AlatauError as error:
        name = getattr(error, "name", "") or type(error).__name__
        error.remedy = error.remedy or remedies.get(name, "")
        raise
