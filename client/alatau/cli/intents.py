"""What ``--key`` means: one key, one intent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alatau.errors import AccountInvalid, InputError


def journal_key(command: str, key: str | None) -> str | None:
    """The journal's key of a command's ``--key``; those of other callers are apart."""
    return None if key is None else f"cli:{command}:{key}"


@contextmanager
def same_intent(key: str | None) -> Iterator[None]:
    """Within, a `LookupError` says that the key's outcome is of another intent.

    Raises `InputError` then: an outcome that was not asked for is no success.
    """
    try:
        yield
    except (LookupError, AccountInvalid) as error:
        if key is None:
            raise
        raise InputError(
            f"the key {key!r} has been used for something else",
            field="--key",
            remedy="a key names one intent: choose another; alatau history shows what was done",
        ) from error
