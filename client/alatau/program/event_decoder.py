"""Events from their bytes, for who reads hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import make_dataclass
from typing import Any, Final

from alatau.program.codec import Layout

_DISCRIMINATOR: Final = 8


def event_decoder(
    kind: type[Any], layout: Layout, row: type[Any] | None
) -> Callable[[bytes], Any | None]:
    """What reads the bytes of one kind of event; None where they are not exactly one.

    A frozen dataclass's constructor asks `object.__setattr__` for every field, which takes longer
    than all the rest.  So an event is made as a twin of its class, with the same slots and not
    frozen, and becomes one of its class before anyone sees it.
    """
    twin: type[Any] = make_dataclass(kind.__name__, kind.__slots__, slots=True)
    read, size = layout.read, _DISCRIMINATOR + layout.size

    def fixed(data: bytes) -> Any | None:
        if len(data) != size:
            return None
        event = twin(*read(data, _DISCRIMINATOR))
        event.__class__ = kind
        return event

    def with_rows(data: bytes) -> Any | None:
        if row is None or not layout.fits(data, _DISCRIMINATOR):
            return None
        *head, rows = read(data, _DISCRIMINATOR)
        event = twin(*head, tuple(row(*each) for each in rows))
        event.__class__ = kind
        return event

    return fixed if row is None else with_rows
