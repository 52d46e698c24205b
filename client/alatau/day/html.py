"""A day's report as one HTML page that needs nothing else: no script, font or picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from alatau.day.charts import Bar, bar_chart, column_chart
from alatau.day.report import DayReport, Group, grouped
from alatau.errors import StorageError

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5c6675; --page: #fbfbf9;
  --line: #d9dce1; --bar: #2a6f97; --good: #1e7d46; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #9aa4b2;
  --page: #14181e; --line: #333b46; --bar: #6fb1d6; --good: #66c98d; --bad: #ff8a80; } }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; color: var(--ink);
  background: var(--page); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
p { margin: .3rem 0; } .soft, th, .label { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; padding: 0; }
.figures div { min-width: 6rem; } .figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } th { font-weight: 500; font-size: .85rem; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .good, .bad { font-weight: 600; }
.charts { display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; } figure { margin: 0; }
figcaption { color: var(--soft); font-size: .85rem; margin-bottom: .3rem; }
svg { max-width: 100%; height: auto; } svg rect { fill: var(--bar); }
svg line { stroke: var(--line); } svg text { fill: var(--ink); font-size: 12px; }
svg .label { fill: var(--soft); font-size: 11px; }
@media print { :root { --ink: #000; --soft: #444; --page: #fff; --line: #bbb; --bar: #555;
  --good: #000; --bad: #000; } body { padding: 0; max-width: none; font-size: 11pt; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
""".strip()


def render_html(report: DayReport) -> str:
    """The page."""
    title = f"{report.zone}: the day's report"
    body = (
        f"<h1>{escape(report.zone)}</h1>",
        f'<p class="soft">The day\'s settlement on {escape(report.chain)}</p>',
        _verdict(report),
        _figures(report),
        _section("Assets", _assets(report)),
        _section("Breaks", _breaks(report)) if report.breaks else "",
        _section("Refused orders", _refusals(report)) if report.refusals else "",
        _section("By service", _charts(report, report.services, columns=False)),
        _section("By hour", _charts(report, _all_hours(report), columns=True)),
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def write_html(report: DayReport, path: Path | str) -> None:
    """Writes the page.  Raises `StorageError` where it cannot be."""
    try:
        Path(path).write_text(render_html(report), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"the report {path} cannot be written: {reason}") from error


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
        cells = [_number(grouped(value, asset.decimals)) for value in sums]
        rows.append([_cell(asset.symbol), *cells, f'<td class="{css}">{word}</td>'])
    return _table(header, rows, numbers=range(1, 8))


def _breaks(report: DayReport) -> str:
    rows = [
        [
            _cell(item.type.value.replace("-", " ")),
            _cell(", ".join(item.items)),
            _number(grouped(item.amount, report.decimals(item.asset))),
            _cell(item.asset),
            _cell(item.cause),
        ]
        for item in report.breaks
    ]
    return _table(("Type", "Items", "Amount", "Asset", "Cause"), rows, numbers=(2,))


def _refusals(report: DayReport) -> str:
    ordered = sorted(report.refusals, key=lambda refusal: refusal.line)
    rows = [[_cell(item.order), _cell(item.step), _cell(item.reason)] for item in ordered]
    return _table(("Order", "Step", "Reason"), rows)


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


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>\n{content}</section>"


def _table(
    header: Iterable[str], rows: Iterable[Iterable[str]], numbers: Iterable[int] = ()
) -> str:
    right = frozenset(numbers)
    head = "".join(
        f"<th{' class=n' if index in right else ''}>{escape(name)}</th>"
        for index, name in enumerate(header)
    )
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"


def _number(text: str) -> str:
    return f'<td class="n">{escape(text)}</td>'
