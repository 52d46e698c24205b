"""Bytes of the IDL's types, through `struct`: for what happens thousands of times.

anchorpy's coder says the same (a property test holds them equal), some fifty times
slower.  All types here have a fixed size and no padding, so each field of a type is
one item of its `struct`, nested ones as bytes that are then read by their own.  Only the
last field may be a list, as rows of a batch are: 32 bits of its length, then its items.
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

_COUNT = struct.Struct("<I")
_SCALARS = {"bool": "?", "u8": "B", "u16": "H", "u32": "I", "u64": "Q"}


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a `struct`: its format, and what its raw value is read and written by."""

    code: str
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None


class _Rows:
    """The list at the end of a struct: its length in 32 bits, then its items."""

    __slots__ = ("_item", "size")

    def __init__(self, element: Any) -> None:
        self._item = _item(element)
        self.size = struct.calcsize("<" + self._item.code)

    def end(self, data: bytes, offset: int) -> int:
        """Where a list that begins at `offset` ends.  Raises `struct.error` if data is short."""
        (count,) = _COUNT.unpack_from(data, offset)
        return int(offset + _COUNT.size + count * self.size)

    def read(self, data: bytes, offset: int) -> tuple[Any, ...]:
        start, end = offset + _COUNT.size, self.end(data, offset)
        values = (raw for (raw,) in struct.iter_unpack("<" + self._item.code, data[start:end]))
        return tuple(map(self._item.read, values)) if self._item.read else tuple(values)

    def write(self, values: Sequence[Any]) -> bytes:
        raw = map(self._item.write, values) if self._item.write else values
        return struct.pack(f"<I{self._item.code * len(values)}", len(values), *raw)


class Layout:
    """The bytes of a struct type, or of an instruction's arguments.

    `size` is that of all with a list at the end empty; `readers` say of which fields the raw value
    is read by what.
    """

    __slots__ = ("_items", "_rows", "_struct", "_writers", "names", "readers", "size")

    def __init__(self, fields: Fields) -> None:
        self.names = tuple(str(field["name"]) for field in fields)
        element = _element(fields[-1]["type"]) if fields else None
        self._rows = None if element is None else _Rows(element)
        fixed = fields if self._rows is None else fields[:-1]
        self._items = tuple(_item(field["type"]) for field in fixed)
        self._struct = struct.Struct("<" + "".join(item.code for item in self._items))
        self.size = self._struct.size + (_COUNT.size if self._rows else 0)
        items = tuple(enumerate(self._items))
        self.readers = tuple((index, item.read) for index, item in items if item.read)
        self._writers = tuple((index, item.write) for index, item in items if item.write)

    def read(self, data: bytes, offset: int = 0) -> Sequence[Any]:
        """The values of the fields, in their order.  Raises `struct.error` if data is short."""
        values = list(self._struct.unpack_from(data, offset))
        for index, read in self.readers:
            values[index] = read(values[index])
        if self._rows is not None:
            values.append(self._rows.read(data, offset + self._struct.size))
        return values

    def fits(self, data: bytes, offset: int = 0) -> bool:
        """Whether from `offset` on there is one of these and no byte more."""
        if self._rows is None or len(data) - offset < self.size:
            return len(data) - offset == self.size
        return self._rows.end(data, offset + self._struct.size) == len(data)

    def offset(self, name: str) -> int:
        """The byte at which a field begins.  Raises `ValueError` where there is none."""
        before = self._items[: self.names.index(name)]
        return struct.calcsize("<" + "".join(item.code for item in before))

    def behind(self, size: int) -> struct.Struct:
        """The fields but a list at the end, behind so many bytes of something else."""
        return struct.Struct(f"<{size}x{self._struct.format[1:]}")

    @property
    def has_rows(self) -> bool:
        """Whether it ends with a list, and so has no fixed size."""
        return self._rows is not None

    def write(self, values: Sequence[Any]) -> bytes:
        """The bytes of values given in the order of the fields.

        Raises `InputError` naming the field whose value does not fit it.
        """
        try:
            raw = list(values)
            rows = b"" if self._rows is None else self._rows.write(raw.pop())
            for index, write in self._writers:
                raw[index] = write(raw[index])
            return self._struct.pack(*raw) + rows
        except (struct.error, TypeError, ValueError, OverflowError):
            raise self._misfit(values) from None

    def _misfit(self, values: Sequence[Any]) -> InputError:
        for name, item, value in zip(self.names, self._items, values, strict=False):
            try:
                struct.pack("<" + item.code, item.write(value) if item.write else value)
            except (InputError, struct.error, TypeError, ValueError, OverflowError):
                return InputError(f"{value!r} does not fit the program's {name}", field=name)
        if self._rows is not None and len(values) == len(self.names):
            return InputError(
                f"{values[-1]!r} does not fit the program's {self.names[-1]}", field=self.names[-1]
            )
        return InputError(f"{values!r} do not fit {', '.join(self.names)}")


@lru_cache(maxsize=256)
def type_layout(name: str) -> Layout:
    """The layout of one of the IDL's types: accounts, events and what they hold."""
    for entry in idl()["types"]:
        if entry["name"] == name:
            return Layout(entry["type"]["fields"])
    raise AlatauError(f"the IDL has no type {name}")


def _element(declared: Any) -> Any:
    """What a list of the IDL is of; None where it is none, or one of bytes."""
    element = declared.get("vec") if isinstance(declared, dict) else None
    return None if element == "u8" else element


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
        if layout.has_rows:
            raise AlatauError(f"the IDL's type {declared!r} has no fixed layout")
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
