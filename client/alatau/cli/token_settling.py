"""``alatau token offering``: settling one, as far as it is due, and what it has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from alatau.cli.options import READS, WRITES, Settings, command
from alatau.cli.token import Instrument
from alatau.cli.token_offerings import Number
from alatau.cli.token_register import AsCsv

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.cli.settling_view import Due
    from alatau.zone import Zone

app = typer.Typer()


@command(app, "settle", uses=WRITES, examples="alatau token offering settle MINT 1")
def settle(settings: Settings, instrument: Instrument, number: Number) -> None:
    """Confirm, conclude, allot and close, as far as it is due now; anyone may.

    Tells whether it has succeeded, and what each investor got, paid and has back.  Interrupted,
    or before it is over, it is run again and goes on; alatau token offering outcome tells of
    all that was allotted then.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.offering_view import digits_of, offering_of
    from alatau.cli.output import emit, printable, table
    from alatau.cli.parse import parse_address
    from alatau.cli.settling_view import Settled

    key, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> bool:
        async with zone_of(settings, key) as zone:
            digits, found = await digits_of(zone, mint), await offering_of(zone, mint, number)
            waiting = await zone.subscriptions(mint=mint, number=number)
            settled = Settled.begin(found, digits, waiting)
            async for step in zone.settle_offering(mint=mint, number=number):
                settled.add(step)
                if not settings.json:
                    typer.echo(f"{len(settled.steps)} done", err=True)
            due = None if settled.closed else await _due(zone, mint, number)
            if due is not None:
                settled.offering = due.offering
        investors = settled.investors()
        data = {
            **settled.outcome(),
            "steps": settled.steps,
            "investors": investors,
            "next": [] if due is None else due.steps(),
        }
        shown = ("step", "wallet", "result", "signature")
        steps = [{name: row[name] for name in shown} for row in settled.steps]
        said = [
            table(steps, "nothing is due now"),
            settled.sentence(),
            table(investors, ""),
            "" if due is None else due.sentence(),
        ]
        emit(settings, data, printable("\n".join(filter(None, said))))
        return not settled.refused

    if not run(work()):
        raise typer.Exit(1)


@command(
    app,
    "outcome",
    uses=READS,
    examples="alatau token offering outcome MINT 1\n"
    "alatau token offering outcome MINT 1 --csv > allotment.csv",
)
def outcome(settings: Settings, instrument: Instrument, number: Number, csv: AsCsv = False) -> None:
    """What an offering has come to, also a closed one: each investor's part and money.

    From the chain's transactions, of which none may be missing.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.offering_view import digits_of
    from alatau.cli.output import csv_text, emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.settling_view import PART, outcome_view
    from alatau.cli.token_register import history_of
    from alatau.indexer.outcome import offering_outcome

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            digits = await digits_of(zone, mint)
            found = offering_outcome(await history_of(settings, zone, mint), number)
        data = outcome_view(found, digits)
        rows = data["investors"]
        brief = [{name: row[name] for name in PART[:5]} for row in rows]
        text = csv_text(rows, PART) if csv else pairs({**data, "investors": brief})
        emit(settings, data, text)

    run(work())


async def _due(zone: Zone, mint: Pubkey, number: int) -> Due | None:
    """What is to be done of an offering; None where somebody else has closed it meanwhile."""
    from alatau.cli.settling_view import Due
    from alatau.cli.token_view import instrument_of
    from alatau.errors import AccountMissing

    try:
        found = await zone.offering(mint=mint, number=number)
    except AccountMissing:
        return None
    return Due(
        found,
        tuple(await zone.subscriptions(mint=mint, number=number)),
        await instrument_of(zone, mint),
        await zone.chain.time(),
        (await zone.state()).ends_at,
    )
