"""Files checked without being kept: a gigabyte takes no more memory than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alatau.errors import StatementInvalid
from alatau.statements.continuity import check_continuity, distinct
from alatau.statements.csv_mapping import Mapping as CsvMapping
from alatau.statements.currencies import DECIMALS
from alatau.statements.model import Closed, Entry, Statement
from alatau.statements.problems import Problem, Problems
from alatau.statements.read import read_parts
from alatau.statements.source import open_source


@dataclass(frozen=True, slots=True)
class Checked:
    """What files hold and what is wrong with them.

    `same` has, for each file, the one before it that has the same bytes; else it is empty.
    """

    statements: int
    entries: int
    problems: tuple[Problem, ...]
    same: Mapping[str, str]


def check_files(
    files: Sequence[Path],
    *,
    csv: CsvMapping | None = None,
    encoding: str = "utf-8",
    decimals: Mapping[str, int] = DECIMALS,
) -> Checked:
    """Reads files whole, keeping no entry.  Nothing is raised."""
    heads: list[Statement] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    entries = 0
    for file in files:
        found = Problems(str(file), strict=False)
        own: list[Statement] = []
        count = 0
        try:
            with open_source(file) as source:
                parts = read_parts(source, found, csv=csv, encoding=encoding, decimals=decimals)
                for part in parts:
                    if isinstance(part, Entry):
                        count += 1
                    elif isinstance(part, Closed):
                        own.append(replace(part.statement, file=source.name))
                source.drain()
                before = first.get(source.digest, "")
                first.setdefault(source.digest, str(file))
        except StatementInvalid as error:
            found.caught(error)
            before = ""
        same.setdefault(str(file), before)
        problems += found.found if not before else ()
        if not before:
            heads += own
            entries += count
    kept, contradictions = distinct(heads)
    problems += [*contradictions, *check_continuity(one for one in kept if one.complete)]
    return Checked(len(kept), entries, tuple(problems), same)
