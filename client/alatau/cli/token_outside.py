"""``alatau token``: units go to the holder's own token account, where every wallet shows them."""

from __future__ import annotations

import typer

from alatau.cli.options import WRITES, Key, OwnWallet, Settings, command
from alatau.cli.token import Instrument
from alatau.cli.token_units import Quantity

app = typer.Typer()


@command(
    app,
    "withdraw",
    uses=WRITES,
    examples="alatau token withdraw MINT --quantity 5 --key phone-1",
)
def withdraw(
    settings: Settings, *, instrument: Instrument, quantity: Quantity, key: Key = None
) -> None:
    """Put units into the token account of --keypair's wallet, frozen: seen, not moved.

    They stay the holding's; `alatau token return` brings them back.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.withdraw_units(
                mint=mint, quantity=parse_money(quantity, decimals, "--quantity"), key=key
            )
            emit_receipt(settings, receipt, f"withdrew {quantity}", decimals=decimals)

    run(work())


@command(
    app,
    "return",
    uses=WRITES,
    examples="alatau token return MINT --quantity 5 --key phone-2",
)
def return_(
    settings: Settings, *, instrument: Instrument, quantity: Quantity, key: Key = None
) -> None:
    """Bring units back from the token account of --keypair's wallet."""
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.token_view import instrument_of

    wallet, mint = own_key(settings), parse_address(instrument, "MINT")

    async def work() -> None:
        async with zone_of(settings, wallet) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.return_units(
                mint=mint, quantity=parse_money(quantity, decimals, "--quantity"), key=key
            )
            emit_receipt(settings, receipt, f"returned {quantity}", decimals=decimals)

    run(work())


@command(
    app,
    "recall",
    uses=WRITES,
    examples="alatau token recall MINT\nalatau token recall MINT --wallet INVESTOR",
)
def recall(
    settings: Settings,
    *,
    instrument: Instrument,
    wallet: OwnWallet = None,
) -> None:
    """Bring all units of a holding back once they are called or delisted; anyone may.

    Or once the zone has ended, while the holding is frozen by both regulators, or once its lost
    wallet is to be replaced.  Redeeming, orders about units and replacements do so by themselves.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.token_view import instrument_of
    from alatau.cli.view import money

    payer, mint = own_key(settings), parse_address(instrument, "MINT")
    owner = payer.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = (await instrument_of(zone, mint)).decimals
            receipt = await zone.recall_units(mint=mint, wallet=owner)
            told = f"recalled {money(receipt.event.quantity, decimals)} of {owner}"
            emit_receipt(settings, receipt, told, decimals=decimals)

    run(work())
