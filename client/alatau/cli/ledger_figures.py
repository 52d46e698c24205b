"""``alatau ledger balances`` and ``trial``.

Amounts are base units, or decimals where the asset's are given.  A balance is in debit or in
credit: what participants have is what the zone owes them, in credit.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import (
    LOCAL,
    At,
    Decimals,
    Final,
    Where,
    digits,
    money,
    opened,
    point,
    purpose_of,
    sides,
)
from alatau.cli.options import Settings, command

if TYPE_CHECKING:
    from alatau.ledger import LedgerAccount

app = typer.Typer()


@command(
    app,
    "balances",
    uses=LOCAL,
    examples="alatau ledger balances\nalatau ledger balances --participant dana --asset KZTE\n"
    "alatau ledger balances --at 2031-12-31 --final --decimals KZTE=2 --json",
)
def balances(
    settings: Settings,
    *,
    ledger: Where = None,
    at: At = None,
    final: Final = False,
    participant: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this one's; '' for the zone's own.")
    ] = None,
    asset: Annotated[str | None, typer.Option(metavar="ASSET", help="Only in this asset.")] = None,
    purpose: Annotated[
        str | None, typer.Option(metavar="PURPOSE", help="Only of this purpose: available, held…")
    ] = None,
    decimals: Decimals = None,
) -> None:
    """Balances of accounts, those of nothing left out."""
    from alatau.cli.output import emit, table

    as_of, places = point(at), digits(decimals)
    wanted = None if purpose is None else purpose_of(purpose)

    async def work() -> dict[LedgerAccount, int]:
        async with opened(settings, ledger) as books:
            return await books.balances(
                as_of, participant=participant, asset=asset, purpose=wanted, final=final
            )

    found = asyncio.run(work())
    data = [{"account": str(name), "balance": str(amount)} for name, amount in found.items()]
    rows = [{"account": str(name), **sides(amount, name.asset, places)}
            for name, amount in found.items()]  # fmt: skip
    emit(settings, {"balances": data}, table(rows, "no balances"))


@command(
    app,
    "trial",
    uses=LOCAL,
    examples="alatau ledger trial\nalatau ledger trial --at slot:285000000 --at entry:1042\n"
    "alatau ledger trial --at 2031-12-31 --final --decimals KZTE=2 --json",
)
def trial(
    settings: Settings,
    *,
    ledger: Where = None,
    at: At = None,
    final: Final = False,
    decimals: Decimals = None,
) -> None:
    """Debits and credits by asset and purpose.

    Exit code 1 if they differ.
    """
    from alatau.cli.output import emit, table

    as_of, places = point(at), digits(decimals)

    async def work() -> Any:
        async with opened(settings, ledger) as books:
            return await books.trial(as_of, final=final)

    found = asyncio.run(work())
    data = {
        "balanced": found.balanced,
        "lines": [
            {"asset": line.asset, "purpose": str(line.purpose), "accounts": line.accounts,
             "debit": str(line.debit), "credit": str(line.credit)}
            for line in found.lines
        ],
        "totals": {asset: {"debit": str(debit), "credit": str(credit)}
                   for asset, (debit, credit) in found.totals.items()},
    }  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"asset": line.asset, "purpose": str(line.purpose), "accounts": line.accounts,
         "debit": money(line.debit, line.asset, places),
         "credit": money(line.credit, line.asset, places)}
        for line in found.lines
    ]  # fmt: skip
    rows += [
        {"asset": asset, "purpose": "in all", "accounts": None,
         "debit": money(debit, asset, places), "credit": money(credit, asset, places)}
        for asset, (debit, credit) in found.totals.items()
    ]  # fmt: skip
    emit(settings, data, table(rows, "no balances"))
    if not found.balanced:
        raise typer.Exit(1)
