"""``alatau ledger balances``, ``statement`` and ``trial``.

Amounts are base units, or decimals where the asset's are given.  A balance is in debit or in
credit: what participants have is what the zone owes them, in credit.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import (
    LOCAL,
    Account,
    At,
    Decimals,
    Final,
    Where,
    balance,
    digits,
    money,
    opened,
    point,
    purpose_of,
    sides,
)
from alatau.cli.options import Settings, command

if TYPE_CHECKING:
    from alatau.ledger import ExtractLine, LedgerAccount

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
    "statement",
    uses=LOCAL,
    examples="alatau ledger statement dana/KZTE/available\n"
    "alatau ledger statement /KZTE/vault --since 2031-12-01T00:00:00+05:00 --until 2031-12-31\n"
    "alatau ledger statement dana/KZTE/available --final --decimals KZTE=2 --json",
)
def statement(
    settings: Settings,
    account: Account,
    *,
    ledger: Where = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="From this second on: 2031-12-31T18:00Z.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Before this second, or a date's end in UTC.")
    ] = None,
    final: Final = False,
    decimals: Decimals = None,
) -> None:
    """An account's postings with its balance after each."""
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_moment
    from alatau.cli.view import moment
    from alatau.ledger import LedgerAccount, Period

    name, places = LedgerAccount.parse(account), digits(decimals)
    period = Period(
        None if since is None else parse_moment(since, 0, "--since"),
        None if until is None else parse_moment(until, 0, "--until"),
    )

    async def work() -> tuple[int, list[ExtractLine]]:
        async with opened(settings, ledger) as books:
            lines = [line async for line in books.extract(name, period, final=final)]
            return await books.opening(name, period, final=final), lines

    opening, lines = asyncio.run(work())
    closing = lines[-1].balance if lines else opening
    data = {
        "account": str(name),
        "opening": str(opening),
        "lines": [
            {"sequence": line.sequence, "id": line.id, "status": str(line.status),
             "time": moment(line.time), "slot": line.slot, "amount": str(line.amount),
             "balance": str(line.balance), "description": line.description,
             "references": line.references}
            for line in lines
        ],
        "closing": str(closing),
    }  # fmt: skip
    rows = [
        {
            "time": moment(line.time),
            "id": line.id,
            "status": str(line.status),
            **sides(line.amount, name.asset, places),
            "balance": balance(line.balance, name.asset, places),
            "description": line.description or None,
        }
        for line in lines
    ]
    ends = [f"{what} {balance(amount, name.asset, places)}"
            for what, amount in (("opening", opening), ("closing", closing))]  # fmt: skip
    emit(settings, data, "\n".join([ends[0], table(rows, "no postings"), ends[1]]))


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
