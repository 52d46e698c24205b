"""``alatau token``: the issuer takes units back for money, all of them or some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import WRITES, Key, OwnWallet, Settings, Yes, command
from alatau.cli.token import Instrument
from alatau.cli.token_units import Quantity
from alatau.errors import InputError

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.cli.view import Plain
    from alatau.models import Receipt
    from alatau.zone import Zone

app = typer.Typer()

_ISSUERS = "the issuer is not paid for units of its own: they end, unpaid, with alatau token call"

Price = Annotated[
    str,
    typer.Option(metavar="AMOUNT", help="For the smallest unit, in what holders are paid in."),
]


@command(
    app,
    "call",
    uses=WRITES,
    examples="alatau token call MINT --price 1000.00 --key maturity --keypair issuer.json --yes",
)
def call(
    settings: Settings, *, instrument: Instrument, price: Price, key: Key = None, yes: Yes = False
) -> None:
    """Call all units, as the issuer: their price is set aside, and none moves any more.

    At maturity, once the instrument is delisted, or once the zone has ended.
    """
    from alatau.cli.connect import confirmed, own_key, run, zone_of
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import whole_unit
    from alatau.cli.view import money

    issuer, mint = own_key(settings), parse_address(instrument, "MINT")
    confirmed(yes=yes, what=f"all units of {mint} would be redeemed, which nobody can take back")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            units, paid = await _decimals(zone, mint)
            receipt = await zone.call_redemption(
                mint=mint, price=parse_money(price, paid, "--price"), key=key
            )
            aside = money(receipt.event.amount, paid)
            told = f"called {money(receipt.event.issued, units)} units: {aside} is set aside"
            told += whole_unit(receipt.event.price, units, paid)
            _emit(settings, receipt, told, units, paid)

    run(work())


@command(
    app,
    "redeem",
    uses=WRITES,
    examples="alatau token redeem MINT\nalatau token redeem MINT --wallet INVESTOR\n"
    "alatau token redeem MINT --all",
)
def redeem(
    settings: Settings,
    *,
    instrument: Instrument,
    wallet: OwnWallet = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="All holdings; run again, it goes on with the rest.")
    ] = False,
) -> None:
    """Pay holders of a called instrument for their units, those outside too; anyone may."""
    from alatau.cli.advice import advised
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    if everybody and wallet is not None:
        raise InputError("--all and --wallet exclude each other", field="--all")
    owner = payer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> bool:
        async with zone_of(settings, payer) as zone:
            if everybody:
                return await _redeem_all(settings, zone, mint)
            units, paid = await _decimals(zone, mint)
            with advised(AccountNamedTwice=_ISSUERS):
                receipt = await zone.redeem(mint=mint, wallet=owner)
            event = receipt.event
            told = f"redeemed {money(event.quantity, units)} for {money(event.amount, paid)}"
            _emit(settings, receipt, told, units, paid)
            return True

    if not run(work()):
        raise typer.Exit(1)


async def _redeem_all(settings: Settings, zone: Zone, mint: Pubkey) -> bool:
    from alatau.cli.output import emit, printable, some, table
    from alatau.cli.payroll import progress
    from alatau.cli.token_view import instrument_of, payout_of
    from alatau.cli.view import money

    called = await instrument_of(zone, mint)
    paid_in = (await payout_of(zone, called)).decimals
    rows: list[Plain] = []
    total = 0
    with progress("redeeming", shown=not settings.json) as tell:
        async for done in zone.redeem_all(mint=mint, progress=tell):
            quantity = done.row.units
            amount = 0 if done.error else quantity * called.redemption_price
            total += amount
            shown = {
                "wallet": str(done.row.wallet),
                "quantity": money(quantity, called.decimals),
                "amount": money(amount, paid_in),
                "signature": done.value.signature if done.value else "",
                "error": None if done.error is None else str(done.error),
            }
            rows.append(shown)
    failed = [row for row in rows if row["error"]]
    told = f"redeemed {len(rows) - len(failed)} of {len(rows)} holdings for {money(total, paid_in)}"
    names = ("wallet", "quantity", "amount", "error")
    first = sorted(rows, key=lambda row: row["error"] is None)  # what is left to do
    lines = table([{name: row[name] for name in names} for row in first], "").splitlines()
    emit(settings, rows, printable("\n".join([told, *some(lines)])))
    return not failed


@command(
    app,
    "tender-open",
    uses=WRITES,
    examples="alatau token tender-open MINT --price 980.00 --quantity 40 --key buyback-1 \\\n"
    "    --keypair issuer.json",
)
def tender_open(
    settings: Settings,
    *,
    instrument: Instrument,
    price: Price,
    quantity: Quantity,
    key: Key = None,
) -> None:
    """Offer to take units back before the end, as the issuer, and set their price aside."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import whole_unit
    from alatau.cli.view import money

    issuer, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            units, paid = await _decimals(zone, mint)
            receipt = await zone.open_tender(
                mint=mint,
                price=parse_money(price, paid, "--price"),
                quantity=parse_money(quantity, units, "--quantity"),
                key=key,
            )
            told = f"opened a tender: {money(receipt.event.amount, paid)} is set aside"
            told += whole_unit(receipt.event.price, units, paid)
            _emit(settings, receipt, told, units, paid)

    run(work())


@command(
    app,
    "tender",
    uses=WRITES,
    examples="alatau token tender MINT --quantity 5 --price 980.00 --key buyback-1",
)
def tender(
    settings: Settings,
    *,
    instrument: Instrument,
    quantity: Quantity,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT", help="For the smallest unit, none else.  [default: what is open now]"
        ),
    ] = None,
    key: Key = None,
) -> None:
    """Give units of --keypair's wallet back for the price of the open tender.

    With --price for that one alone: it is refused where the issuer has opened another since.
    """
    from alatau.cli.advice import advised
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import whole_unit
    from alatau.cli.view import money

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            units, paid = await _decimals(zone, mint)
            many = parse_money(quantity, units, "--quantity")
            named = None if price is None else parse_money(price, paid, "--price")
            with advised(AccountNamedTwice=_ISSUERS):
                receipt = await zone.tender_units(mint=mint, quantity=many, price=named, key=key)
            event = receipt.event
            each = event.amount // event.quantity
            told = f"tendered {quantity} at {money(each, paid)}, for {money(event.amount, paid)}"
            told += whole_unit(each, units, paid)
            _emit(settings, receipt, told, units, paid)

    run(work())


@command(
    app,
    "tender-close",
    uses=WRITES,
    examples="alatau token tender-close MINT --keypair issuer.json",
)
def tender_close(settings: Settings, instrument: Instrument) -> None:
    """End a tender: what is left of its money is the issuer's again.

    As the issuer; as the authority while the instrument is suspended; as anyone once it is delisted
    or the zone has ended.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money

    signer, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, signer) as zone:
            units, paid = await _decimals(zone, mint)
            receipt = await zone.close_tender(mint=mint)
            told = f"closed the tender: {money(receipt.event.amount, paid)} is available again"
            _emit(settings, receipt, told, units, paid)

    run(work())


async def _decimals(zone: Zone, mint: Pubkey) -> tuple[int, int]:
    """Of an instrument's units, and of the asset that holders are paid in."""
    from alatau.cli.lookup import assets_at
    from alatau.cli.token_view import instrument_of

    found = await instrument_of(zone, mint)
    payout = (await assets_at(zone.chain, [found.payout_asset]))[found.payout_asset]
    return found.decimals, payout.decimals


def _emit(settings: Settings, receipt: Receipt[Any], sentence: str, units: int, paid: int) -> None:
    from alatau.cli.event_view import receipt_view, redemption_view
    from alatau.cli.output import emit, pairs, printable

    shown = {**receipt_view(receipt), "event": redemption_view(receipt.event, units, paid)}
    lines = pairs({"signature": receipt.signature})
    emit(settings, shown, f"{printable(sentence)}\n{lines}")
