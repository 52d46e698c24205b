"""What a run of ``alatau reconcile`` is given beside the ledger, and where it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import Settings

if TYPE_CHECKING:
    from alatau.reconcile.sources.facts import Inputs
    from alatau.reconcile.workflow.desk import Desk
    from alatau.sender import Journal

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


async def gathered(
    settings: Settings,
    desk: Desk,
    journal: Path | None,
    given: Inputs,
    *,
    chain: bool,
) -> Inputs:
    """What is given with what the journal and, if asked, the chain say.

    Of both what the newest closing left open.  Raises what they raise.
    """
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


def keep(settings: Settings, folder: Path | None, given: Inputs) -> None:
    """Keep it, named by its digest.  Raises `StorageError`."""
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
