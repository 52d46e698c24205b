"""``alatau token trade``: units for money between two, who both sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.advice import advised
from alatau.cli.message_files import read_message, write_message
from alatau.cli.options import WRITES, Key, Settings, command
from alatau.cli.token import Instrument
from alatau.cli.token_units import Quantity
from alatau.errors import InputError

app = typer.Typer(name="trade", no_args_is_help=True)

_ASK_AGAIN = "ask for another one: alatau token trade request"
_ANSWER_AGAIN = "have the request answered again: alatau token trade answer"
_BETTER = {"QuoteInvalid": _ASK_AGAIN, "QuoteStale": _ANSWER_AGAIN}

_FileIn = Annotated[Path, typer.Argument(metavar="FILE", help="The other side's message.")]
_Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the message goes.")]


@command(
    app,
    "request",
    uses=WRITES,
    examples="alatau token trade request MINT --seller HOLDER --quantity 10 --price 12500.00 \\\n"
    "    --out request.json",
)
def request(
    settings: Settings,
    *,
    instrument: Instrument,
    seller: Annotated[str, typer.Option(metavar="WALLET", help="Whose units they are.")],
    quantity: Quantity,
    price: Annotated[
        str, typer.Option(metavar="AMOUNT", help="For all of them, in the asset it is paid in.")
    ],
    out: _Out,
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the trade's reference commits to.")
    ] = "",
    key: Key = None,
) -> None:
    """Ask a holder for units: write the request to a file for it.

    As the buyer of --keypair.  Nothing is sent to the chain.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of, payout_of

    buyer, mint = own_key(settings), parse_address(instrument, "MINT")
    holder = parse_address(seller, "--seller")
    if holder == buyer.pubkey():
        raise InputError("nobody trades with itself", field="--seller", remedy="name another")

    async def work() -> None:
        async with zone_of(settings, buyer) as zone:
            terms = await instrument_of(zone, mint)
            paid_in = await payout_of(zone, terms)
            units = parse_money(quantity, terms.decimals, "--quantity")
            amount = parse_money(price, paid_in.decimals, "--price")
            if not units or not amount:
                field = "--price" if units else "--quantity"
                raise InputError("nothing is traded for nothing", field=field)
            intent = IntentKey.of(zone, "trade", key)
            with intent.told():
                made = await zone.request_trade(
                    seller=holder,
                    mint=mint,
                    quantity=units,
                    price=amount,
                    invoice=invoice.encode(errors="surrogateescape"),
                    key=intent.name,
                )
        write_message(out, made.to_json())
        emit(settings, {"file": str(out)}, f"wrote {out}: the seller answers it")

    run(work())


@command(
    app,
    "answer",
    uses=WRITES,
    examples="alatau token trade answer request.json --price 12500.00 --out trade.json \\\n"
    "    --keypair holder.json",
)
def answer(
    settings: Settings,
    file: _FileIn,
    *,
    price: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What you agree to for all: must be the same.")
    ],
    out: _Out,
    lasts: Annotated[str, typer.Option(metavar="TIME", help="How long it is good for.")] = "30s",
) -> None:
    """Agree to a request, signed.

    As the seller of --keypair.  Nothing is sent to the chain.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_duration, parse_money
    from alatau.cli.token_view import instrument_of, payout_of
    from alatau.cli.view import money
    from alatau.trade_terms import TradeRequest

    seller = own_key(settings)
    with advised(**_BETTER):
        asked = TradeRequest.from_json(read_message(file))

    async def work() -> None:
        async with zone_of(settings, seller) as zone:
            terms = await instrument_of(zone, asked.mint)
            paid_in = await payout_of(zone, terms)
            if parse_money(price, paid_in.decimals, "--price") != asked.price:
                offered = money(asked.price, paid_in.decimals)
                raise InputError(f"the request offers {offered}", field="--price")
            with advised(**_BETTER):
                made = await zone.answer_trade(asked, lasts=parse_duration(lasts, "--lasts"))
        write_message(out, made.to_json())
        sold = money(asked.quantity, terms.decimals)
        emit(settings, {"file": str(out)}, f"wrote {out}: {sold} for {price}, the buyer accepts it")

    run(work())


@command(app, "accept", uses=WRITES, examples="alatau token trade accept trade.json")
def accept(settings: Settings, file: _FileIn) -> None:
    """Accept a seller's answer: units and money change hands.

    As the buyer of --keypair.  Accepted again, it is told again and not done again.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.token_view import emit_sale, instrument_of, payout_of
    from alatau.trade_terms import TradeAnswer

    buyer = own_key(settings)
    with advised(**_BETTER):
        agreed = TradeAnswer.from_json(read_message(file))

    async def work() -> None:
        async with zone_of(settings, buyer) as zone:
            terms = await instrument_of(zone, agreed.request.mint)
            paid_in = await payout_of(zone, terms)
            with advised(**_BETTER):
                receipt = await zone.trade(agreed)
        emit_sale(settings, receipt, terms.decimals, paid_in.decimals)

    run(work())
