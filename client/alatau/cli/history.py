"""``alatau history``: what happened, decoded."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import Settings, command

app = typer.Typer()


@command(
    app,
    "history",
    uses=("url", "home", "zone", "json"),
    examples="alatau history\nalatau history WALLET --zone Alatau --limit 50\n"
    "alatau history PAYMENT --json",
)
def history(
    settings: Settings,
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="[ADDRESS]",
            help="A wallet, account or payment.  With --zone a wallet's payment accounts are "
            "looked at too.  [default: all that the program did on the chain]",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 20,
    before: Annotated[
        str | None,
        typer.Option(metavar="SIGNATURE", help="Only what is older than this transaction."),
    ] = None,
) -> None:
    """Show what happened, newest first.

    Decoded events with their times, amounts and signatures.
    """
    from alatau.cli.connect import chain_of, run
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address
    from alatau.cli.story import parse_signature, render, tell

    place = None if address is None else parse_address(address, "ADDRESS")
    older = None if before is None else parse_signature(before, "--before")

    async def work() -> None:
        async with chain_of(settings) as chain:
            rows = await tell(chain, place, zone=settings.zone, limit=limit, before=older)
        emit(settings, rows, render(rows))

    run(work())
