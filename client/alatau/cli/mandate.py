"""``alatau mandate``: consent to a plan, take it back, collect what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import READS, WRITES, Amount, Key, Settings, command

if TYPE_CHECKING:
    from alatau.cli.view import Plain
    from alatau.mandates import PullResult

app = typer.Typer(name="mandate")

PlanAddress = Annotated[str, typer.Argument(metavar="PLAN", help="Address of the plan.")]
MandateAddress = Annotated[str, typer.Argument(metavar="MANDATE", help="Address of the mandate.")]


@command(
    app,
    "grant",
    uses=WRITES,
    examples="alatau mandate grant PLAN --amount 4990 --period 30d --lasts 365d\n"
    "alatau mandate grant PLAN --amount 4990 --period 30d --lasts 365d \\\n"
    "    --starts 2027-01-31 --keypair aigul.json",
)
def grant(
    settings: Settings,
    plan: PlanAddress,
    *,
    amount: Amount,
    period: Annotated[str, typer.Option(metavar="TIME", help="How often: 7d, 30d.")],
    lasts: Annotated[str, typer.Option(metavar="TIME", help="How long it holds: 365d.")],
    starts: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The end of this day, or a time.  [default: now]"),
    ] = None,
    key: Key = None,
) -> None:
    """Consent to be charged by a plan.

    From the account of --keypair's wallet.
    What you agree to is written out: it is refused where the plan says otherwise.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import (
        parse_address,
        parse_duration,
        parse_moment,
        parse_money,
        signed_offset,
    )
    from alatau.cli.plan import decimals_of
    from alatau.cli.view import moment, money

    payer, address = own_key(settings), parse_address(plan, "PLAN")
    seconds, time = parse_duration(period, "--period"), parse_duration(lasts, "--lasts")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = await decimals_of(zone, (await zone.plan(address)).asset)
            now, starts_at = await zone.chain.time(), 0
            if starts is not None:
                offset = signed_offset((await zone.state()).utc_offset)
                starts_at = parse_moment(starts, offset, "--starts")
            intent = IntentKey.of(zone, "mandate-grant", key)
            with intent.told():
                receipt = await zone.grant_mandate(
                    plan=address,
                    amount=parse_money(amount, decimals, "--amount"),
                    period=seconds,
                    starts_at=starts_at,
                    ends_at=max(now, starts_at) + time,
                    key=intent.name,
                )
            event = receipt.event
            emit_receipt(
                settings,
                receipt,
                f"mandate {event.mandate}: {money(event.amount, decimals)} each {period}, "
                f"from {moment(event.starts_at)} until {moment(event.ends_at)}",
                decimals=decimals,
            )

    run(work())


@command(app, "cancel", uses=WRITES, examples="alatau mandate cancel MANDATE")
def cancel(settings: Settings, mandate: MandateAddress) -> None:
    """Take a consent back at once.

    As the payer of --keypair.
    Nothing can stop that: no pause, no freeze, no end of plan or zone.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.plan import decimals_of
    from alatau.program import decode_plan

    payer, address = own_key(settings), parse_address(mandate, "MANDATE")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            # The plan may be gone: then the sums are shown in base units.
            plan = await zone.chain.account((await zone.mandate(address)).plan)
            decimals = await decimals_of(zone, decode_plan(plan.data).asset) if plan else None
            receipt = await zone.cancel_mandate(mandate=address)
            sentence = f"cancelled after {receipt.event.count} payments"
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


@command(app, "pull", uses=WRITES, examples="alatau mandate pull MANDATE --keypair clinic.json")
def pull(settings: Settings, mandate: MandateAddress) -> None:
    """Collect the current period's payment of a mandate.

    Anyone may.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.cli.plan import decimals_of
    from alatau.cli.view import money

    key, address = own_key(settings), parse_address(mandate, "MANDATE")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            plan = await zone.plan((await zone.mandate(address)).plan)
            decimals = await decimals_of(zone, plan.asset)
            receipt = await zone.pull(mandate=address)
            event = receipt.event
            sentence = f"pulled {money(event.amount, decimals)}, period {event.index}"
            emit_receipt(settings, receipt, sentence, decimals=decimals)

    run(work())


@command(
    app, "pull-due", uses=WRITES, examples="alatau mandate pull-due PLAN --keypair clinic.json"
)
def pull_due(settings: Settings, plan: PlanAddress) -> None:
    """Collect everything that is due of a plan.

    Anyone may.  Run again, only what was refused is tried.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.plan import decimals_of

    key, address = own_key(settings), parse_address(plan, "PLAN")

    async def work() -> None:
        rows = []
        async with zone_of(settings, key) as zone:
            decimals = await decimals_of(zone, (await zone.plan(address)).asset)
            async for result in zone.pull_due(address):
                rows.append(_row(result, decimals))
                if not settings.json:
                    typer.echo(f"{result.done} of {result.total}", err=True)
        emit(settings, rows, table(rows, "nothing is due"))

    run(work())


_COLUMNS = ("mandate", "wallet", "amount", "period", "starts_at", "ends_at", "next", "pulled")
"""What text shows of many; JSON has everything."""


@command(
    app,
    "show",
    uses=READS,
    examples="alatau mandate show MANDATE\nalatau mandate show --plan PLAN --json",
)
def show(
    settings: Settings,
    mandate: Annotated[
        str | None, typer.Argument(metavar="MANDATE", help="Address of the mandate.")
    ] = None,
    plan: Annotated[
        str | None, typer.Option(metavar="PLAN", help="All mandates of this plan.")
    ] = None,
) -> None:
    """Show a mandate, or all those of a plan."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.output import emit, pairs, table
    from alatau.cli.parse import parse_address
    from alatau.cli.plan import decimals_of
    from alatau.cli.view import view
    from alatau.errors import InputError

    if (mandate is None) == (plan is None):
        raise InputError("give either MANDATE or --plan", field="--plan")

    async def work() -> None:
        async with zone_of(settings) as zone:
            if mandate is not None:
                address = parse_address(mandate, "MANDATE")
                found = [(address, await zone.mandate(address))]
                of = found[0][1].plan
            else:
                of = parse_address(plan or "", "--plan")
                found = await zone.mandates_of(of)
            decimals = await decimals_of(zone, (await zone.plan(of)).asset)
        rows = [{"mandate": str(address), **view(each, decimals)} for address, each in found]
        if mandate is not None:
            emit(settings, rows[0], pairs(rows[0]))
        else:
            shown = [{name: row[name] for name in _COLUMNS} for row in rows]
            emit(settings, rows, table(shown, "there are none"))

    run(work())


def _row(result: PullResult, decimals: int) -> Plain:
    from alatau.cli.view import money
    from alatau.errors import ProgramRefused

    refused = result.error
    name = refused.name if isinstance(refused, ProgramRefused) else type(refused).__name__
    return {
        "mandate": str(result.mandate),
        "wallet": str(result.wallet),
        "index": result.index,
        "amount": money(result.amount, decimals),
        "signature": result.receipt.signature if result.receipt else None,
        "refused": name if refused else None,
    }
