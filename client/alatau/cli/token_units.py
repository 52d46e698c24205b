"""``alatau token``: who holds units of an instrument, and how they come and go."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, Key, OwnWallet, Settings, Wallet, command
from alatau.cli.token import Instrument

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
    wallet: OwnWallet = None,
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

    Once the instrument is called or delisted, or the zone has ended; anyone may.
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
