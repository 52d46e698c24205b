"""``alatau reconcile``: four sources compared, and what does not agree."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import LOCAL, Where
from alatau.cli.options import READS, Settings, command
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
    from alatau.reconcile.sources.facts import Inputs
    from alatau.reconcile.workflow.desk import Desk
    from alatau.sender import Journal

app = typer.Typer(name="reconcile")

JournalFile = Annotated[
    Path | None,
    typer.Option("--journal", metavar="FILE", help="The journal: what was meant is compared too."),
]
BooksFile = Annotated[
    Path | None,
    typer.Option(
        "--books", metavar="FILE",
        help="A CSV file of what was booked: key, time, currency, amount, reference, party.",
    ),
]  # fmt: skip
OpeningFile = Annotated[
    Path | None,
    typer.Option(
        "--opening", metavar="FILE",
        help="A CSV file of what accounts held before their first statement: account, currency, "
        "amount.  What closed days left open needs none.",
    ),
]  # fmt: skip
Inputs_ = Annotated[
    Path | None,
    typer.Option(
        "--inputs", metavar="DIR",
        help="Where runs keep what they were given, to reproduce closings.  "
        "[default: reconcile-inputs in --home]",
    ),
]  # fmt: skip


@command(
    app,
    "run",
    uses=READS,
    examples="alatau reconcile run --actor 'Айгерім Сапарова' --statement bank.xml\n"
    "alatau reconcile run --actor Болат --statement a.xml --statement b.mt940 --partial --json\n"
    "alatau reconcile run --actor Болат --statement list.csv --mapping columns.toml\n"
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
            given = await _given(settings, desk, journal, given, chain=chain)
            _keep(settings, inputs, given)
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


async def _given(
    settings: Settings,
    desk: Desk,
    journal: Path | None,
    given: Inputs,
    *,
    chain: bool,
) -> Inputs:
    from alatau.indexer import Indexer
    from alatau.reconcile.sources.gather import gather_given
    from alatau.sender import Journal

    opened: Any = nullcontext() if journal is None else Journal.existing(journal)
    books, settled = desk.ledger, desk.book.carried.is_settled
    with opened as records:
        _same_zone(desk, records)
        if not chain:
            return await gather_given(books, given, journal=records, settled=settled)
        async with _zone(settings) as zone:
            indexer = await Indexer.open(zone.chain, books, zone.address)
            return await gather_given(
                books, given, journal=records, chain=zone.chain, indexer=indexer,
                settled=settled,
            )  # fmt: skip


@asynccontextmanager
async def _zone(settings: Settings) -> AsyncIterator[Any]:
    from alatau.cli.connect import zone_of

    async with zone_of(settings) as zone:
        yield zone


def _same_zone(desk: Desk, journal: Journal | None) -> None:
    from alatau.errors import WrongChain

    if journal is None:
        return
    mine, other = (desk.ledger.zone, desk.ledger.genesis), (journal.zone, journal.genesis)
    if mine != other:
        raise WrongChain(
            f"the journal is of the zone {other[0]!r} on {other[1][:12]}…, the ledger of "
            f"{mine[0]!r} on {mine[1][:12]}…",
            remedy="give the journal and the ledger of one zone",
        )


def inputs_folder(settings: Settings, given: Path | None) -> Path:
    """Where runs keep what they were given."""
    return given or settings.home / "reconcile-inputs"


def _keep(settings: Settings, folder: Path | None, given: Inputs) -> None:
    from alatau.errors import StorageError
    from alatau.reconcile.workflow.given import given_digest, write_given

    where = inputs_folder(settings, folder)
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{where} cannot be made: {error.strerror}") from error
    path = where / f"{given_digest(given)}.jsonl"
    if not path.exists():
        write_given(given, path)
