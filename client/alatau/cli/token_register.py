"""``alatau token``: who holds an instrument, now or at a past slot, and how units moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, Settings, command
from alatau.cli.token import Instrument
from alatau.errors import InputError

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.cli.view import Plain
    from alatau.indexer.register import Register, Told, UnitHistory, UnitsMoved
    from alatau.program import Holding
    from alatau.program import Instrument as Terms
    from alatau.zone import Zone

app = typer.Typer()

AsCsv = Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")]


@command(
    app,
    "holders",
    uses=READS,
    examples="alatau token holders MINT\n"
    "alatau token holders MINT --at 2026-12-31 --csv > register.csv\n"
    "alatau token holders MINT --at 2026-12-31T18:00:00+05:00\n"
    "alatau token holders MINT --at 2041",
)
def holders(
    settings: Settings,
    instrument: Instrument,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="DATE|TIME|SLOT",
            help="At the end of this date by the zone's clock, before this time, or after this "
            "slot.  [default: now]",
        ),
    ] = None,
    csv: AsCsv = False,
) -> None:
    """Who holds an instrument, the most first; the holdings must add up to its supply.

    With --at it is rebuilt from the chain's transactions, of which none may be missing.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import csv_text, emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            if at is None:
                data = _now(terms, await zone.holdings(mint=mint))
            else:
                register = await _past(settings, zone, terms, at)
                data = _then(terms, register)
        rows = data["holdings"]
        named = ("wallet", "units", "shares", "share", "outside")
        brief = [{name: row[name] for name in named} for row in rows]
        emit(settings, data, csv_text(rows, _HELD) if csv else table(brief, "no holdings"))

    run(work())


@command(
    app,
    "history",
    uses=READS,
    examples="alatau token history MINT\n"
    "alatau token history MINT --wallet investor.json --csv > units.csv",
)
def history(
    settings: Settings,
    instrument: Instrument,
    wallet: Annotated[
        str | None, typer.Option(metavar="WALLET", help="Whose units.  [default: everybody's]")
    ] = None,
    csv: AsCsv = False,
) -> None:
    """All that happened to an instrument's units, in its order, from the chain's transactions."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import csv_text, emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    mint = parse_address(instrument, "MINT")
    whose = None if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            found = await history_of(settings, zone, terms.mint)
        rows = [_moved(move, terms) for move in found.moves if whose in {None, move.wallet}]
        brief = [{name: row[name] for name in _BRIEF} for row in rows]
        emit(
            settings,
            rows,
            csv_text(rows, _MOVED) if csv else table(brief, "nothing happened to it"),
        )

    run(work())


@command(
    app,
    "payouts",
    uses=READS,
    examples="alatau token payouts MINT\n"
    "alatau token payouts MINT --wallet investor.json --csv > payouts.csv",
)
def payouts(
    settings: Settings,
    instrument: Instrument,
    wallet: Annotated[
        str | None, typer.Option(metavar="WALLET", help="Paid to whom.  [default: everybody]")
    ] = None,
    csv: AsCsv = False,
) -> None:
    """What the issuer paid in for holders, and what each was paid: claims, tenders, redemption.

    In its order, from the chain's transactions, of which none may be missing.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import csv_text, emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of, payout_of

    mint = parse_address(instrument, "MINT")
    whose = None if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            paid_in = (await payout_of(zone, terms)).decimals
            found = await history_of(settings, zone, terms.mint)
        rows = [
            row
            for told in found.events
            if (row := _paid(told, terms, paid_in)) is not None and whose in {None, told.wallet}
        ]
        brief = [{name: row[name] for name in _PAID[:1] + _PAID[2:7]} for row in rows]
        emit(settings, rows, csv_text(rows, _PAID) if csv else table(brief, "nothing was paid"))

    run(work())


_PAID = ("slot", "time", "event", "wallet", "units", "amount", "tax", "signature")
_HELD = ("wallet", "holding", "units", "outside", "shares", "share", "issuer")
_BRIEF = ("slot", "event", "wallet", "change", "units")
_MOVED = ("slot", "time", "event", "wallet", "holding", "change", "units", "signature")


async def history_of(settings: Settings, zone: Zone, mint: Pubkey) -> UnitHistory:
    """All that happened to an instrument's units; progress goes to stderr."""
    from alatau.cli.payroll import progress
    from alatau.indexer.unit_history import unit_history
    from alatau.program import instrument_address

    address = instrument_address(zone.address, mint)
    with progress("transactions", shown=not settings.json) as tell:
        return await unit_history(zone.chain, address, tell)


def _now(terms: Terms, found: Sequence[Holding]) -> Plain:
    from alatau.cli.token_view import holding_view
    from alatau.cli.view import money
    from alatau.program import holding_address, instrument_address

    address = instrument_address(terms.zone, terms.mint)

    def place(one: Holding) -> tuple[int, bytes]:
        return -one.units, bytes(one.wallet)

    rows = [
        {
            **holding_view(one, terms),
            "holding": str(holding_address(address, one.wallet)),
            "share": percent(one.units, terms.issued),
            "issuer": one.wallet == terms.issuer,
        }
        for one in sorted(found, key=place)
    ]
    held = sum(one.units for one in found)
    return {
        "mint": str(terms.mint),
        "issued": money(terms.issued, terms.decimals),
        "held": money(held, terms.decimals),
        "holdings": rows,
    }


async def _past(settings: Settings, zone: Zone, terms: Terms, at: str) -> Register:
    from alatau.cli.parse import parse_moment, signed_offset
    from alatau.cli.view import moment

    is_slot = at.isascii() and at.isdigit()
    offset = signed_offset((await zone.state()).utc_offset)
    when = int(at) if is_slot else parse_moment(at, offset, "--at")
    found = await history_of(settings, zone, terms.mint)
    try:
        return found.at(when) if is_slot else found.before(when)
    except InputError as error:
        now = f"slot {found.tip} and {moment(found.tip_time)}"
        raise InputError(
            f"{at} is to come, and the register may change until then: the chain is at {now}",
            field="--at",
        ) from error


def _then(terms: Terms, register: Register) -> Plain:
    from alatau.cli.token_view import shares_of
    from alatau.cli.view import money

    rows = [
        {
            "wallet": str(one.wallet),
            "holding": str(one.holding),
            "units": money(one.units, terms.decimals),
            "outside": money(one.outside, terms.decimals),
            "shares": shares_of(one.units, register),
            "share": percent(one.units, register.issued),
            "issuer": one.wallet == terms.issuer,
            "since": one.since,
        }
        for one in register.holders
    ]
    return {
        "mint": str(terms.mint),
        "slot": register.slot,
        "issued": money(register.issued, terms.decimals),
        "held": money(register.held, terms.decimals),
        "unallotted": money(register.unallotted, terms.decimals),
        "proven": register.proven,
        "holdings": rows,
    }


def _moved(move: UnitsMoved, terms: Terms) -> Plain:
    from alatau.cli.view import moment, money

    return {
        "slot": move.slot,
        "time": moment(move.time),
        "event": type(move.event).__name__,
        "wallet": str(move.wallet),
        "holding": str(move.holding),
        "change": money(move.change, terms.decimals),
        "units": money(move.units, terms.decimals),
        "signature": move.signature,
    }


def _paid(told: Told, terms: Terms, paid_in: int) -> Plain | None:
    """A payment to holders or to one of them; None for all else."""
    from alatau.cli.view import moment, money
    from alatau.program import Claimed, Distributed, UnitsRedeemed, UnitsTendered

    units: int | None
    match told.event:
        case Distributed() as event:
            units, amount, tax = event.issued, event.amount, 0
        case Claimed() as event:
            units, amount, tax = None, event.gross, event.tax
        case UnitsRedeemed() | UnitsTendered() as event:
            units, amount, tax = event.quantity, event.amount, 0
        case _:
            return None
    return {
        "slot": told.slot,
        "time": moment(told.time),
        "event": type(event).__name__,
        "wallet": None if told.wallet is None else str(told.wallet),
        "units": None if units is None else money(units, terms.decimals),
        "amount": money(amount, paid_in),
        "tax": money(tax, paid_in),
        "signature": told.signature,
    }


def percent(units: int, issued: int) -> str:
    """Of all units, rounded down to a hundredth of a percent."""
    share = units * 10_000 // issued if issued else 0
    return f"{share // 100}.{share % 100:02} %"
