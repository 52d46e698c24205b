"""One HTML page that needs nothing else: no script, font or picture; its style and its tables."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from alatau.errors import StorageError

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5c6675; --page: #fbfbf9;
  --line: #d9dce1; --bar: #2a6f97; --good: #1e7d46; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #9aa4b2;
  --page: #14181e; --line: #333b46; --bar: #6fb1d6; --good: #66c98d; --bad: #ff8a80; } }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; color: var(--ink);
  background: var(--page); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
p { margin: .3rem 0; } .soft, th, .label { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; padding: 0; }
.figures div { min-width: 6rem; } .figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } th { font-weight: 500; font-size: .85rem; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .good, .bad { font-weight: 600; }
.charts { display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; } figure { margin: 0; }
figcaption { color: var(--soft); font-size: .85rem; margin-bottom: .3rem; }
svg { max-width: 100%; height: auto; } svg rect { fill: var(--bar); }
svg line { stroke: var(--line); } svg text { fill: var(--ink); font-size: 12px; }
svg .label { fill: var(--soft); font-size: 11px; }
@media print { :root { --ink: #000; --soft: #444; --page: #fff; --line: #bbb; --bar: #555;
  --good: #000; --bad: #000; } body { padding: 0; max-width: none; font-size: 11pt; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
""".strip()


def page(title: str, body: Iterable[str]) -> str:
    """The page: its title, and the parts of its body; empty ones are left out."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def write_page(html: str, path: Path | str) -> None:
    """Write a report's page.  Raises `StorageError` where it cannot be."""
    try:
        Path(path).write_text(html, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"the report {path} cannot be written: {reason}") from error


def section(title: str, content: str) -> str:
    """A part of the page under a heading."""
    return f"<section><h2>{escape(title)}</h2>\n{content}</section>"


def table(header: Iterable[str], rows: Iterable[Iterable[str]], numbers: Iterable[int] = ()) -> str:
    """A table of cells, the columns of `numbers` to the right."""
    right = frozenset(numbers)
    head = "".join(
        f"<th{' class=n' if index in right else ''}>{escape(name)}</th>"
        for index, name in enumerate(header)
    )
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def cell(text: str) -> str:
    """A cell of text."""
    return f"<td>{escape(text)}</td>"


def number(text: str) -> str:
    """A cell of a number."""
    return f'<td class="n">{escape(text)}</td>'
