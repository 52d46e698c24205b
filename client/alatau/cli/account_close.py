"""``alatau account close``."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, Mint, Settings, command

app = typer.Typer()


@command(app, "close", uses=WRITES, examples="alatau account close 7cVf…n3Qk --asset MINT")
def close(
    settings: Settings,
    wallet: Annotated[str, typer.Argument(metavar="WALLET", help="Whose account.")],
    asset: Mint,
) -> None:
    """Close an empty account after the zone's end.

    Its rent goes back to who paid it.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import account_address

    payer = own_key(settings)
    owner, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            address = account_address(zone.address, owner, mint)
            receipt = await zone.close_account(account=address)
            to = receipt.event.rent_payer
            emit_receipt(
                settings, receipt, f"closed; {receipt.event.lamports} lamports went to {to}"
            )

    run(work())
