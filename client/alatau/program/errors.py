"""Why the program, or what it called, refused: a transaction's error by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from solders.pubkey import Pubkey

from alatau.program.addresses import SYSTEM_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM
from alatau.program.foreign_errors import ANCHOR, RUNTIME, SYSTEM, TOKEN
from alatau.program.idl import PROGRAM_ID, idl

_KEY = r"[1-9A-HJ-NP-Za-km-z]{32,44}"
_TOP = re.compile(rf"Program ({_KEY}) invoke \[1\]")
_FAILED = re.compile(rf"Program ({_KEY}) failed: .*", re.DOTALL)


class Source(StrEnum):
    """Whose error it is."""

    PROGRAM = "program"
    ANCHOR = "anchor"
    RUNTIME = "runtime"
    TOKENS = "tokens"
    SYSTEM = "system"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an instruction of this program failed.

    `code` is the number of a custom error, 0 for an error of the runtime, which has none;
    `message` is a sentence without its full stop.
    """

    code: int
    name: str
    message: str
    source: Source = Source.PROGRAM


class _ProgramErrors(Mapping[int, Refusal]):
    """The IDL's errors by code; nothing is read before the first look."""

    def __getitem__(self, code: int) -> Refusal:
        return _by_code()[code]

    def __iter__(self) -> Iterator[int]:
        return iter(_by_code())

    def __len__(self) -> int:
        return len(_by_code())

    def named(self, name: str) -> Refusal:
        """The error of this name.  Raises `KeyError` if there is none."""
        return _by_name()[name]


ERRORS: Final = _ProgramErrors()
"""The program's own errors, by code; `ERRORS.named("ZonePaused")` by name."""


def refusal(
    error: str | None, logs: Sequence[str] = (), *, program: Pubkey | None = None
) -> Refusal | None:
    """What the error of a transaction says of this program, or None.

    `error` is the runtime's error as canonical JSON, like
    ``{"InstructionError":[0,{"Custom":6004}]}``.  Numbers mean something only together with
    the program that gave them: `program` is the one of the instruction that failed, and
    where it is not given `logs` must tell.  None if the instruction was another program's,
    if neither tells, or if no instruction was at fault.
    """
    inner = _instruction_error(error)
    if inner is None:
        return None
    if (program or _failed_at_top(logs)) != PROGRAM_ID:
        return None
    if isinstance(inner, dict) and "Custom" in inner:
        return _custom(int(inner["Custom"]), _failed_first(logs))
    name = inner if isinstance(inner, str) else str(next(iter(inner)))
    return Refusal(0, name, RUNTIME.get(name, _words(name)), Source.RUNTIME)


def _instruction_error(error: str | None) -> Any:
    parsed = json.loads(error) if error else None
    if isinstance(parsed, dict) and isinstance(pair := parsed.get("InstructionError"), list):
        return pair[1]
    return None


def _custom(code: int, origin: Pubkey | None) -> Refusal:
    if origin in {TOKEN_PROGRAM, TOKEN_2022_PROGRAM}:
        return _foreign(code, TOKEN, "the token program", Source.TOKENS)
    if origin == SYSTEM_PROGRAM:
        return _foreign(code, SYSTEM, "the system program", Source.SYSTEM)
    if origin in {None, PROGRAM_ID}:
        if code in ERRORS:
            return ERRORS[code]
        if code in ANCHOR:
            return Refusal(code, *ANCHOR[code], Source.ANCHOR)
    who = "the program or one that it called" if origin is None else f"the program {origin}"
    return Refusal(code, f"Custom{code}", f"{who} gave error {code}", Source.UNKNOWN)


def _foreign(code: int, known: Mapping[int, tuple[str, str]], who: str, source: Source) -> Refusal:
    name, message = known.get(code, (f"Custom{code}", f"{who} gave error {code}"))
    return Refusal(code, name, message, source)


def _failed_at_top(logs: Sequence[str]) -> Pubkey | None:
    """The program of the last instruction that was begun, if one failed."""
    begun = [entered[1] for line in logs if (entered := _TOP.fullmatch(line))]
    failed = any(_FAILED.fullmatch(line) for line in logs)
    return Pubkey.from_string(begun[-1]) if begun and failed else None


def _failed_first(logs: Sequence[str]) -> Pubkey | None:
    """The innermost program that failed: the error is its, and only passed on."""
    for line in logs:
        if line == "Log truncated":
            break  # what is left may name only an outer one
        if failed := _FAILED.fullmatch(line):
            return Pubkey.from_string(failed[1])
    return None


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


@lru_cache(maxsize=1)
def _by_code() -> dict[int, Refusal]:
    return {
        entry["code"]: Refusal(entry["code"], entry["name"], entry["msg"])
        for entry in idl()["errors"]
    }


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Refusal]:
    return {each.name: each for each in _by_code().values()}
