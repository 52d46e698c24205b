"""``alatau zone rescreen``: an issuer has changed what others can do to a mint's tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, Operator, Settings, Yes, command

app = typer.Typer()


@command(
    app,
    "rescreen",
    uses=WRITES,
    examples="alatau zone rescreen MINT --operator op.json --yes\n"
    "alatau zone consent MINT --regulator bank.json",
)
def rescreen(
    settings: Settings,
    *,
    mint: Annotated[
        str, typer.Argument(metavar="MINT", help="Address of the mint, or its keypair file.")
    ],
    operator: Operator = None,
    yes: Yes = False,
) -> None:
    """Screen an asset's mint again.

    For one that its issuer has changed, or that was listed before mints were screened.  All
    consents are cleared: the regulators consent to what the mint is now.
    """
    from alatau.cli.connect import asset_of, authority, confirmed, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, operator)
    address = parse_address(mint, "MINT")
    confirmed(
        yes=yes, what=f"nobody can pay with {address} until its regulators have consented anew"
    )

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await asset_of(zone, address)
            receipt = await zone.rescreen_asset(operator=signer, mint=address)
            emit_receipt(settings, receipt, f"screened the mint {address}: consents are cleared")

    run(work())
