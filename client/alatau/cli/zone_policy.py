"""``alatau zone policy`` and ``alatau participant reserve``: what holds for later payments."""

from __future__ import annotations

from typing import Annotated

import typer

from alatau.cli.options import WRITES, Operator, Settings, Wallet, command

zone_app = typer.Typer()
participant_app = typer.Typer()


def _span(help_text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        metavar="TIME", help=f"{help_text}  [default: as it is]"
    )
    return option


@command(
    zone_app,
    "policy",
    uses=WRITES,
    examples="alatau zone policy --respond 5d --resolve 10d --arbiter ARBITER --operator op.json\n"
    "alatau zone policy --arbiter none",
)
def policy(
    settings: Settings,
    *,
    settle: Annotated[str | None, _span("For which only the payer may settle.")] = None,
    deliver: Annotated[str | None, _span("Within which to deliver at most.")] = None,
    respond: Annotated[str | None, _span("To answer a dispute.")] = None,
    resolve: Annotated[str | None, _span("To resolve an answered dispute.")] = None,
    retention: Annotated[str | None, _span("To keep payments after their delivery date.")] = None,
    arbiter: Annotated[
        str | None,
        typer.Option(
            metavar="WALLET", help="Resolves disputes too; none: nobody.  [default: as it is]"
        ),
    ] = None,
    operator: Operator = None,
) -> None:
    """Set the policy of payments from now on.

    Payments that were made keep theirs; the arbiter changes for all.
    """
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import NONE, parse_address, parse_duration
    from alatau.disputes import NOBODY

    payer, signer = authority(settings, operator)
    given = {
        name: parse_duration(text, f"--{option}")
        for option, name, text in (
            ("settle", "settle_window", settle),
            ("deliver", "deliver_within", deliver),
            ("respond", "respond_window", respond),
            ("resolve", "resolve_window", resolve),
            ("retention", "retention", retention),
        )
        if text is not None
    }
    who = None
    if arbiter is not None:
        who = NOBODY if arbiter == NONE else parse_address(arbiter, "--arbiter")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            state = await zone.state()
            names = (
                *("settle_window", "deliver_within"),
                *("respond_window", "resolve_window", "retention"),
            )
            spans = {name: given.get(name, getattr(state, name)) for name in names}
            receipt = await zone.set_policy(
                operator=signer, arbiter=state.arbiter if who is None else who, **spans
            )
            emit_receipt(settings, receipt, "the policy holds for payments from now on")

    run(work())


@command(
    participant_app,
    "reserve",
    uses=WRITES,
    examples="alatau participant reserve SHOP 1000 --keep 30d --operator op.json\n"
    "alatau participant reserve shop.json 0",
)
def reserve(
    settings: Settings,
    wallet: Wallet,
    bps: Annotated[
        int, typer.Argument(metavar="BPS", min=0, max=10_000, help="Hundredths of a percent.")
    ],
    keep: Annotated[
        str | None, typer.Option(metavar="TIME", help="For how long, unless BPS is 0.")
    ] = None,
    operator: Operator = None,
) -> None:
    """Keep a reserve of payments to a merchant.

    A share of what settles, of held payments made from now on.
    """
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_duration
    from alatau.errors import InputError

    payer, signer = authority(settings, operator)
    address = parse_address(wallet, "WALLET")
    if (keep is None) != (bps == 0):
        raise InputError(
            "a reserve needs its time, and none needs none",
            field="--keep",
            remedy="give --keep TIME with a share above 0",
        )
    window = 0 if keep is None else parse_duration(keep, "--keep")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            receipt = await zone.set_reserve(
                operator=signer, wallet=address, reserve_bps=bps, reserve_window=window
            )
            share = f"{bps} bps are kept for {keep}" if bps else "no reserve is kept"
            emit_receipt(settings, receipt, f"{share}, of payments from now on")

    run(work())
