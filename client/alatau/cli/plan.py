"""``alatau plan``: what a merchant charges every period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, WRITES, Amount, Mint, Settings, command

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.zone import Zone

app = typer.Typer(name="plan")

PlanAddress = Annotated[str, typer.Argument(metavar="PLAN", help="Address of the plan.")]


@command(
    app,
    "create",
    uses=WRITES,
    examples="alatau plan create --asset MINT --number 1 --amount 4990 --period 30d \\\n"
    "    --service clinic --terms 'Абонемент, 2026' --keypair clinic.json",
)
def create(
    settings: Settings,
    *,
    asset: Mint,
    number: Annotated[int, typer.Option(min=0, metavar="N", help="Tells your plans apart.")],
    amount: Amount,
    period: Annotated[str, typer.Option(metavar="TIME", help="How often: 7d, 30d.")],
    service: Annotated[str, typer.Option(metavar="SERVICE", help="What is paid for.")],
    terms: Annotated[str, typer.Option(metavar="TEXT", help="The contract; its SHA-256 is kept.")],
) -> None:
    """Offer to be paid the same amount every period.

    As the merchant of --keypair.
    Nothing of a plan can be changed; close it and make another.
    """
    from hashlib import sha256

    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_duration, parse_enum, parse_money
    from alatau.cli.view import money
    from alatau.program import Service

    merchant, mint = own_key(settings), parse_address(asset, "--asset")
    seconds = parse_duration(period, "--period")
    kind = parse_enum(Service, service, "--service")

    async def work() -> None:
        async with zone_of(settings, merchant) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            receipt = await zone.create_plan(
                mint=mint,
                number=number,
                amount=parse_money(amount, decimals, "--amount"),
                period=seconds,
                service=kind,
                terms=sha256(terms.encode(errors="surrogateescape")).digest(),
            )
            event = receipt.event
            sentence = f"plan {event.plan}: {money(event.amount, decimals)} each {period}"
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


@command(app, "close", uses=WRITES, examples="alatau plan close PLAN --keypair clinic.json")
def close(settings: Settings, plan: PlanAddress) -> None:
    """End a plan: no mandates and no pulls any more.

    As its merchant.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    merchant, address = own_key(settings), parse_address(plan, "PLAN")

    async def work() -> None:
        async with zone_of(settings, merchant) as zone:
            receipt = await zone.close_plan(plan=address)
            emit_receipt(settings, receipt, "closed")

    run(work())


@command(app, "delete", uses=WRITES, examples="alatau plan delete PLAN")
def delete(settings: Settings, plan: PlanAddress) -> None:
    """Return a plan's rent to who paid it.

    Once the zone has ended; anyone may.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, address = own_key(settings), parse_address(plan, "PLAN")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.delete_plan(plan=address)
            emit_receipt(settings, receipt, "deleted")

    run(work())


@command(app, "show", uses=READS, examples="alatau plan show PLAN --json")
def show(settings: Settings, plan: PlanAddress) -> None:
    """Show a plan: what a payer agrees to."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, pairs
    from alatau.cli.parse import parse_address
    from alatau.cli.view import view

    address = parse_address(plan, "PLAN")

    async def work() -> None:
        async with zone_of(settings) as zone:
            state = await zone.plan(address)
            decimals = await decimals_of(zone, state.asset)
        data = {"plan": str(address), **view(state, decimals)}
        emit(settings, data, pairs(data))

    run(work())


async def decimals_of(zone: Zone, asset: Pubkey) -> int:
    """The decimals of an asset that is named by its own address."""
    from alatau.cli.lookup import assets_at

    return (await assets_at(zone.chain, [asset]))[asset].decimals
