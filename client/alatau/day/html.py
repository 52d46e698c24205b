"""A day's report as one HTML page that needs nothing else: no script, font or picture."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from alatau.charts import Bar, bar_chart, column_chart
from alatau.day.report import DayReport, Group, grouped
from alatau.pages import cell, number, page, section, table, write_page


def render_html(report: DayReport) -> str:
    """The page."""
    title = f"{report.zone}: the day's report"
    body = (
        f"<h1>{escape(report.zone)}</h1>",
        f'<p class="soft">The day\'s settlement on {escape(report.chain)}</p>',
        _verdict(report),
        _figures(report),
        section("Assets", _assets(report)),
        section("Breaks", _breaks(report)) if report.breaks else "",
        section("Refused orders", _refusals(report)) if report.refusals else "",
        section("By service", _charts(report, report.services, columns=False)),
        section("By hour", _charts(report, _all_hours(report), columns=True)),
    )
    return page(title, body)


def write_html(report: DayReport, path: Path | str) -> None:
    """Writes the page.  Raises `StorageError` where it cannot be."""
    write_page(render_html(report), path)


def _verdict(report: DayReport) -> str:
    count = len(report.breaks)
    if not count:
        return '<p class="good">Everything agrees.</p>'
    return f'<p class="bad">{count} {"break" if count == 1 else "breaks"} to look at</p>'


def _figures(report: DayReport) -> str:
    counts = report.orders
    figures = (
        ("Orders", f"{counts.total:,}"),
        ("Settled", f"{counts.settled:,}"),
        ("Refunded", f"{counts.refunded:,}"),
        ("Refused", f"{counts.refused:,}"),
        ("Orders per second", f"{report.orders_per_second:,.0f}"),
        ("Transactions", f"{report.transactions:,}"),
        ("Compute units", f"{report.compute_units:,}"),
        ("Network fees, lamports", f"{report.network_fees:,}"),
    )
    items = (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    return f'<dl class="figures">{"".join(items)}</dl>'


def _assets(report: DayReport) -> str:
    sums_of = ("Paid", "Refunds", "Fees", "Taxes", "Vault", "Liabilities", "Accounts")
    header = ("Asset", *sums_of, "Solvent")
    rows = []
    for asset in report.assets:
        solvency = asset.solvency
        sums = (
            asset.paid,
            asset.refunds,
            asset.fees,
            asset.taxes,
            solvency.vault,
            solvency.liabilities,
            solvency.accounts,
        )
        word, css = ("yes", "good") if solvency.solvent else ("no", "bad")
        cells = [number(grouped(value, asset.decimals)) for value in sums]
        rows.append([cell(asset.symbol), *cells, f'<td class="{css}">{word}</td>'])
    return table(header, rows, numbers=range(1, 8))


def _breaks(report: DayReport) -> str:
    rows = [
        [
            cell(item.type.value.replace("-", " ")),
            cell(", ".join(item.items)),
            number(grouped(item.amount, report.decimals(item.asset))),
            cell(item.asset),
            cell(report.cause(item)),
        ]
        for item in report.breaks
    ]
    return table(("Type", "Items", "Amount", "Asset", "Cause"), rows, numbers=(2,))


def _refusals(report: DayReport) -> str:
    ordered = sorted(report.refusals, key=lambda refusal: refusal.line)
    rows = [[cell(item.order), cell(item.step), cell(item.reason)] for item in ordered]
    return table(("Order", "Step", "Reason"), rows)


def _charts(report: DayReport, groups: Sequence[Group], *, columns: bool) -> str:
    draw = column_chart if columns else bar_chart
    pictures = [("Payments", [Bar(g.name, g.orders, f"{g.orders:,}") for g in groups])]
    for asset in report.assets:
        sums = [(group.name, dict(group.amounts).get(asset.symbol, 0)) for group in groups]
        bars = [Bar(name, value, grouped(value, asset.decimals)) for name, value in sums]
        pictures.append((f"Amount, {asset.symbol}", bars))
    figures = (
        f"<figure><figcaption>{escape(title)}</figcaption>{draw(title, bars)}</figure>"
        for title, bars in pictures
    )
    return f'<div class="charts">{"".join(figures)}</div>'


def _all_hours(report: DayReport) -> list[Group]:
    """The hours from the first to the last, with the empty ones between: an axis has no gaps."""
    by_name = {group.name: group for group in report.hours}
    if not by_name:
        return []
    span = range(int(min(by_name)), int(max(by_name)) + 1)
    return [by_name.get(f"{hour:02}", Group(f"{hour:02}", 0, ())) for hour in span]
