"""Where a field of an account begins, as the codec reads it."""

from __future__ import annotations

import pytest

from alatau.program import DISCRIMINATORS
from alatau.program.codec import type_layout


@pytest.mark.parametrize("kind", DISCRIMINATORS)
def test_offset_of_each_field_is_where_its_bytes_are(kind: str) -> None:
    layout = type_layout(kind)
    blank = list(layout.read(bytes(layout.size)))
    for index, name in enumerate(layout.names):
        at = layout.offset(name)
        end = layout.offset(layout.names[index + 1]) if index + 1 < len(blank) else layout.size
        marked = bytes(at) + b"\x01" * (end - at) + bytes(layout.size - end)
        found = list(layout.read(marked))
        assert [n for n, (a, b) in enumerate(zip(blank, found, strict=True)) if a != b] == [index]


def test_offset_of_no_field_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        type_layout("Holding").offset("lane")
