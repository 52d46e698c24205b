"""Printing: JSON or text on stdout, errors on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from alatau.cli.remedies import BY_KIND, REMEDIES
from alatau.errors import AlatauError, InputError, RefusedWithFigures, TransactionFailed

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.cli.options import Settings
    from alatau.models import Receipt

MOST_SHOWN = 20


def emit(settings: Settings, data: object, text: str) -> None:
    """Print `data` as JSON if that is asked for, else `text`."""
    if settings.json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(text.rstrip("\n") + "\n")


def require_writable(report: Path | None) -> None:
    """Raise `InputError` where a report that is asked for could not be written."""
    if report is not None and (report.is_dir() or not report.absolute().parent.is_dir()):
        raise InputError(
            f"{report} is no file that can be written",
            field="--report",
            remedy="name a file in a folder that is there",
        )


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Comma-separated values: a heading, and of each row these columns."""
    from csv import DictWriter
    from io import StringIO

    text = StringIO()
    writer = DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row[name] for name in columns} for row in rows)
    return text.getvalue()


def emit_receipt(
    settings: Settings,
    receipt: Receipt[Any],
    sentence: str,
    *,
    decimals: int | None = None,
    **more: object,
) -> None:
    """Print what a transaction did: a sentence, what it made, and its signature."""
    from alatau.cli.event_view import receipt_view

    named = {name: str(value) for name, value in more.items()}
    lines = {**named, "signature": receipt.signature}
    emit(
        settings,
        {**named, **receipt_view(receipt, decimals)},
        f"{printable(sentence)}\n{pairs(lines)}",
    )


def pairs(data: dict[str, Any], indent: int = 0) -> str:
    """Names and values in two columns; tables within are indented below their name."""
    width = max((len(name) for name, value in data.items() if not _nested(value)), default=0)
    lines: list[str] = []
    margin = " " * indent
    for name, value in data.items():
        label = name.replace("_", " ")
        if isinstance(value, dict) and value:
            lines += [f"{margin}{label}", pairs(value, indent + 2)]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                lines += [f"{margin}{label}", pairs(item, indent + 2)]
        else:
            lines.append(f"{margin}{label:<{width}}  {_cell(value)}")
    return "\n".join(lines)


def table(rows: Sequence[dict[str, Any]], empty: str) -> str:
    """Rows under the names of their columns, never cut; `empty` where there are none."""
    if not rows:
        return empty
    head = {name: name.replace("_", " ") for name in rows[0]}
    cells = [head, *({name: _cell(row[name]) for name in head} for row in rows)]
    widths = {name: max(len(row[name]) for row in cells) for name in head}
    return "\n".join(
        "  ".join(f"{row[name]:<{widths[name]}}" for name in head).rstrip() for row in cells
    )


def some(lines: Sequence[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - MOST_SHOWN
    return [*lines[:MOST_SHOWN], *([f"and {more:,} more: --json has all"] if more > 0 else [])]


def printable(text: str) -> str:
    """Text from elsewhere without what could command a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def print_error(error: AlatauError, *, as_json: bool) -> None:
    """One line on stderr, and with `as_json` the same on stdout as JSON."""
    # Of a transaction: its signature, and the name of the rule that the program refused by.
    names = ("name", "code", "signature")
    more: dict[str, object] = {name: value for name in names if (value := getattr(error, name, ""))}
    more |= explanation(error)
    kind = type(error).__name__
    remedy = error.remedy or REMEDIES.get(str(more.get("name", ""))) or BY_KIND.get(kind, "")
    fail(kind, error.message, remedy, as_json=as_json, **more)


def explanation(error: BaseException) -> dict[str, object]:
    """What explains an error in JSON: that it is told again, or its figures."""
    if isinstance(error, TransactionFailed) and error.recorded:
        return {"recorded": True}  # figures of now would explain nothing
    return {"figures": dict(error.figures)} if isinstance(error, RefusedWithFigures) else {}


def fail(kind: str, message: str, remedy: str, *, as_json: bool, **more: object) -> None:
    """Print an error; lines below the first one, a log's for example, follow as they are."""
    if as_json:
        found = {"kind": kind, "message": message, "remedy": remedy, **more}
        sys.stdout.write(json.dumps({"error": found}, ensure_ascii=False, indent=2) + "\n")
        sys.stdout.flush()
    first, *rest = printable(message).split("\n")
    end = f" ({printable(remedy)})" if remedy else ""
    sys.stderr.write("\n".join([f"error: {first}{end}", *rest]) + "\n")


def _nested(value: object) -> bool:
    table_within = isinstance(value, list) and value and isinstance(value[0], dict)
    return bool(table_within or (isinstance(value, dict) and value))


def _cell(value: object) -> str:
    if value is None or value in ([], {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return printable(str(value)).replace("\n", " ")
