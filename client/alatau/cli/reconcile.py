"""``alatau reconcile``: four sources compared, and what does not agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import LOCAL, Where
from alatau.cli.options import READS, Settings, command
from alatau.cli.reconcile_given import (
    BooksFile,
    Inputs_,
    JournalFile,
    OpeningFile,
    gathered,
    keep,
)
from alatau.cli.reconcile_options import (
    OVERDUE,
    Actor,
    Everything,
    Moment,
    PolicyFile,
    RulesFile,
    desk_of,
    moment_of,
    who_of,
)

if TYPE_CHECKING:
    from alatau.reconcile.reports.report import Report

app = typer.Typer(name="reconcile")


@command(
    app,
    "run",
    uses=READS,
    examples="alatau reconcile run --actor Айгерім --statement bank.xml --policy policy.toml\n"
    "alatau reconcile run --actor Болат --statement a.xml --statement b.mt940 --partial\n"
    "alatau reconcile run --actor Болат --statement list.csv --mapping columns.toml --json\n"
    "alatau reconcile run --actor Болат --journal j.sqlite --books books.csv --chain --zone Alatau",
)
def run(
    settings: Settings,
    *,
    actor: Actor,
    statement: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A bank's statement; may be repeated."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A TOML file: what a CSV statement's columns are."),
    ] = None,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Of MT940.")] = "utf-8",
    partial: Annotated[
        bool, typer.Option("--partial", help="Accept what is good of files that have errors.")
    ] = False,
    ledger: Where = None,
    journal: JournalFile = None,
    books: BooksFile = None,
    opening: OpeningFile = None,
    chain: Annotated[
        bool, typer.Option("--chain", help="Compare the chain's balances too, at --url.")
    ] = False,
    rules: RulesFile = None,
    policy: PolicyFile = None,
    inputs: Inputs_ = None,
    at: Moment = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="What for.")] = "",
) -> None:
    """Accept statements, compare all, post what matches.

    What does not agree is told by type, with age and amount at risk.
    A file is accepted whole or, with --partial, as far as it is good; otherwise nothing of any
    is posted.  The same file again changes nothing.  Exit code 3 where a break is overdue.
    """
    from alatau.cli.connect import run as run_work
    from alatau.cli.payroll import progress
    from alatau.cli.reconcile_view import tell_run

    moment = moment_of(at)
    who = who_of(actor, reason, moment)

    async def work() -> Report:
        from alatau.cli.reconcile_books import read_books
        from alatau.cli.reconcile_openings import read_openings
        from alatau.reconcile.reports.report import report_of
        from alatau.reconcile.sources.facts import Inputs
        from alatau.statements import load_mapping, read_statements

        csv = None if mapping is None else load_mapping(mapping)
        async with desk_of(settings, ledger, rules, policy) as desk:
            accepted = None
            if statement:
                reading = read_statements(*statement, csv=csv, encoding=encoding)
                with progress("posting", shown=not settings.json) as tell:
                    accepted = await desk.accept(reading, who, partial=partial, progress=tell)
            given = Inputs(
                expected=() if books is None else read_books(books, desk.policy.backs),
                openings=() if opening is None else read_openings(opening),
            )
            given = await gathered(settings, desk, journal, given, chain=chain)
            keep(settings, inputs, given)
            found = await desk.run(given, who)
            report = report_of(desk.book, desk.policy, desk.ledger.zone, moment)
            tell_run(settings, report, accepted, found)
            return report

    if run_work(work()).overdue:
        raise typer.Exit(OVERDUE)


@command(
    app,
    "list",
    uses=LOCAL,
    examples="alatau reconcile list\nalatau reconcile list --state proposed --json\n"
    "alatau reconcile list --all --type unknown-deposit --policy policy.toml",
)
def list_(
    settings: Settings,
    *,
    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE", help="open, assigned, proposed, reopened, resolved, cleared."
        ),
    ] = None,
    type_: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only breaks of it.")
    ] = None,
    everything: Everything = False,
    ledger: Where = None,
    policy: PolicyFile = None,
    at: Moment = None,
) -> None:
    """Breaks and how they stand, the most at risk first.  Exit code 3 where one is overdue."""
    import asyncio

    from alatau.cli.reconcile_view import tell_list
    from alatau.reconcile.model import BreakType
    from alatau.reconcile.workflow.casebook import CaseState

    states = [_named(CaseState, one, "--state") for one in state or ()]
    types = [_named(BreakType, one, "--type") for one in type_ or ()]
    moment = moment_of(at)

    async def work() -> Report:
        from alatau.reconcile.reports.report import report_of

        async with desk_of(settings, ledger, None, policy) as desk:
            shown = everything or bool(states)
            return report_of(desk.book, desk.policy, desk.ledger.zone, moment, everything=shown)

    report = asyncio.run(work())
    tell_list(settings, report, states, types)
    if report.overdue:
        raise typer.Exit(OVERDUE)


@command(
    app,
    "show",
    uses=LOCAL,
    examples="alatau reconcile show 9bffe322ab3d94f9\nalatau reconcile show proposal:7 --json",
)
def show(
    settings: Settings,
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A break, a proposal, a resolution, a match.")
    ],
    *,
    ledger: Where = None,
    policy: PolicyFile = None,
    at: Moment = None,
) -> None:
    """All that is known of one break or resolution.

    Its items, the likely cause, what people did, what could match.
    """
    import asyncio

    from alatau.cli.reconcile_view import tell_one

    moment = moment_of(at)

    async def work() -> None:
        from alatau.reconcile.reports.report import report_of

        async with desk_of(settings, ledger, None, policy) as desk:
            report = report_of(desk.book, desk.policy, desk.ledger.zone, moment, everything=True)
            tell_one(settings, desk, report, id_, await desk.find_match(id_))

    asyncio.run(work())


def _named(kind: Any, text: str, field: str) -> Any:
    from alatau.errors import InputError

    try:
        return kind(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is none of them", field=field, remedy=f"one of {', '.join(kind)}"
        ) from error
