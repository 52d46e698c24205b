"""The tables of `docs/checks.md`, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKS = Path(__file__).parents[2] / "docs" / "checks.md"


@dataclass(frozen=True, slots=True)
class Check:
    """A row: what is refused, with which error; `kind` is the instruction's."""

    instruction: str
    check: str
    error: str
    kind: str


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """A row: what happens if one account of an instruction is not as it must be."""

    instruction: str
    account: str
    outcomes: tuple[str, ...]


def read_checks() -> list[Check]:
    """The rows of the checks."""
    return [
        Check(_plain(instruction), check, _plain(error), kind)
        for instruction, check, error, kind in _rows("## Checks")
    ]


def read_unreachable() -> dict[str, str]:
    """Errors that no instruction can give in practice, and why."""
    return {_plain(error): why for error, why in _rows("## Guards")}


def read_account_checks() -> list[AccountCheck]:
    """The rows of the accounts."""
    return [
        AccountCheck(_plain(instruction), _plain(account), tuple(map(_plain, outcomes)))
        for instruction, account, *outcomes in _rows("## Accounts")
    ]


def _plain(cell: str) -> str:
    return cell.strip("`")


def _rows(heading: str) -> Iterator[list[str]]:
    lines = CHECKS.read_text(encoding="utf-8").splitlines()
    inside, rows = False, 0
    for line in lines[lines.index(heading) + 1 :]:
        if line.startswith("## "):
            break
        inside = line.startswith("|")
        if inside:
            rows += 1
            if rows > 2:  # past the head and the line under it
                yield [cell.strip() for cell in line.strip("|").split("|")]
