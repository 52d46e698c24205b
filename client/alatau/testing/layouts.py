"""The bytes of every account and event: where each value lies, and one example of each.

``python -m alatau.testing.layouts`` compares those of the program with ``docs/layouts.json``
of the folder it is run in; with ``--write`` it writes that file.  Accounts on a chain outlive
the program that wrote them and events are read years later, so no layout changes by accident.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from solders.pubkey import Pubkey

from alatau.errors import AccountInvalid, AlatauError
from alatau.program import decode_account, decode_event, idl
from alatau.program.accounts import VERSION
from alatau.program.coding import discriminator

FILE: Final = "layouts.json"
_DISCRIMINATOR_BYTES: Final = 8
_ROW: Final = re.compile(r"\[\s+\d+,\s+\d+,\s+\"[^\"]+\",\s+\"[^\"]+\"\s+\]")
_SIZES: Final = {"bool": 1, "u8": 1, "u16": 2, "u32": 4, "u64": 8, "pubkey": 32}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that holds no others: its path, where its bytes begin, how many, of which type."""

    path: str
    offset: int
    size: int
    type: str


_LENGTH, _ROWS = ".length", 2


def layouts() -> dict[str, Any]:
    """What the file holds, of the program as it is."""
    return {
        "version": VERSION,
        **{
            kind: {entry["name"]: _layout(kind, entry["name"]) for entry in idl()[kind]}
            for kind in ("accounts", "events")
        },
    }


def leaves(name: str) -> list[Leaf]:
    """The values of an account or event in the order of their bytes, its discriminator before."""
    found = [Leaf("discriminator", 0, _DISCRIMINATOR_BYTES, "[u8; 8]")]
    at = _DISCRIMINATOR_BYTES
    for path, declared, size in _walk(_fields(name), ""):
        found.append(Leaf(path, at, size, declared))
        at += size
    return found


def decoded(kind: str, data: bytes) -> Any:
    """What the client reads from the bytes of an account or event, as plain values."""
    return plain(decode_account(data) if kind == "accounts" else decode_event(data))


def plain(value: Any) -> Any:
    """Values as JSON has them: keys in base58, bytes in hexadecimal digits."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int):
        return int(value)
    return str(value)


def complaints(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[str]:
    """How two such documents differ, a line for each account and event."""
    found = []
    if now["version"] != then["version"]:
        found.append(f"version: {now['version']} where {then['version']} is written")
    for kind in ("accounts", "events"):
        for name in sorted({*now[kind]} | {*then[kind]}):
            new, old = now[kind].get(name), then[kind].get(name)
            if old is None:
                found.append(f"{kind}: {name} is new")
            elif new is None:
                found.append(f"{kind}: {name} is gone")
            elif new != old:
                where = [part for part in new if new[part] != old.get(part)]
                found.append(f"{kind}: {name} has another {', '.join(where)}")
    return found


def _layout(kind: str, name: str) -> dict[str, Any]:
    parts = leaves(name)
    example = _example(kind, name, parts)
    return {
        "bytes": parts[-1].offset + parts[-1].size,
        "fields": [[part.offset, part.size, part.type, part.path] for part in parts],
        "example": example.hex(),
        "decoded": decoded(kind, example),
    }


# -- where values lie ------------------------------------------------------------------


def _fields(name: str) -> Sequence[Mapping[str, Any]]:
    for entry in idl()["types"]:
        if entry["name"] == name:
            found: Sequence[Mapping[str, Any]] = entry["type"]["fields"]
            return found
    raise AlatauError(f"the IDL has no type {name}")


def _walk(declared: Sequence[Mapping[str, Any]], path: str) -> Iterator[tuple[str, str, int]]:
    for field in declared:
        yield from _walk_type(field["type"], f"{path}{field['name']}")


def _walk_type(declared: Any, path: str) -> Iterator[tuple[str, str, int]]:
    if isinstance(declared, str):
        yield path, declared, _SIZES[declared]
    elif "defined" in declared:
        yield from _walk(_fields(declared["defined"]["name"]), f"{path}.")
    elif "vec" in declared:
        # Of any length: the example has two rows.
        yield f"{path}{_LENGTH}", "u32", _SIZES["u32"]
        for index in range(_ROWS):
            yield from _walk_type(declared["vec"], f"{path}[{index}]")
    elif declared["array"][0] == "u8":
        yield path, f"[u8; {declared['array'][1]}]", declared["array"][1]
    else:
        element, length = declared["array"]
        for index in range(length):
            yield from _walk_type(element, f"{path}[{index}]")


# -- an example ------------------------------------------------------------------------


def _example(kind: str, name: str, parts: Sequence[Leaf]) -> bytes:
    """Bytes in which no two values are alike, as far as the client takes them."""
    data = bytearray(parts[-1].offset + parts[-1].size)
    data[:_DISCRIMINATOR_BYTES] = discriminator(kind, name)
    small = [part for part in parts if part.type == "u8"]
    if kind == "accounts":
        data[_DISCRIMINATOR_BYTES] = VERSION  # the first field of all
        small = small[1:]
    for part in small:
        # Where zero is no state or kind, one is.
        if _is_read(kind, data):
            break
        data[part.offset] = 1
        if not _is_read(kind, data):
            data[part.offset] = 0
    _fill(kind, data, parts)
    if not _is_read(kind, data):
        raise AlatauError(f"no example of {name} can be read")
    return bytes(data)


def _fill(kind: str, data: bytearray, parts: Sequence[Leaf]) -> None:
    """Give every value its own bytes, as far as the client takes them."""
    for number, part in enumerate(parts[1:], 1):
        if part.path == "version":
            continue
        if part.path.endswith(_LENGTH):
            data[part.offset : part.offset + part.size] = _ROWS.to_bytes(part.size, "little")
            continue
        before = bytes(data[part.offset : part.offset + part.size])
        for value in (_value(part, number), b"\1".ljust(part.size, b"\0"), before):
            data[part.offset : part.offset + part.size] = value
            if _is_read(kind, data):
                break


def _value(part: Leaf, number: int) -> bytes:
    if part.type == "bool":
        return b"\1"
    if part.type == "pubkey":
        return bytes(Pubkey([number % 251 + 1] * part.size))
    # The number of the value, and where its last byte ends.
    return bytes([number % 251 + 1, *[0xA0 + index for index in range(1, part.size)]])


def _is_read(kind: str, data: bytearray) -> bool:
    try:
        return decode_account(bytes(data)) is not None if kind == "accounts" else True
    except AccountInvalid:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write; 0 if all is as written, 1 if something differs, 2 on bad input."""
    parser = argparse.ArgumentParser(prog="python -m alatau.testing.layouts")
    parser.add_argument("--write", action="store_true", help="write the layouts")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of the file")
    options = parser.parse_args(arguments)
    now, path = layouts(), options.docs / FILE
    if options.write:
        path.write_text(to_json(now), encoding="utf-8")
        return 0
    try:
        found = complaints(now, json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror} (--write makes it)\n")
        return 2
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found else 0


def to_json(document: Mapping[str, Any]) -> str:
    """The document as the file holds it: a line for each field."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return _ROW.sub(lambda row: " ".join(row[0].split()), text) + "\n"


if __name__ == "__main__":
    sys.exit(main())
