"""Reading a CSV file of many lines: all of it is right, or every wrong line is named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from alatau.errors import InputError

RowT = TypeVar("RowT")

_SHOWN = 10  # wrong lines that one message names


def read_rows(
    path: Path,
    parse: Callable[[Mapping[str, str]], RowT],
    *,
    needs: Sequence[str],
    may_have: Sequence[str] = (),
    empty: str = "it pays nobody",
    remedy: str = "mend these lines and run it again: nothing of the file was paid",
) -> list[RowT]:
    """The rows of a file whose heading names the columns that it `needs`, and some it `may_have`.

    `parse` makes a row of its cells by name.  Raises `InputError` that names every line that
    is wrong, with what is wrong and the `remedy`; and where there is none, that it is `empty`.
    """
    lines = csv.reader(_text(path).splitlines())
    heading = [cell.strip() for cell in next(lines, [])]
    _check_heading(path, heading, needs, may_have)
    rows: list[RowT] = []
    wrong: list[tuple[int, str]] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            rows.append(parse(_named(heading, cells)))
        except InputError as error:
            wrong.append((lines.line_num, error.message))
    if wrong:
        _refuse(path, wrong, remedy)
    if not rows:
        raise InputError(empty, file=str(path), line=1)
    return rows


def _named(heading: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    if len(cells) != len(heading):
        raise InputError(f"it has {len(cells)} fields where {len(heading)} are needed")
    return dict(zip(heading, map(str.strip, cells), strict=True))


def _text(path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot read it: {error.strerror}", file=str(path), field="--file"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("it is not text in UTF-8", file=str(path), field="--file") from error


def _check_heading(
    path: Path, heading: Sequence[str], needs: Sequence[str], may_have: Sequence[str]
) -> None:
    known = {*needs, *may_have}
    if set(needs) <= set(heading) <= known and len(set(heading)) == len(heading):
        return
    more = f", perhaps {','.join(may_have)}" if may_have else ""
    raise InputError(
        f"the heading is {','.join(heading)!r}",
        file=str(path),
        line=1,
        remedy=f"the first line is: {','.join(needs)}{more}",
    )


def _refuse(path: Path, wrong: Sequence[tuple[int, str]], remedy: str) -> None:
    shown = "; ".join(f"line {line}: {message}" for line, message in wrong[:_SHOWN])
    more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    raise InputError(
        f"{shown}{more}",
        file=str(path),
        line=wrong[0][0],
        remedy=remedy,
    )
