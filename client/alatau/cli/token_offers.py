"""``alatau token``: standing offers of units, and splits."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import READS, WRITES, Key, OwnWallet, Regulator, Settings, command
from alatau.cli.token import Instrument
from alatau.cli.token_units import Quantity
from alatau.errors import InputError

app = typer.Typer()

_NO_OFFER = "alatau token offers lists those there are"

_Number = Annotated[int, typer.Option(min=1, metavar="N", help="The offer's: token offers has it.")]


@command(
    app,
    "offer",
    uses=WRITES,
    examples="alatau token offer MINT --quantity 10 --price 1250.00 --expires 2027-03-31 \\\n"
    "    --least 2 --key spring",
)
def offer(
    settings: Settings,
    *,
    instrument: Instrument,
    quantity: Quantity,
    price: Annotated[
        str, typer.Option(metavar="AMOUNT", help="For the smallest unit, in what it is paid in.")
    ],
    expires: Annotated[str, typer.Option(metavar="DATE", help="Until when it can be taken.")],
    least: Annotated[
        str | None,
        typer.Option(metavar="UNITS", help="The fewest at once.  [default: the smallest unit]"),
    ] = None,
    key: Key = None,
) -> None:
    """Offer units of --keypair's wallet to anyone who may hold them.

    They are set aside until they are taken or the offer is cancelled.  Each part that is taken
    bears the asset's least fee: --least keeps parts from being too small.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_moment, parse_money, signed_offset
    from alatau.cli.token_view import instrument_of, payout_of, whole_unit

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            offset = signed_offset((await zone.state()).utc_offset)
            terms = await instrument_of(zone, mint)
            paid_in = await payout_of(zone, terms)
            each = parse_money(price, paid_in.decimals, "--price")
            receipt = await zone.offer_units(
                mint=mint,
                quantity=parse_money(quantity, terms.decimals, "--quantity"),
                price=each,
                expires_at=parse_moment(expires, offset, "--expires"),
                least=1 if least is None else parse_money(least, terms.decimals, "--least"),
                key=key,
            )
            sentence = f"offered {quantity} at {price}, as number {receipt.event.sequence}"
            sentence += whole_unit(each, terms.decimals, paid_in.decimals)
            emit_receipt(settings, receipt, sentence, decimals=terms.decimals)

    run(work())


@command(
    app,
    "take",
    uses=WRITES,
    examples="alatau token offers MINT\n"
    "alatau token take MINT --seller HOLDER --number 7 --quantity 4 --key first-four",
)
def take(
    settings: Settings,
    *,
    instrument: Instrument,
    seller: Annotated[str, typer.Option(metavar="WALLET", help="Whose offer it is.")],
    number: _Number,
    quantity: Quantity,
    key: Key = None,
) -> None:
    """Buy units of an offer with --keypair's money: all that are left, or its least or more."""
    from alatau.cli.advice import advised
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import emit_sale, instrument_of, payout_of

    buyer, mint = own_key(settings), parse_address(instrument, "MINT")
    holder = parse_address(seller, "--seller")

    async def work() -> None:
        async with zone_of(settings, buyer) as zone:
            terms = await instrument_of(zone, mint)
            paid_in = await payout_of(zone, terms)
            units = parse_money(quantity, terms.decimals, "--quantity")
            with advised(AccountMissing=_NO_OFFER):
                receipt = await zone.take_offer(
                    mint=mint, seller=holder, number=number, quantity=units, key=key
                )
            emit_sale(settings, receipt, terms.decimals, paid_in.decimals)

    run(work())


@command(
    app,
    "cancel-offer",
    uses=WRITES,
    examples="alatau token cancel-offer MINT --number 7\n"
    "alatau token cancel-offer MINT --seller HOLDER --number 7",
)
def cancel_offer(
    settings: Settings,
    *,
    instrument: Instrument,
    number: _Number,
    seller: OwnWallet = None,
) -> None:
    """End an offer: its units are free again.

    Another's once it has expired, the instrument is called or delisted, or the zone has ended;
    while its holding is frozen; and once its holder's replacement is due.
    """
    from alatau.cli.advice import advised
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of
    from alatau.cli.view import money

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")
    holder = wallet.pubkey() if seller is None else parse_address(seller, "--seller")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            with advised(AccountMissing=_NO_OFFER):
                receipt = await zone.cancel_offer(mint=mint, number=number, seller=holder)
            free = money(receipt.event.quantity, decimals)
            emit_receipt(settings, receipt, f"{free} are free again", decimals=decimals)

    run(work())


@command(
    app, "offers", uses=READS, examples="alatau token offers MINT\nalatau token offers MINT --json"
)
def offers(settings: Settings, instrument: Instrument) -> None:
    """Standing offers: the cheapest first, of one price the oldest."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of, offer_view, payout_of

    mint = parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            paid_in = await payout_of(zone, terms)
            now = await zone.chain.time()
            rows = [
                {
                    "seller": str(seller),
                    **offer_view(one, terms.decimals, paid_in.decimals),
                    "expired": now >= one.expires_at,
                }
                for seller, one in await zone.offers(mint=mint)
            ]
        shown = ("seller", "number", "left", "least", "price", "expires_at", "expired")
        brief = [{name: row[name] for name in shown} for row in rows]
        emit(settings, rows, table(brief, "no offers"))

    run(work())


@command(
    app,
    "split",
    uses=WRITES,
    examples="alatau token split MINT --shares 2 --per-units 1 --revision 9 \\\n"
    "    --regulator afsa.json --keypair issuer.json",
)
def split(
    settings: Settings,
    *,
    instrument: Instrument,
    shares: Annotated[int, typer.Option(min=1, metavar="N", help="So many shares are ...")],
    per_units: Annotated[
        int, typer.Option(min=1, metavar="N", help="... so many of its smallest units.")
    ],
    revision: Annotated[
        int, typer.Option(min=1, metavar="N", help="Of what was read: alatau token show has it.")
    ],
    regulator: Regulator = None,
) -> None:
    """Say how many units how many shares are; no holding changes.

    It is the ratio from now on, not a factor of the one before: of an instrument that is split
    2 for 1 already, another 2 for 1 are --shares 4 --per-units 1.  As the issuer of --keypair and
    the financial authority.  Its revision changes with every
    transfer: suspend it meanwhile where there are many.
    """
    from alatau.cli.connect import load_key, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    if regulator is None:
        raise InputError("the financial authority signs too", field="--regulator")
    issuer, mint, signer = own_key(settings), parse_address(instrument, "MINT"), load_key(regulator)

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            await instrument_of(zone, mint)
            receipt = await zone.split_instrument(
                mint=mint,
                revision=revision,
                shares=shares,
                per_units=per_units,
                regulator=signer,
            )
            event = receipt.event
            text = f"{event.shares} shares are {event.per_units} units"
            emit_receipt(settings, receipt, text)

    run(work())
