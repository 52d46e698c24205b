"""``alatau token offering``: new units of an instrument, from their offer to their allotment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import READS, WRITES, Key, Settings, Wallet, Yes, command
from alatau.cli.token import Instrument

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from alatau.cli.offering_view import Digits
    from alatau.models import Receipt
    from alatau.zone import Zone

app = typer.Typer(name="offering")

Number = Annotated[int, typer.Argument(min=1, metavar="NUMBER", help="Of the offering.")]


@command(
    app,
    "create",
    uses=WRITES,
    examples="alatau token offering create MINT --price 1000.00 --quantity 100 --minimum 60 \\\n"
    "    --closes 2026-12-31 --cooling-off 14d --least 1 --most 20 --keypair issuer.json",
)
def create(
    settings: Settings,
    *,
    instrument: Instrument,
    price: Annotated[
        str, typer.Option(metavar="AMOUNT", help="Of the smallest unit, in the payout asset.")
    ],
    quantity: Annotated[str, typer.Option(metavar="UNITS", help="The most that are sold.")],
    minimum: Annotated[
        str, typer.Option(metavar="UNITS", help="Where fewer are confirmed, none is sold.")
    ],
    closes: Annotated[str, typer.Option(metavar="DATE", help="Until when it is subscribed.")],
    opens: Annotated[
        str | None, typer.Option(metavar="DATE", help="From when on.  [default: now]")
    ] = None,
    least: Annotated[str, typer.Option(metavar="UNITS", help="Of one subscription.")] = "1",
    most: Annotated[str, typer.Option(metavar="UNITS", help="Of one subscription.")] = "none",
    cooling_off: Annotated[
        str | None,
        typer.Option(metavar="SPAN", help="In which it can be withdrawn.  [default: none]"),
    ] = None,
    allotment: Annotated[
        str, typer.Option(metavar="WAY", help="Of too many: pro_rata or first_come.")
    ] = "pro_rata",
    key: Key = None,
) -> None:
    """Offer new units to investors, as the issuer.

    --keypair needs a payment account of the payout asset, which the price comes to.
    """
    from alatau.cli import parse
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.offering_view import digits_of, emit_offering
    from alatau.cli.token_view import whole_unit
    from alatau.program import Allotment

    issuer, mint = own_key(settings), parse.parse_address(instrument, "MINT")
    way = parse.parse_enum(Allotment, allotment, "--allotment")
    span = 0 if cooling_off is None else parse.parse_duration(cooling_off, "--cooling-off")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            digits = await digits_of(zone, mint)
            offset = parse.signed_offset(digits.utc_offset)

            def units(text: str, field: str) -> int:
                return parse.parse_money(text, digits.units, field, none=True)

            each = parse.parse_money(price, digits.money, "--price")
            receipt = await zone.create_offering(
                mint=mint,
                price=each,
                quantity=units(quantity, "--quantity"),
                minimum=units(minimum, "--minimum"),
                least=units(least, "--least"),
                most=units(most, "--most"),
                opens_at=0 if opens is None else _begins(opens, offset),
                closes_at=parse.parse_moment(closes, offset, "--closes"),
                cooling_off=span,
                allotment=way,
                key=key,
            )
            sentence = f"offering {receipt.event.number}: {quantity} at {price}"
            sentence += whole_unit(each, digits.units, digits.money)
            emit_offering(settings, receipt, sentence, digits)

    run(work())


@command(
    app,
    "subscribe",
    uses=WRITES,
    examples="alatau token offering subscribe MINT 1 --units 5 --key order-1 --keypair dina.json",
)
def subscribe(
    settings: Settings,
    instrument: Instrument,
    number: Number,
    units: Annotated[str, typer.Option(metavar="UNITS", help="How many.")],
    key: Key = None,
) -> None:
    """Subscribe units for --keypair's wallet; their price is held on its own account."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.offering_view import digits_of, emit_offering, offering_of
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            digits = await digits_of(zone, mint)
            await offering_of(zone, mint, number)
            wanted = parse_money(units, digits.units, "--units")
            receipt = await zone.subscribe(mint=mint, number=number, units=wanted, key=key)
            sentence = f"subscribed {units}: {money(receipt.event.amount, digits.money)} is held"
            emit_offering(settings, receipt, sentence, digits)

    run(work())


@command(
    app,
    "withdraw",
    uses=WRITES,
    examples="alatau token offering withdraw MINT 1 --keypair dina.json",
)
def withdraw(settings: Settings, instrument: Instrument, number: Number) -> None:
    """Take the subscription of --keypair's wallet back while it cools off."""
    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.withdraw_subscription(**named),
        "withdrawn: the money is available again",
    )


@command(app, "confirm", uses=WRITES, examples="alatau token offering confirm MINT 1 WALLET")
def confirm(settings: Settings, instrument: Instrument, number: Number, wallet: Wallet) -> None:
    """Confirm a subscription that has cooled off; anyone may."""
    from alatau.cli.parse import parse_address

    owner = parse_address(wallet, "WALLET")
    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.confirm_subscription(**named, wallet=owner),
        f"confirmed the subscription of {owner}",
    )


@command(app, "conclude", uses=WRITES, examples="alatau token offering conclude MINT 1")
def conclude(settings: Settings, instrument: Instrument, number: Number) -> None:
    """Sell what was confirmed, or nothing where it is below the minimum; anyone may."""
    from alatau.cli.offering_view import told_conclusion

    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.conclude_offering(**named),
        told_conclusion,
    )


@command(app, "allot", uses=WRITES, examples="alatau token offering allot MINT 1 WALLET")
def allot(settings: Settings, instrument: Instrument, number: Number, wallet: Wallet) -> None:
    """Give an investor its units, and its other money back; anyone may."""
    from alatau.cli.offering_view import told_allotment
    from alatau.cli.parse import parse_address

    owner = parse_address(wallet, "WALLET")
    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.allot_subscription(**named, wallet=owner),
        lambda event, digits: f"{owner}: {told_allotment(event, digits)}",
    )


@command(
    app,
    "cancel",
    uses=WRITES,
    examples="alatau token offering cancel MINT 1 --keypair issuer.json --yes",
)
def cancel(settings: Settings, instrument: Instrument, number: Number, yes: Yes = False) -> None:
    """Give an offering up, as its issuer, so that all money goes back.

    Anyone may once the instrument is delisted or the zone has ended; while it is suspended the
    authority, and anyone a week after it could have been concluded.
    """
    from alatau.cli.connect import confirmed

    confirmed(yes=yes, what=f"nothing of offering {number} would be sold")
    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.cancel_offering(**named),
        "cancelled: alatau token offering settle returns the money",
    )


@command(app, "close", uses=WRITES, examples="alatau token offering close MINT 1")
def close(settings: Settings, instrument: Instrument, number: Number) -> None:
    """Close an offering of which all is allotted; its rent goes back.  Anyone may."""
    _do(
        settings,
        instrument,
        number,
        lambda zone, named: zone.close_offering(**named),
        "closed",
    )


def _begins(text: str, offset: int) -> int:
    """As other moments, but of a date its beginning: on that day it is open."""
    from alatau.cli import parse

    bare = len(text) == len("2026-12-31")
    return parse.parse_moment(text, offset, "--opens") - bare * parse.SECONDS_OF_DAY


def _do(
    settings: Settings,
    instrument: str,
    number: int,
    doing: Callable[[Zone, dict[str, Any]], Awaitable[Receipt[Any]]],
    sentence: str | Callable[[Any, Digits], str],
) -> None:
    """One instruction of an offering that is there, and what is to be said of its event."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.offering_view import digits_of, emit_offering, offering_of
    from alatau.cli.parse import parse_address

    key, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            digits = await digits_of(zone, mint)
            await offering_of(zone, mint, number)
            receipt = await doing(zone, {"mint": mint, "number": number})
            told = sentence if isinstance(sentence, str) else sentence(receipt.event, digits)
            emit_offering(settings, receipt, told, digits)

    run(work())


@command(app, "list", uses=READS, examples="alatau token offering list MINT --json")
def list_(settings: Settings, instrument: Instrument) -> None:
    """The offerings of an instrument that are not closed."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.offering_view import digits_of, offering_view
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            digits = await digits_of(zone, mint)
            rows = [offering_view(each, digits) for each in await zone.offerings(mint=mint)]
        shown = ("number", "state", "price", "quantity", "subscribed", "confirmed", "closes_at")
        brief = [{name: row[name] for name in shown} for row in rows]
        emit(settings, rows, table(brief, "no offerings"))

    run(work())


@command(app, "show", uses=READS, examples="alatau token offering show MINT 1 --json")
def show(settings: Settings, instrument: Instrument, number: Number) -> None:
    """An offering: its terms, where it stands, who has subscribed."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.offering_view import digits_of, offering_of, offering_view, subscription_view
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            digits = await digits_of(zone, mint)
            one = await offering_of(zone, mint, number)
            waiting = await zone.subscriptions(mint=mint, number=number)
        rows = [subscription_view(each, one, digits) for each in waiting]
        shown = ("wallet", "units", "held", "state", "share")
        brief = [{name: row[name] for name in shown} for row in rows]
        data = offering_view(one, digits)
        text = pairs({**data, "who_subscribed": brief})
        emit(settings, {**data, "who_subscribed": rows}, text)

    run(work())
