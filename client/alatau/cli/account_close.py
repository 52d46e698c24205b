"""``alatau account close``."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, AnyLane, Mint, Settings, command

app = typer.Typer()


@command(
    app,
    "close",
    uses=WRITES,
    examples="alatau account close WALLET --asset MINT\n"
    "alatau account close SHOP --asset MINT --lane 3",
)
def close(
    settings: Settings,
    wallet: Annotated[str, typer.Argument(metavar="WALLET", help="Whose account.")],
    asset: Mint,
    lane: AnyLane = 0,
) -> None:
    """Close an empty account after the zone's end.

    Its rent goes back to who paid it.
    """
    from alatau.cli.connect import account_of, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import account_address

    payer = own_key(settings)
    owner, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await account_of(zone, owner, mint, lane)
            address = account_address(zone.address, owner, mint, lane)
            receipt = await zone.close_account(account=address)
            to = receipt.event.rent_payer
            emit_receipt(
                settings, receipt, f"closed; {receipt.event.lamports} lamports went to {to}"
            )

    run(work())
