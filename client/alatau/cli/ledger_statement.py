"""``alatau ledger statement``: to read, and as ISO 20022 for the owner of the account."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import (
    LOCAL,
    Account,
    Decimals,
    Final,
    Where,
    balance,
    digits,
    opened,
    sides,
)
from alatau.cli.options import Settings, command
from alatau.errors import InputError

if TYPE_CHECKING:
    from alatau.ledger import ExtractLine, LedgerAccount, Period

app = typer.Typer()

Currency = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="In files: the currency that the asset stands for, KZT."),
]
Owner = Annotated[str, typer.Option(metavar="NAME", help="In files: who has the account.")]
Bank = Annotated[str, typer.Option(metavar="BIC", help="In files: who keeps it, if it has a BIC.")]
Clock = Annotated[
    str, typer.Option(metavar="±HH:MM", help="In files: how far the zone's clock is ahead of UTC.")
]
Camt = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write camt.053.001.08, the statement.")
]
Notify = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write camt.054.001.08: what has come in.")
]
Transfers = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write pacs.008.001.08: what has come in, as transfers."),
]


@command(
    app,
    "statement",
    uses=LOCAL,
    examples="alatau ledger statement dana/KZTE/available\n"
    "alatau ledger statement /KZTE/vault --since 2031-12-01T00:00:00+05:00 --until 2031-12-31\n"
    "alatau ledger statement dana/KZTE/available --final --decimals KZTE=2 --json\n"
    "alatau ledger statement dana/KZTE --since 2031-11-30 --until 2031-12-31 \\\n"
    "    --camt december.xml --currency KZT --owner 'ТОО «Айдын»'",
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
    known: Annotated[
        int | None,
        typer.Option(
            metavar="ENTRY", min=0, help="Only what the ledger knew after this entry of it."
        ),
    ] = None,
    final: Final = False,
    decimals: Decimals = None,
    camt: Camt = None,
    notify: Notify = None,
    transfers: Transfers = None,
    currency: Currency = None,
    owner: Owner = "",
    bank: Bank = "",
    clock: Clock = "+00:00",
) -> None:
    """An account's postings and balances, or files for its owner.

    In files, PARTICIPANT/ASSET stands for its accounts available, held and reserve.
    """
    from alatau.cli.parse import parse_moment
    from alatau.ledger import LedgerAccount, Period

    period = Period(
        None if since is None else parse_moment(since, 0, "--since"),
        None if until is None else parse_moment(until, 0, "--until"),
        known,
    )
    files = {"camt": camt, "notify": notify, "transfers": transfers}
    wanted = {name: path for name, path in files.items() if path is not None}
    if not wanted:
        _show(settings, LedgerAccount.parse(account), period, ledger, decimals, final=final)
        return
    if currency is None:
        raise InputError("an asset is no currency", field="--currency", remedy="--currency KZT")
    from alatau.cli.ledger_files import Asked, write_files
    from alatau.merchants import accounts_of

    accounts, places = accounts_of(account), digits(decimals)
    asked = Asked(ledger, accounts, period, currency, places, owner, bank, _minutes(clock))
    write_files(settings, asked, wanted)


def _minutes(text: str) -> int:
    """Minutes of ``+05:00``.  Raises `InputError`."""
    from datetime import datetime

    try:
        offset = datetime.strptime(text, "%z").utcoffset()
    except ValueError:
        offset = None
    if offset is None or len(text) != len("+05:00"):
        raise InputError(f"{text!r} is no offset from UTC", field="--clock", remedy="as +05:00")
    return int(offset.total_seconds()) // 60


def _show(
    settings: Settings,
    name: LedgerAccount,
    period: Period,
    ledger: str | None,
    decimals: list[str] | None,
    *,
    final: bool,
) -> None:
    from alatau.cli.output import emit, table
    from alatau.cli.view import moment

    places = digits(decimals)

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
    rows: list[dict[str, Any]] = [
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
