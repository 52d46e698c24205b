"""An instrument's life on the terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alatau.demo.sheets import Sheet, lines, sheets
from alatau.demo.told import Told


def render_text(told: Told, console: Console) -> None:
    """Prints the report as tables."""
    terms = told.story.terms
    console.print(
        f"[bold]{escape(terms.name)}[/bold] ({escape(terms.symbol)}) in {escape(told.story.zone)}"
    )
    for sheet in sheets(told):
        console.print(f"\n[bold]{escape(sheet.title)}[/bold]")
        console.print(_table(sheet))
    for line in lines(told):
        style = "bold green" if told.sound else "bold red"
        console.print(f"[{style}]{escape(line)}[/{style}]", highlight=False)


def _table(sheet: Sheet) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(sheet.header):
        right = place in sheet.numbers
        table.add_column(name, justify="right" if right else "left", no_wrap=right)
    for row in sheet.rows:
        table.add_row(*map(escape, row))
    return table
