"""``alatau day``: settle and reconcile a folder of orders."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import Settings, command

if TYPE_CHECKING:
    from alatau.day.report import DayReport

app = typer.Typer()


@command(
    app,
    "day",
    uses=("url", "home", "json"),
    examples="alatau day examples/alatau-day\n"
    "alatau day examples/alatau-day --url localnet --report report.html\n"
    "alatau day monday --url https://rpc.example --keys keys --json",
)
def day(
    settings: Settings,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Holds zone.toml, orders.csv, transfers.csv, and bank.csv or bank.xml.",
        ),
    ],
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report as an HTML page too.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keypair files NAME.json of the wallets.  [default: derived from zone.key_seed]",
        ),
    ] = None,
) -> None:
    """Settle a day of orders on the chain, and reconcile it.

    The bank's lines are held against the transfers, the orders against the payments, the
    accounts against the vault.  Ends with 0 when everything agrees, with 3 when there are
    breaks.  Run again, it goes on where it stopped and pays nothing twice.
    """
    from alatau.cli.connect import run
    from alatau.cli.output import require_writable
    from alatau.day import load_day
    from alatau.day.run import keys_of, open_day_chain, run_day

    require_writable(report)  # before the day is run, not after it
    inputs = load_day(folder)
    wallets = keys_of(inputs, settings.url, keys)

    async def work() -> DayReport:
        with _progress() as progress:
            async with open_day_chain(inputs, settings.url, settings.home) as chain:
                return await run_day(inputs, chain, wallets, home=settings.home, progress=progress)

    done = run(work())
    if report is not None:
        from alatau.day.html import write_html

        write_html(done, report)
    _print(settings, done)
    raise typer.Exit(done.exit_code)


def _print(settings: Settings, report: DayReport) -> None:
    if settings.json:
        sys.stdout.write(report.dumps())
        return
    from rich.console import Console

    from alatau.day.summary import render_text

    # In a pipe or a file, lines are as long as they are.
    console = Console() if sys.stdout.isatty() else Console(width=140)
    render_text(report, console)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("setting up", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, description="settling", completed=done, total=total)

        yield advance
