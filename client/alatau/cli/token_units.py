"""``alatau token``: who holds units of an instrument, and how they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, WRITES, Key, Settings, Wallet, command
from alatau.cli.token import Instrument

if TYPE_CHECKING:
    from alatau.program import Holding

app = typer.Typer()

To = Annotated[str, typer.Option(metavar="WALLET", help="Whose holding gets them.")]
Quantity = Annotated[
    str, typer.Option(metavar="UNITS", help="How many, in the instrument's decimals.")
]


@command(
    app,
    "open",
    uses=WRITES,
    examples="alatau token open MINT\nalatau token open MINT --wallet investor.json",
)
def open_(
    settings: Settings,
    instrument: Instrument,
    wallet: Annotated[
        str | None, typer.Option(metavar="WALLET", help="Whose.  [default: --keypair's]")
    ] = None,
) -> None:
    """Open a holding; --keypair pays its rent."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    owner = payer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await instrument_of(zone, mint)
            receipt = await zone.open_holding(mint=mint, wallet=owner)
            emit_receipt(settings, receipt, f"opened the holding of {owner}")

    run(work())


@command(app, "close", uses=WRITES, examples="alatau token close MINT WALLET")
def close(settings: Settings, instrument: Instrument, wallet: Wallet) -> None:
    """Return the rent of an empty holding to who paid it.

    Once the instrument is delisted or the zone has ended; anyone may.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    owner = parse_address(wallet, "WALLET")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.close_holding(mint=mint, wallet=owner)
            emit_receipt(settings, receipt, f"closed the holding of {owner}")

    run(work())


@command(
    app,
    "issue",
    uses=WRITES,
    examples="alatau token issue MINT --to INVESTOR --quantity 100 --key tranche-1 \\\n"
    "    --keypair issuer.json",
)
def issue(
    settings: Settings, *, instrument: Instrument, to: To, quantity: Quantity, key: Key = None
) -> None:
    """Make new units for a holder that may hold them now, as the issuer."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of

    issuer, mint = own_key(settings), parse_address(instrument, "MINT")
    recipient = parse_address(to, "--to")

    async def work() -> None:
        async with zone_of(settings, issuer) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.issue_units(
                mint=mint,
                recipient=recipient,
                quantity=parse_money(quantity, decimals, "--quantity"),
                key=key,
            )
            emit_receipt(settings, receipt, f"issued {quantity} to {recipient}", decimals=decimals)

    run(work())


@command(
    app,
    "transfer",
    uses=WRITES,
    examples="alatau token transfer MINT --to FRIEND --quantity 2 --key gift-1",
)
def transfer(
    settings: Settings,
    *,
    instrument: Instrument,
    to: To,
    quantity: Quantity,
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the transfer's reference commits to.")
    ] = "",
    key: Key = None,
) -> None:
    """Give units of --keypair's wallet to a holder that may hold them now."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")
    recipient = parse_address(to, "--to")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.transfer_units(
                mint=mint,
                recipient=recipient,
                quantity=parse_money(quantity, decimals, "--quantity"),
                invoice=invoice.encode(errors="surrogateescape"),
                key=key,
            )
            emit_receipt(settings, receipt, f"gave {quantity} to {recipient}", decimals=decimals)

    run(work())


@command(
    app,
    "holders",
    uses=READS,
    examples="alatau token holders MINT\nalatau token holders MINT --json",
)
def holders(settings: Settings, instrument: Instrument) -> None:
    """Who holds an instrument now, the most first; the holdings must add up to its supply."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import holding_view, instrument_of

    mint = parse_address(instrument, "MINT")

    def place(one: Holding) -> tuple[int, bytes]:
        return -one.units, bytes(one.wallet)

    async def work() -> None:
        async with zone_of(settings) as zone:
            terms = await instrument_of(zone, mint)
            found = sorted(await zone.holdings(mint=mint), key=place)
        rows = [
            {
                **holding_view(one, terms),
                "share": _percent(one.units, terms.issued),
                "issuer": one.wallet == terms.issuer,
            }
            for one in found
        ]
        data = {
            "mint": str(mint),
            "issued": terms.issued,
            "held": sum(one.units for one in found),
            "holdings": rows,
        }
        brief = [
            {name: row[name] for name in ("wallet", "units", "shares", "share")} for row in rows
        ]
        emit(settings, data, table(brief, "no holdings"))

    run(work())


def _percent(units: int, issued: int) -> str:
    """Of all units, rounded down to a hundredth of a percent."""
    share = units * 10_000 // issued if issued else 0
    return f"{share // 100}.{share % 100:02} %"
