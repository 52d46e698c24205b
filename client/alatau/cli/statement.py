"""``alatau statement``: what banks' statements say, and whether they can be accepted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import Settings, command

if TYPE_CHECKING:
    from alatau.statements import Mapping

app = typer.Typer(name="statement")

BAD_INPUT = 2

MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE", help="A TOML file that says what the CSV's columns are."
    ),
]
Encoding = Annotated[
    str, typer.Option(metavar="NAME", help="Of MT940: utf-8, cp1251, …  XML declares its own.")
]


@command(
    app,
    "check",
    uses=("json",),
    examples="alatau statement check bank.xml\n"
    "alatau statement check november-1.xml november-2.xml --json\n"
    "alatau statement check list.csv --mapping columns.toml",
)
def check(
    settings: Settings,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Statements of banks.")],
    *,
    mapping: MappingFile = None,
    encoding: Encoding = "utf-8",
) -> None:
    """Read them in full, and each against the one before it.

    camt.052, camt.053, camt.054, pacs.008, MT940 and, with --mapping, CSV.  Every problem is
    named with file, line and field; the exit code is 2 if there is an error among them.
    """
    from alatau.cli.output import emit, printable
    from alatau.cli.statement_view import problem_line, problem_view
    from alatau.statements.streams import check_files

    checked = check_files(files, csv=_mapping(mapping), encoding=encoding)
    errors = sum(one.severity == "error" for one in checked.problems)
    repeated = [name for name, same in checked.same.items() if same]
    data = {
        "files": len(files),
        "same": {name: same for name, same in checked.same.items() if same},
        "statements": checked.statements,
        "entries": checked.entries,
        "accepted": not errors,
        "problems": [problem_view(one) for one in checked.problems],
    }
    lines = [problem_line(one) for one in checked.problems]
    lines += [f"{name} is the same file as {checked.same[name]}" for name in repeated]
    told = f"{checked.statements:,} statements with {checked.entries:,} entries"
    lines.append(f"{told}: {f'{errors:,} errors' if errors else 'accepted'}")
    emit(settings, data, printable("\n".join(lines)))
    if errors:
        raise typer.Exit(BAD_INPUT)


@command(
    app,
    "show",
    uses=("json",),
    examples="alatau statement show bank.xml\n"
    "alatau statement show bank.mt940 --encoding cp1251 --json\n"
    "alatau statement show bank.xml --partial",
)
def show(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A statement of a bank.")],
    *,
    mapping: MappingFile = None,
    encoding: Encoding = "utf-8",
    partial: Annotated[
        bool, typer.Option("--partial", help="Show what is good of a file that has errors.")
    ] = False,
) -> None:
    """Accounts, balances and entries, in one form for all kinds."""
    from alatau.cli.output import emit, pairs, printable, table
    from alatau.cli.statement_view import (
        entry_row,
        head_view,
        problem_line,
        problem_view,
        statement_view,
    )
    from alatau.statements import read_statements

    reading = read_statements(file, csv=_mapping(mapping), encoding=encoding)
    found = reading.accepted(partial=partial)
    data = {
        "statements": [statement_view(one) for one in found],
        "problems": [problem_view(one) for one in reading.problems],
    }
    parts: list[str] = [printable(problem_line(one)) for one in reading.problems]
    for one in found:
        rows: list[dict[str, Any]] = [entry_row(each) for each in one.entries]
        parts += [pairs(head_view(one)), table(rows, "no entries")]
    emit(settings, data, "\n\n".join(parts) or "no statements")


def _mapping(path: Path | None) -> Mapping | None:
    from alatau.statements import load_mapping

    return load_mapping(path) if path is not None else None
