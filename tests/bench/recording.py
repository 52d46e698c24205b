"""Figures written into a page, between two comments that name the bench."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.bench.lines import Line, shown


def record(page: Path, found: Sequence[Line]) -> None:
    """Replace the bench's figures in the page.  Raises `ValueError` if it has no place for them."""
    bench = found[0].bench
    begin, end = f"<!-- figures: {bench} -->\n", f"<!-- end: {bench} -->\n"
    before, opening, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closing, after = rest.partition(end)
    if not opening or not closing:
        raise ValueError(f"{page} has no lines {begin.strip()} and {end.strip()}")
    text = before + begin + "\n" + rows(found) + "\n" + end + after
    page.write_text(text, encoding="utf-8")


def rows(found: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    drawn = [
        "| metric | here | unit | peer | there | ratio |",
        "|---|---:|---|---|---:|---:|",
    ]
    for line in found:
        peer_value = "" if line.peer_value is None else shown(line.peer_value)
        ratio = "" if line.ratio is None else f"{line.ratio:.3f}"
        drawn.append(
            f"| `{line.metric}` | {shown(line.value)} | {line.unit} | {line.peer or ''} "
            f"| {peer_value} | {ratio} |"
        )
    return "\n".join(drawn) + "\n"
