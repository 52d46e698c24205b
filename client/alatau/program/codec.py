"""Bytes of the IDL's types, through `struct`: for what happens thousands of times.

anchorpy's coder says the same (a property test holds them equal), some fifty times
slower.  All types here have a fixed size and no padding, so each field of a type is
one item of its `struct`, nested ones as bytes that are then read by their own.
Structs become tuples in the order of their fields, byte arrays `bytes`, keys `Pubkey`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from solders.pubkey import Pubkey

from alatau.errors import AlatauError, InputError
from alatau.program.idl import idl

Fields = Sequence[Mapping[str, Any]]

_SCALARS = {"bool": "?", "u8": "B", "u16": "H", "u32": "I", "u64": "Q"}


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a `struct`: its format, and what its raw value is read and written by."""

    code: str
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None


class Layout:
    """The bytes of a struct type, or of an instruction's arguments."""

    __slots__ = ("_items", "_readers", "_struct", "_writers", "names", "size")

    def __init__(self, fields: Fields) -> None:
        self.names = tuple(str(field["name"]) for field in fields)
        self._items = tuple(_item(field["type"]) for field in fields)
        self._struct = struct.Struct("<" + "".join(item.code for item in self._items))
        self.size = self._struct.size
        items = tuple(enumerate(self._items))
        self._readers = tuple((index, item.read) for index, item in items if item.read)
        self._writers = tuple((index, item.write) for index, item in items if item.write)

    def read(self, data: bytes, offset: int = 0) -> Sequence[Any]:
        """The values of the fields, in their order.  Raises `struct.error` if data is short."""
        values = list(self._struct.unpack_from(data, offset))
        for index, read in self._readers:
            values[index] = read(values[index])
        return values

    def write(self, values: Sequence[Any]) -> bytes:
        """The bytes of values given in the order of the fields.

        Raises `InputError` naming the field whose value does not fit it.
        """
        try:
            raw = list(values)
            for index, write in self._writers:
                raw[index] = write(raw[index])
            return self._struct.pack(*raw)
        except (struct.error, TypeError, ValueError, OverflowError):
            raise self._misfit(values) from None

    def _misfit(self, values: Sequence[Any]) -> InputError:
        for name, item, value in zip(self.names, self._items, values, strict=True):
            try:
                struct.pack("<" + item.code, item.write(value) if item.write else value)
            except (InputError, struct.error, TypeError, ValueError, OverflowError):
                return InputError(f"{value!r} does not fit the program's {name}", field=name)
        return InputError(f"{values!r} do not fit {', '.join(self.names)}")


@lru_cache(maxsize=256)
def type_layout(name: str) -> Layout:
    """The layout of one of the IDL's types: accounts, events and what they hold."""
    for entry in idl()["types"]:
        if entry["name"] == name:
            return Layout(entry["type"]["fields"])
    raise AlatauError(f"the IDL has no type {name}")


def _item(declared: Any) -> _Item:
    if declared == "pubkey":
        return _Item("32s", Pubkey.from_bytes, Pubkey.__bytes__)
    if isinstance(declared, str) and declared in _SCALARS:
        return _Item(_SCALARS[declared])
    if isinstance(declared, dict) and "array" in declared:
        element, length = declared["array"]
        return _bytes_item(length) if element == "u8" else _array_item(_item(element), length)
    if isinstance(declared, dict) and "defined" in declared:
        layout = type_layout(declared["defined"]["name"])
        return _Item(f"{layout.size}s", lambda raw: tuple(layout.read(raw)), layout.write)
    raise AlatauError(f"the IDL's type {declared!r} has no fixed layout")


def _bytes_item(length: int) -> _Item:
    def write(value: Any) -> bytes:
        # `struct` would cut and fill without a word.
        if not isinstance(value, bytes | bytearray) or len(value) != length:
            raise ValueError(value)
        return bytes(value)

    return _Item(f"{length}s", None, write)


def _array_item(element: _Item, length: int) -> _Item:
    packed = struct.Struct("<" + element.code * length)

    def read(raw: bytes) -> tuple[Any, ...]:
        values = packed.unpack(raw)
        return tuple(map(element.read, values)) if element.read else values

    def write(values: Sequence[Any]) -> bytes:
        return packed.pack(*(map(element.write, values) if element.write else values))

    return _Item(f"{packed.size}s", read, write)
