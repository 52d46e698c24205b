"""A day's report on the terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alatau.day.report import DayReport, Group, grouped


def render_text(report: DayReport, console: Console) -> None:
    """Prints the report as tables."""
    counts = report.orders
    console.print(
        f"[bold]{escape(report.zone)}[/bold] on {escape(report.chain)}: "
        f"{counts.total:,} orders, {counts.settled:,} settled, {counts.refunded:,} refunded, "
        f"{counts.refused:,} refused"
    )
    console.print(
        f"{report.orders_per_second:,.0f} orders per second, {report.transactions:,} transactions, "
        f"{report.compute_units:,} compute units, {report.network_fees:,} lamports of network fees"
    )
    console.print(_assets(report))
    console.print(_groups(report, "Service", report.services))
    if report.refusals:
        console.print(_refusals(report))
    if report.breaks:
        console.print(_breaks(report))
        for item in report.breaks:
            console.print(
                f"{escape(', '.join(item.items))}: {escape(report.cause(item))}", highlight=False
            )
        many = "break" if len(report.breaks) == 1 else "breaks"
        console.print(f"[bold red]{len(report.breaks)} {many}[/bold red]")
    else:
        console.print("[bold green]Everything agrees.[/bold green]")


def _assets(report: DayReport) -> Table:
    """Assets side by side, so that no amount is ever cut on a narrow terminal."""
    table = _table("Asset")
    for asset in report.assets:
        table.add_column(escape(asset.symbol), justify="right", no_wrap=True)
    for name, sums in (
        ("Paid", [asset.paid for asset in report.assets]),
        ("Refunds", [asset.refunds for asset in report.assets]),
        ("Fees", [asset.fees for asset in report.assets]),
        ("Taxes", [asset.taxes for asset in report.assets]),
        ("Vault", [asset.solvency.vault for asset in report.assets]),
        ("Liabilities", [asset.solvency.liabilities for asset in report.assets]),
        ("Accounts", [asset.solvency.accounts for asset in report.assets]),
    ):
        pairs = zip(sums, report.assets, strict=True)
        table.add_row(name, *(grouped(value, asset.decimals) for value, asset in pairs))
    verdicts = {True: "[green]yes[/green]", False: "[bold red]NO[/bold red]"}
    table.add_row("Solvent", *(verdicts[asset.solvency.solvent] for asset in report.assets))
    return table


def _groups(report: DayReport, title: str, groups: tuple[Group, ...]) -> Table:
    table = _table(title)
    table.add_column("Payments", justify="right")
    for asset in report.assets:
        table.add_column(escape(asset.symbol), justify="right", no_wrap=True)
    for group in groups:
        amounts = [grouped(amount, report.decimals(symbol)) for symbol, amount in group.amounts]
        table.add_row(escape(group.name), f"{group.orders:,}", *amounts)
    return table


def _refusals(report: DayReport) -> Table:
    table = _table("Refused order")
    table.add_column("Step")
    table.add_column("Reason")
    for refusal in sorted(report.refusals, key=lambda refusal: refusal.line):
        table.add_row(escape(refusal.order), escape(refusal.step), escape(refusal.reason))
    return table


def _breaks(report: DayReport) -> Table:
    table = _table("Break")
    table.add_column("Items", no_wrap=True)
    table.add_column("Amount", justify="right", no_wrap=True)
    table.add_column("Asset")
    for item in report.breaks:
        table.add_row(
            item.type.value.replace("-", " "),
            escape(", ".join(item.items)),
            grouped(item.amount, report.decimals(item.asset)),
            escape(item.asset),
        )
    return table


def _table(first: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, no_wrap=True)
    return table
