"""Events from their bytes, for who reads hundreds of thousands of them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import make_dataclass
from typing import Any, Final

from alatau.program.codec import Layout

_DISCRIMINATOR: Final = 8

Read = Callable[[bytes], Any]
"""The event that bytes are, its discriminator too, or None where they are not exactly one."""


def reader(kind: type[Any], layout: Layout, row: type[Any] | None) -> Read:
    """What reads one kind of event, which ends with a list of `row` where there is one.

    A frozen dataclass's constructor asks `object.__setattr__` for every field, which takes longer
    than all the rest.  So an event is made as a twin of its class, with the same slots and not
    frozen, and becomes one of its class before anyone sees it.
    """
    twin: type[Any] = make_dataclass(kind.__name__, kind.__slots__, slots=True)
    unpack, readers = layout.behind(_DISCRIMINATOR).unpack, layout.readers

    def read(data: bytes) -> Any:
        try:
            values = list(unpack(data))
        except struct.error:
            return None
        for index, convert in readers:
            values[index] = convert(values[index])
        event = twin(*values)
        event.__class__ = kind
        return event

    def read_rows(data: bytes) -> Any:
        if not layout.fits(data, _DISCRIMINATOR):
            return None
        *head, rows = layout.read(data, _DISCRIMINATOR)
        event = twin(*head, tuple(row(*each) for each in rows))  # type: ignore[misc] # has a row
        event.__class__ = kind
        return event

    return read if row is None else read_rows
