"""Reading a file of any kind: as a stream of parts, or whole with all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from alatau.errors import StatementInvalid
from alatau.statements.checks import check_parts
from alatau.statements.continuity import check_continuity, distinct
from alatau.statements.csv_file import read_csv
from alatau.statements.csv_mapping import Mapping as CsvMapping
from alatau.statements.currencies import DECIMALS
from alatau.statements.messages import read_messages
from alatau.statements.model import Closed, Entry, Opened, Part, Statement
from alatau.statements.mt940 import looks_like_mt940, read_mt940
from alatau.statements.problems import Problem, Problems, Severity
from alatau.statements.source import Source, open_source
from alatau.statements.xml_tree import looks_like_xml


def read_parts(
    source: Source,
    problems: Problems,
    *,
    csv: CsvMapping | None = None,
    encoding: str = "utf-8",
    decimals: Mapping[str, int] = DECIMALS,
) -> Iterator[Part]:
    """The checked parts of a file, in bounded memory where it is XML.

    What it is, its content says: XML, MT940, or else CSV, which needs a mapping.  `encoding`
    is of MT940; XML declares its own.  Errors go to `problems`, which raises them if it is
    strict; what is good is given all the same.
    """
    try:
        yield from check_parts(_parts(source, problems, csv, encoding, decimals), problems)
    except StatementInvalid as error:
        if problems.strict:
            raise
        problems.caught(error)


def _parts(
    source: Source,
    problems: Problems,
    csv: CsvMapping | None,
    encoding: str,
    decimals: Mapping[str, int],
) -> Iterator[Part]:
    if not source.head.strip():
        raise StatementInvalid("is empty", file=source.name, line=1)
    if csv is not None:
        return read_csv(source, csv, problems, decimals)
    if looks_like_xml(source.head):
        return read_messages(source, problems, decimals)
    if looks_like_mt940(source.head):
        return read_mt940(source, problems, encoding, decimals)
    raise StatementInvalid(
        "is neither XML nor MT940",
        file=source.name,
        line=1,
        remedy="a CSV file needs a mapping that says what its columns are",
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One or more files, read whole: what is good in them, and what is wrong.

    `digests` are SHA-256 by file: a file of a known digest says nothing new.
    """

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    digests: Mapping[str, str]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those for which it is not accepted."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def accepted(self, *, partial: bool = False) -> tuple[Statement, ...]:
        """The statements.

        Raises the first error as `StatementInvalid`, unless `partial` takes what is good.
        """
        if not partial:
            for problem in self.errors:
                raise problem.to_error()
        return self.statements


def read_statements(
    *files: Path | str | IO[bytes],
    csv: CsvMapping | None = None,
    encoding: str = "utf-8",
    decimals: Mapping[str, int] = DECIMALS,
) -> Reading:
    """Files read whole, each statement once, with what is wrong in each and between them.

    Nothing is raised but by `Reading.accepted`.  A file that was cut off has its statement as
    far as it goes, not `complete`.
    """
    statements: list[Statement] = []
    problems: list[Problem] = []
    digests: dict[str, str] = {}
    for file in files:
        found = Problems(strict=False)
        try:
            with open_source(file) as source:
                found.file = source.name
                parts = read_parts(source, found, csv=csv, encoding=encoding, decimals=decimals)
                read = list(_whole(parts, source.name))
                source.drain()
                if source.digest not in digests.values():
                    statements += read
                digests[source.name] = source.digest
        except StatementInvalid as error:
            found.file = error.file or found.file
            found.caught(error)
        problems += found.found
    kept, contradictions = distinct(statements)
    problems += contradictions
    problems += check_continuity(one for one in kept if one.complete)
    return Reading(tuple(kept), tuple(problems), digests)


def _whole(parts: Iterator[Part], file: str) -> Iterator[Statement]:
    """Statements with their entries; of one that does not end, what there is of it."""
    opened: Statement | None = None
    entries: list[Entry] = []
    for part in parts:
        match part:
            case Opened(statement):
                opened, entries = replace(statement, file=file), []
            case Closed(statement):
                yield replace(statement, entries=tuple(entries), file=file)
                opened = None
            case Entry():
                entries.append(part)
    if opened is not None:
        yield replace(opened, entries=tuple(entries), complete=False)
