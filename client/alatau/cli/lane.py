"""``alatau account consolidate`` and ``fund-lane``: a busy merchant's further accounts."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, Amount, Key, Mint, Settings, command

app = typer.Typer()  # its commands are those of `alatau account`

Lane = Annotated[int, typer.Option(metavar="NUMBER", min=1, max=255, help="Which lane, 1 to 255.")]


@command(
    app,
    "consolidate",
    uses=WRITES,
    examples="alatau account consolidate --asset MINT --lane 3\n"
    "alatau account consolidate --wallet SHOP --asset MINT --lane 3 --json",
)
def consolidate(
    settings: Settings,
    *,
    asset: Mint,
    lane: Lane,
    wallet: Annotated[
        str | None,
        typer.Option(metavar="WALLET", help="Whose lane.  [default: that of --keypair]"),
    ] = None,
) -> None:
    """Move all that a lane has available to lane 0.

    Anyone may.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.view import money

    key, mint = own_key(settings), parse_address(asset, "--asset")
    owner = key.pubkey() if wallet is None else parse_address(wallet, "--wallet")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            receipt = await zone.consolidate(mint=mint, lane=lane, wallet=owner)
            event = receipt.event
            sentence = (
                f"consolidated {money(event.amount, decimals)} of lane {lane}, "
                f"{money(event.available, decimals)} available"
            )
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


@command(
    app,
    "fund-lane",
    uses=WRITES,
    examples="alatau account fund-lane --asset MINT --lane 3 --amount 1500.00 --key return-7",
)
def fund_lane(
    settings: Settings, *, asset: Mint, lane: Lane, amount: Amount, key: Key = None
) -> None:
    """Move money of --keypair's account to one of its lanes.

    Refunds of payments to a lane are paid from what that lane has.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money

    owner, mint = own_key(settings), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, owner) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            value = parse_money(amount, decimals, "--amount")
            intent = IntentKey.of(zone, "fund-lane", key)
            with intent.told():
                receipt = await zone.fund_lane(
                    mint=mint, lane=lane, amount=value, wallet=owner, key=intent.name
                )
            event = receipt.event
            intent.check(same=event.amount == value)
            sentence = (
                f"moved {money(event.amount, decimals)} to lane {lane}, which has "
                f"{money(event.lane_available, decimals)} available"
            )
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())
