"""``alatau pay-many`` and ``alatau settle-many``: payrolls, and settling what is due."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.options import WRITES, Key, Mint, Settings, command
from alatau.errors import InputError

app = typer.Typer()


@command(
    app,
    "pay-many",
    uses=WRITES,
    examples="alatau pay-many --file payroll.csv --asset MINT --key payroll-11\n"
    "alatau pay-many --file payroll.csv --asset MINT --invoice 'November' --json",
)
def pay_many(
    settings: Settings,
    *,
    file: Annotated[
        Path,
        typer.Option(metavar="CSV", help="Lines of wallet,amount below that very heading."),
    ],
    asset: Mint,
    invoice: Annotated[
        str, typer.Option(metavar="TEXT", help="What the payments' references commit to.")
    ] = "",
    key: Key = None,
) -> None:
    """Pay many residents, a payroll: no fee, no tax, final.

    From the account of --keypair's wallet, in as few transactions as the lines fit into.
    Each transaction pays all of its lines or none.
    """
    from alatau.cli.connect import asset_of, own_key, run, zone_of
    from alatau.cli.event_view import receipt_view
    from alatau.cli.intents import IntentKey
    from alatau.cli.output import emit, printable, table
    from alatau.cli.parse import parse_address
    from alatau.cli.payroll import progress, read_payroll
    from alatau.cli.view import money

    payer, mint = own_key(settings), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = (await asset_of(zone, mint)).decimals
            # All of the file is read before anything of it is paid.
            rows = read_payroll(file, decimals)
            intent = IntentKey.of(zone, "pay-many", key)
            with intent.told(), progress("paying", shown=not settings.json) as tell:
                receipts = await zone.pay_many(
                    rows,
                    mint=mint,
                    wallet=payer,
                    invoice=invoice.encode(errors="surrogateescape"),
                    progress=tell,
                    key=intent.name,
                )
            shown = [
                {
                    "payments": len(receipt.event.rows),
                    "total": money(receipt.event.total, decimals),
                    "signature": receipt.signature,
                }
                for receipt in receipts
            ]
            total = money(sum(amount for _, amount in rows), decimals)
            left = money(receipts[-1].event.payer_available, decimals)
            emit(
                settings,
                [receipt_view(receipt, decimals) for receipt in receipts],
                f"{printable(f'paid {total} to {len(rows)}, {left} available')}\n"
                f"{table(shown, 'nothing was paid')}",
            )

    run(work())


@command(
    app,
    "settle-many",
    uses=WRITES,
    examples="alatau settle-many\nalatau settle-many PAYMENT PAYMENT --json",
)
def settle_many(
    settings: Settings,
    payments: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAYMENT...", help="[default: all that anyone may settle now]"),
    ] = None,
) -> None:
    """Release many held payments to their payees.

    Anyone may, once a payment's settlement window has passed.
    """
    from alatau.cli.connect import own_key, run, zone_of
    from alatau.cli.event_view import receipt_view
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.cli.payroll import progress

    key = own_key(settings)
    named = [parse_address(each, "PAYMENT") for each in payments or ()]
    if len({*named}) != len(named):
        raise InputError("a payment is named twice", field="PAYMENT")

    async def work() -> None:
        async with zone_of(settings, key) as zone:
            with progress("settling", shown=not settings.json) as tell:
                receipts = (
                    await zone.settle_many(named, progress=tell)
                    if named
                    else await zone.settle_due(progress=tell)
                )
        shown = [
            {
                "payee_account": str(receipt.event.payee_account),
                "payments": len(receipt.event.rows),
                "signature": receipt.signature,
            }
            for receipt in receipts
        ]
        emit(
            settings,
            [receipt_view(receipt) for receipt in receipts],
            table(shown, "nothing is due"),
        )

    run(work())
