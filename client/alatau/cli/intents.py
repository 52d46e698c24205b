"""What ``--key`` means: one key, one intent, whose outcome is told again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alatau.errors import AccountInvalid, InputError, KeyReused
from alatau.zone import Zone


@dataclass(frozen=True, slots=True)
class IntentKey:
    """A command's ``--key``: `name` is the journal's, `known` whether it was used before."""

    key: str | None
    name: str | None
    known: bool

    @classmethod
    def of(cls, zone: Zone, command: str, key: str | None) -> IntentKey:
        """The key in the zone's journal, apart from the keys of other commands and callers."""
        if key is None:
            return cls(None, None, known=False)
        name = f"cli:{command}:{key}"
        return cls(key, name, known=zone.sender.journal.entry(name) is not None)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within, an outcome of another kind than asked for is refused as `check` does."""
        try:
            yield
        except KeyReused as error:
            raise self._used() from error
        except AccountInvalid as error:
            if self.known:
                raise self._used() from error
            raise

    def check(self, *, same: bool) -> None:
        """Refuse an outcome that was not asked for: it is no success.  Raises `InputError`."""
        if self.known and not same:
            raise self._used()

    def _used(self) -> InputError:
        return InputError(
            f"the key {self.key!r} has been used for something else",
            field="--key",
            remedy="a key names one intent: choose another; alatau history shows what was done",
        )
