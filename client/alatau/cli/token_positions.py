"""``alatau token positions``: what a wallet has of the zone's instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, Settings, Wallet, command

if TYPE_CHECKING:
    from alatau.cli.view import Plain
    from alatau.positions import Position
    from alatau.zone import Zone

app = typer.Typer()


@command(
    app,
    "positions",
    uses=READS,
    examples="alatau token positions investor.json\n"
    "alatau token positions investor.json --instrument MINT --json",
)
def positions(
    settings: Settings,
    wallet: Wallet,
    instrument: Annotated[
        str | None, typer.Option(metavar="MINT", help="Of this alone.  [default: of all]")
    ] = None,
) -> None:
    """What a wallet has: units, offers, subscriptions, and what it can claim and redeem.

    Money is in the asset that each instrument is paid in, before tax.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    owner = parse_address(wallet, "WALLET")
    mint = None if instrument is None else parse_address(instrument, "--instrument")

    async def work() -> None:
        async with zone_of(settings) as zone:
            if mint is not None:
                await instrument_of(zone, mint)
            found = await zone.positions(wallet=owner, mint=mint)
            rows = [await _row(zone, each) for each in found]
        brief = [{name: row[name] for name in _BRIEF} for row in rows]
        emit(settings, rows, table(brief, f"{owner} has nothing of them"))

    run(work())


_BRIEF = ("symbol", "mint", "state", "units", "free", "offered", "outside", "subscribed",
          "claimable", "redeemable")  # fmt: skip


async def _row(zone: Zone, one: Position) -> Plain:
    from alatau.cli.offering_view import Digits, subscription_view
    from alatau.cli.token_view import (
        holding_view,
        instrument_view,
        offer_view,
        payout_of,
        shares_of,
    )
    from alatau.cli.view import money

    terms, holding = one.instrument, one.holding
    told = await instrument_view(zone, terms)
    paid_in, units = (await payout_of(zone, terms)).decimals, terms.decimals
    digits = Digits(units, paid_in, 0)
    return {
        **{name: told[name] for name in ("mint", "name", "symbol", "state", "payout_mint")},
        "units": money(one.units, units),
        "shares": shares_of(one.units, terms),
        "free": money(holding.free if holding else 0, units),
        "offered": money(holding.offered if holding else 0, units),
        "outside": money(holding.outside if holding else 0, units),
        "subscribed": money(one.subscribed, units),
        "claimable": money(one.claimable, paid_in),
        "redeemable": money(one.redeemable, paid_in),
        "holding": holding_view(holding, terms) if holding else None,
        "offers": [offer_view(each, units, paid_in) for each in one.offers],
        "subscriptions": [
            {
                "number": offering.number,
                "price": money(offering.price, paid_in),
                **subscription_view(each, offering, digits),
            }
            for offering, each in one.subscriptions
        ],
    }
