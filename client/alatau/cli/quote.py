"""``alatau quote``: conversions at a provider's quote; ``alatau payment deposit-and-pay``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.message_files import read_message, write_message
from alatau.cli.options import WRITES, Amount, Key, Mint, Settings, command
from alatau.errors import InputError

app = typer.Typer(name="quote", no_args_is_help=True)
paying = typer.Typer()

_FileIn = Annotated[Path, typer.Argument(metavar="FILE", help="The other side's message.")]
_Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the message goes.")]
_SERVICES = (
    "What the merchant is paid for: transport, clinic, documents, utilities, shops, housing."
)
_Service = Annotated[str, typer.Option(metavar="SERVICE", help=_SERVICES)]
_Invoice = Annotated[
    str, typer.Option(metavar="TEXT", help="What the payment's reference commits to.")
]
_To = Annotated[str, typer.Option(metavar="WALLET", help="The merchant to pay.")]


@command(
    app,
    "request",
    uses=WRITES,
    examples="alatau quote request --provider EXCHANGE --to SHOP --pay-in MINT --paid-in MINT \\\n"
    "    --amount-out 12.50 --service shops --out request.json",
)
def request(
    settings: Settings,
    *,
    provider: Annotated[str, typer.Option(metavar="WALLET", help="The exchange provider.")],
    to: _To,
    pay_in: Annotated[str, typer.Option(metavar="MINT", help="The asset that you pay in.")],
    paid_in: Annotated[str, typer.Option(metavar="MINT", help="The asset that it receives.")],
    service: _Service,
    out: _Out,
    amount_in: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="What you pay; or --amount-out.")
    ] = None,
    amount_out: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="What the merchant is to get.")
    ] = None,
    invoice: _Invoice = "",
    key: Key = None,
) -> None:
    """Ask an exchange provider: write the request to a file for it.

    As the payer of --keypair.  Nothing is sent to the chain.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address, parse_enum, parse_money
    from alatau.program import Service

    payer = own_key(settings)
    if (amount_in is None) == (amount_out is None):
        raise InputError("give one of --amount-in and --amount-out", field="--amount-in")
    mint_in, mint_out = parse_address(pay_in, "--pay-in"), parse_address(paid_in, "--paid-in")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            given, taken = await asset_of(zone, mint_in), await asset_of(zone, mint_out)
            intent = IntentKey.of(zone, "quote", key)
            with intent.told():
                made = await zone.request_quote(
                    provider=parse_address(provider, "--provider"),
                    payee=parse_address(to, "--to"),
                    mint_in=mint_in,
                    mint_out=mint_out,
                    service=parse_enum(Service, service, "--service"),
                    amount_in=parse_money(amount_in, given.decimals, "--amount-in")
                    if amount_in
                    else 0,
                    amount_out=parse_money(amount_out, taken.decimals, "--amount-out")
                    if amount_out
                    else 0,
                    invoice=invoice.encode(errors="surrogateescape"),
                    key=intent.name,
                )
        write_message(out, made.to_json())
        emit(settings, {"file": str(out)}, f"wrote {out}: the provider answers it")

    run(work())


@command(
    app,
    "answer",
    uses=WRITES,
    examples="alatau quote answer request.json --amount 6000 --mid 12.80 --out quote.json \\\n"
    "    --keypair exchange.json",
)
def answer(
    settings: Settings,
    file: _FileIn,
    *,
    amount: Annotated[str, typer.Option(metavar="AMOUNT", help="The amount that was asked for.")],
    mid: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What the amount in buys at the mid rate.")
    ],
    out: _Out,
    lasts: Annotated[str, typer.Option(metavar="TIME", help="How long it is good for.")] = "30s",
) -> None:
    """Answer a request with exact amounts, signed.

    As the exchange provider of --keypair.  Nothing is sent to the chain.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_duration, parse_money
    from alatau.quotes import QuoteRequest

    provider = own_key(settings)
    asked = QuoteRequest.from_json(read_message(file))

    async def work() -> None:
        async with zone_of(settings, provider) as zone:
            given, taken = await asset_of(zone, asked.mint_in), await asset_of(zone, asked.mint_out)
            open_side = taken if asked.amount_in else given
            quote = await zone.answer_quote(
                asked,
                amount=parse_money(amount, open_side.decimals, "--amount"),
                mid_out=parse_money(mid, taken.decimals, "--mid"),
                lasts=parse_duration(lasts, "--lasts"),
            )
        write_message(out, quote.to_json())
        emit(settings, {"file": str(out)}, f"wrote {out}: the payer accepts it")

    run(work())


@command(
    app,
    "accept",
    uses=WRITES,
    examples="alatau quote accept quote.json\nalatau quote accept quote.json --max-spread 150",
)
def accept(
    settings: Settings,
    file: _FileIn,
    max_spread: Annotated[
        int | None,
        typer.Option(metavar="BPS", min=0, max=10_000, help="Refuse a larger spread."),
    ] = None,
) -> None:
    """Accept a provider's quote: the merchant is paid.

    As the payer of --keypair.  Accepted again, it is told again and not paid again.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.event_view import converted_view, receipt_view
    from alatau.cli.output import emit
    from alatau.cli.output import pairs as lines_of
    from alatau.cli.view import money
    from alatau.quotes import Quote

    payer = own_key(settings)
    quote = Quote.from_json(read_message(file))
    asked = quote.request

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            given, taken = await asset_of(zone, asked.mint_in), await asset_of(zone, asked.mint_out)
            receipt = await zone.convert(quote, max_spread_bps=max_spread)
        event = receipt.event
        shown = receipt_view(receipt)
        shown["event"] = converted_view(event, given.decimals, taken.decimals)
        emit(
            settings,
            shown,
            f"paid {money(event.amount_in, given.decimals)}, the merchant is paid "
            f"{money(event.amount_out, taken.decimals)}, of which fee "
            f"{money(event.fee, taken.decimals)} and tax {money(event.tax, taken.decimals)}\n"
            + lines_of({"signature": receipt.signature}),
        )

    run(work())


@command(
    paying,
    "deposit-and-pay",
    uses=WRITES,
    examples="alatau payment deposit-and-pay --to SHOP --asset MINT --amount 12.50 --service shops",
)
def deposit_and_pay(
    settings: Settings,
    *,
    to: _To,
    asset: Mint,
    amount: Amount,
    service: _Service,
    minimum: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT", help="What must arrive at least.  [default: all of --amount]"
        ),
    ] = None,
    invoice: _Invoice = "",
    key: Key = None,
) -> None:
    """Pay a merchant straight from --keypair's wallet, finally.

    For participants that have no payment account of the asset.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_enum, parse_money
    from alatau.cli.view import money
    from alatau.program import Service

    owner, mint = own_key(settings), parse_address(asset, "--asset")
    payee = parse_address(to, "--to")

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            info = await asset_of(zone, mint)
            value = parse_money(amount, info.decimals, "--amount")
            least = value if minimum is None else parse_money(minimum, info.decimals, "--minimum")
            intent = IntentKey.of(zone, "deposit-and-pay", key)
            with intent.told():
                receipt = await zone.deposit_and_pay(
                    payee=payee,
                    mint=mint,
                    amount=value,
                    minimum=least,
                    service=parse_enum(Service, service, "--service"),
                    invoice=invoice.encode(errors="surrogateescape"),
                    key=intent.name,
                )
            event = receipt.event
            intent.check(same=event.sent == value)
            emit_receipt(
                settings,
                receipt,
                f"paid {money(event.amount, info.decimals)}, of which fee "
                f"{money(event.fee, info.decimals)} and tax {money(event.tax, info.decimals)}",
                decimals=info.decimals,
            )

    run(work())
