"""What a run is given beside the ledger, as lines of JSON: kept, a closing can be reproduced."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from alatau.errors import InputError, StorageError
from alatau.ledger import canonical_json
from alatau.reconcile.sources.facts import (
    AccountProof,
    Expected,
    Gap,
    Inputs,
    JournalFact,
    Opening,
    VaultFact,
)
from alatau.sender import State

_KINDS: Final[Mapping[str, type[Any]]] = {
    "journal": JournalFact,
    "expected": Expected,
    "accounts": AccountProof,
    "vaults": VaultFact,
    "gaps": Gap,
    "openings": Opening,
}
"""Fields of `Inputs` that are written, and what each is a tuple of."""


def given_lines(given: Inputs) -> Iterator[str]:
    """A line for each fact, each once and in one order; the first has what is not a list."""
    head = {
        "format": "alatau-inputs-1",
        "signers": sorted(given.signers),
        "slot": given.slot,
        "read_at": given.read_at,
    }
    yield canonical_json(head)
    for name in _KINDS:
        lines = {canonical_json({"kind": name, **_plain(one)}) for one in getattr(given, name)}
        yield from sorted(lines)


def given_digest(given: Inputs) -> str:
    """SHA-256 of the lines, in hexadecimal."""
    digest = sha256()
    for line in given_lines(given):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def write_given(given: Inputs, path: Path) -> None:
    """Write the lines.  Raises `StorageError`."""
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in given_lines(given))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error


def read_given(path: Path) -> Inputs:
    """The inverse of `write_given`.  Raises `InputError` with file and line."""
    found: dict[str, list[Any]] = {name: [] for name in _KINDS}
    read = 0
    try:
        with path.open(encoding="utf-8") as file:
            head = json.loads(file.readline())
            for line in file:
                read += 1
                values = json.loads(line)
                kind = values.pop("kind")
                found[kind].append(_read(_KINDS[kind], values))
        given = Inputs(
            signers=frozenset(head["signers"]), slot=head["slot"], read_at=head["read_at"]
        )
        facts: dict[str, Any] = {name: tuple(each) for name, each in found.items()}
        return replace(given, **facts)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"is no line of a run's inputs: {error}", file=str(path), line=read + 1,
            remedy="give the file that alatau reconcile close wrote",
        ) from error  # fmt: skip


def _plain(one: Any) -> dict[str, Any]:
    values = {each.name: getattr(one, each.name) for each in fields(one)}
    return {
        name: str(value) if isinstance(value, StrEnum) else value for name, value in values.items()
    }


def _read(kind: type[Any], values: Mapping[str, Any]) -> Any:
    readers = {"state": State, "signatures": tuple}
    return kind(**{name: readers.get(name, _same)(value) for name, value in values.items()})


def _same(value: Any) -> Any:
    return value
