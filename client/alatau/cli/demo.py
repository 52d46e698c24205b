"""``alatau demo``: whole lives of what a zone has, on a chain of their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import Settings, command

if TYPE_CHECKING:
    from alatau.demo.told import Told

app = typer.Typer(name="demo")


@command(
    app,
    "tokenization",
    uses=("json",),
    examples="alatau demo tokenization examples/alatau-towers\n"
    "alatau demo tokenization examples/alatau-towers --report towers.html",
)
def tokenization(
    settings: Settings,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Holds towers.toml, which tells the life.")
    ],
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report as an HTML page too.")
    ] = None,
) -> None:
    """Live an instrument's life: offerings, trades, rents, redemption; on a chain in memory.

    After each stage the register is rebuilt from the chain, and all that must add up is asked.
    Ends with 0 when it does.
    """
    from alatau.cli.connect import run
    from alatau.cli.output import require_writable
    from alatau.demo.acts import live
    from alatau.demo.story import load_story

    require_writable(report)
    story = load_story(folder)
    with _stages() as tell:
        told = run(live(story, tell))
    if report is not None:
        from alatau.demo.html import write_html

        write_html(told, report)
    _print(settings, told)
    raise typer.Exit(0 if told.sound else 1)


@contextmanager
def _stages() -> Iterator[Callable[[str], None]]:
    """Each stage as it is reached, on stderr, if that is a terminal."""

    def tell(stage: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"{stage}\n")

    yield tell


def _print(settings: Settings, told: Told) -> None:
    if settings.json:
        sys.stdout.write(json.dumps(told.to_json(), ensure_ascii=False, indent=2) + "\n")
        return
    from rich.console import Console

    from alatau.demo.summary import render_text

    # In a pipe or a file, lines are as long as they are.
    console = Console() if sys.stdout.isatty() else Console(width=140)
    render_text(told, console)
