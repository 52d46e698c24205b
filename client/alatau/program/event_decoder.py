"""Events from their bytes, for who reads hundreds of thousands of them."""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Any, Final

from alatau.program.codec import Layout

_DISCRIMINATOR: Final = 8


class EventDecoder:
    """Reads the bytes of one kind of event, behind its 8 bytes of discriminator.

    A frozen dataclass's constructor asks `object.__setattr__` for every field, which takes longer
    than all the rest.  So an event is made as a twin of its class, with the same slots and not
    frozen, and becomes one of its class before anyone sees it.
    """

    __slots__ = ("_kind", "_layout", "_row", "_size", "_twin")

    def __init__(self, kind: type[Any], layout: Layout, row: type[Any] | None) -> None:
        self._kind = kind
        self._layout = layout
        self._row = row
        self._size = _DISCRIMINATOR + layout.size
        self._twin: type[Any] = make_dataclass(kind.__name__, kind.__slots__, slots=True)

    def read(self, data: bytes) -> Any:
        """The event, or None where the bytes are not exactly one."""
        if self._row is not None:
            if not self._layout.fits(data, _DISCRIMINATOR):
                return None
            *head, rows = self._layout.read(data, _DISCRIMINATOR)
            event = self._twin(*head, tuple(self._row(*row) for row in rows))
        elif len(data) == self._size:
            event = self._twin(*self._layout.read(data, _DISCRIMINATOR))
        else:
            return None
        event.__class__ = self._kind
        return event
