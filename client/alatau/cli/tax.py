"""``alatau tax``: periods, close, records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import READS, WRITES, AnyLane, Mint, Settings, Wallet, command

if TYPE_CHECKING:
    from alatau.cli.lookup import AssetOf
    from alatau.program.tax_accounts import TaxPeriod, TaxRecord

app = typer.Typer(name="tax")

Month = Annotated[
    str | None, typer.Option(metavar="YYYY-MM", help="Only this month of the zone's clock.")
]


@command(
    app,
    "periods",
    uses=READS,
    examples="alatau tax periods WALLET --asset MINT\n"
    "alatau tax periods shop.json --asset MINT --lane 3 --json",
)
def periods(settings: Settings, wallet: Wallet, asset: Mint, lane: AnyLane = 0) -> None:
    """A merchant's tax periods that are not closed yet."""
    from alatau.cli.connect import account_of, asset_of, run, zone_of
    from alatau.cli.output import emit, table
    from alatau.cli.parse import parse_address
    from alatau.program.months import month_of

    owner, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")

    async def work() -> None:
        async with zone_of(settings) as zone:
            info = await asset_of(zone, mint)
            account = await account_of(zone, owner, mint, lane)
            now = month_of(await zone.chain.time(), account.utc_offset)
        rows = [
            {
                **_sums(period, info.decimals),
                "over": period.month < now,
                "period": period.key,
            }
            for period in sorted(account.tax_periods, key=lambda each: each.key)
        ]
        emit(settings, rows, table(rows, f"{owner} has no tax periods that are not closed"))

    run(work())


@command(
    app,
    "close",
    uses=WRITES,
    examples="alatau tax close WALLET --asset MINT\n"
    "alatau tax close shop.json --asset MINT --month 2026-10",
)
def close(
    settings: Settings, wallet: Wallet, *, asset: Mint, month: Month = None, lane: AnyLane = 0
) -> None:
    """Close a merchant's tax periods whose month is over into records.

    Anyone may: --keypair pays the records' rent.  What is due is swept as well.  Each lane
    has periods of its own.
    """
    from alatau.cli.connect import account_of, asset_of, own_key, run, zone_of
    from alatau.cli.event_view import receipt_view
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address
    from alatau.program import account_address
    from alatau.program.months import month_of, month_text

    payer = own_key(settings)
    owner, mint = parse_address(wallet, "WALLET"), parse_address(asset, "--asset")
    wanted = None if month is None else _month(month)

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            info = await asset_of(zone, mint)
            account = await account_of(zone, owner, mint, lane)
            treasury = (await zone.state()).treasury
            now = month_of(await zone.chain.time(), account.utc_offset)
            # One that is named is tried though its month is not over: the refusal says when.
            chosen = [
                period
                for period in sorted(account.tax_periods, key=lambda each: each.key)
                if (period.month == wanted if wanted is not None else period.month < now)
            ]
            receipts = [
                await zone.close_tax_period(
                    account=account_address(zone.address, owner, mint, lane),
                    treasury_account=account_address(zone.address, treasury, mint),
                    period=period.key,
                )
                for period in chosen
            ]
        closed = [
            f"closed {month_text(each.event.month)} at {each.event.rate_bps} bps"
            for each in receipts
        ]
        text = "\n".join(closed) or f"{owner} has no tax period to close"
        emit(settings, [receipt_view(each, info.decimals) for each in receipts], text)

    run(work())


@command(
    app,
    "records",
    uses=READS,
    examples="alatau tax records --month 2026-10 --csv > october.csv\n"
    "alatau tax records --wallet WALLET --json",
)
def records(
    settings: Settings,
    wallet: Annotated[
        str | None, typer.Option(metavar="WALLET", help="Only those of this merchant.")
    ] = None,
    asset: Annotated[
        str | None, typer.Option("--asset", metavar="MINT", help="Only those of this asset.")
    ] = None,
    month: Month = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV: a line per record.")] = False,
) -> None:
    """Closed tax periods, per merchant, month and rate."""
    from alatau.cli.connect import run, zone_of
    from alatau.cli.lookup import assets_at
    from alatau.cli.output import csv_text, emit, table
    from alatau.cli.parse import parse_address

    owner = None if wallet is None else parse_address(wallet, "--wallet")
    mint = None if asset is None else parse_address(asset, "--asset")
    wanted = None if month is None else _month(month)

    async def work() -> None:
        async with zone_of(settings) as zone:
            found = await zone.tax_records(wallet=owner, mint=mint, month=wanted)
            assets = await assets_at(zone.chain, {record.asset for _, record in found})
        rows = [_record(str(address), record, assets[record.asset]) for address, record in found]
        text = csv_text(rows, _COLUMNS) if csv else table(rows, "no such tax records")
        emit(settings, rows, text)

    run(work())


_COLUMNS = (
    "month",
    "rate_bps",
    "turnover",
    "tax",
    "returned_turnover",
    "returned_tax",
    "net_tax",
    "wallet",
    "mint",
    "closed_at",
    "record",
)


def _record(address: str, record: TaxRecord, asset: AssetOf) -> dict[str, Any]:
    from alatau.cli.view import moment

    return {
        **_sums(record, asset.decimals),
        "wallet": str(record.wallet),
        "mint": str(asset.mint),
        "closed_at": moment(record.closed_at),
        "record": address,
    }


def _sums(period: TaxPeriod | TaxRecord, decimals: int) -> dict[str, Any]:
    from alatau.cli.view import money
    from alatau.program.months import month_text

    return {
        "month": month_text(period.month),
        "rate_bps": period.rate_bps,
        "turnover": money(period.turnover, decimals),
        "tax": money(period.tax, decimals),
        "returned_turnover": money(period.returned_turnover, decimals),
        "returned_tax": money(period.returned_tax, decimals),
        "net_tax": money(period.tax - period.returned_tax, decimals),
    }


def _month(text: str) -> int:
    from alatau.errors import InputError
    from alatau.program.months import month_number

    year, _, month = text.partition("-")
    if len(year) == 4 and len(month) == 2 and f"{year}{month}".isdecimal() and text.isascii():
        return month_number(int(year), int(month))
    raise InputError(f"{text!r} is no month", field="--month", remedy="write it as 2026-11")
