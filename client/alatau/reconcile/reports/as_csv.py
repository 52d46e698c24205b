"""A report's breaks as CSV, which no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from typing import Final

from alatau.reconcile.reports.as_json import line_plain
from alatau.reconcile.reports.report import Report

COLUMNS: Final = (
    "id", "type", "state", "between", "asset", "amount", "at_risk", "since", "age_seconds",
    "carried_from", "due", "overdue", "assigned", "proposal", "resolution", "items", "cause",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS: Final = frozenset({"amount", "at_risk", "age_seconds"})


def report_csv(report: Report) -> str:
    """A line for each break under a heading; RFC 4180, in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in report.lines:
        values = line_plain(report, line)
        values["between"] = " ".join(values["between"])
        values["items"] = " ".join(values["items"])
        values["overdue"] = "yes" if values["overdue"] else "no"
        writer.writerow([_cell(name, values[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    return text if name in _NUMBERS else escape_formula(text)


def escape_formula(text: str) -> str:
    """A text that a spreadsheet shows as it is: one that could be a formula gets an apostrophe.

    Numbers need none: nothing but digits, a point and a sign is in them.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
