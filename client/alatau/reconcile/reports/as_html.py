"""A report as one HTML page, with charts."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from html import escape

from alatau.amounts import format_amount
from alatau.charts import Bar, bar_chart
from alatau.pages import cell, number, page, section, table
from alatau.reconcile.model import BreakType
from alatau.reconcile.reports.as_json import moment
from alatau.reconcile.reports.report import Report, age_text


def report_html(report: Report) -> str:
    """The page."""
    title = f"{report.zone}: reconciliation"
    compared = f", compared {moment(report.run['now'])}" if report.run else ", never compared"
    body = (
        f"<h1>{escape(report.zone)}</h1>",
        f'<p class="soft">Reconciliation at {moment(report.at)}{compared}</p>',
        _verdict(report),
        section("By type", _types(report)) if report.types else "",
        section("Charts", _charts(report)) if report.types else "",
        section("Breaks", _breaks(report)) if report.lines else "",
        section("Waiting for a second actor", _resolutions(report, waiting=True))
        if report.waiting
        else "",
        section("Resolved", _resolutions(report, waiting=False)) if report.resolved else "",
    )
    return page(title, body)


def grouped(amount: int, decimals: int) -> str:
    """An amount for people, its thousands apart."""
    whole, point, fraction = format_amount(abs(amount), decimals).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}{point}{fraction}"


def _verdict(report: Report) -> str:
    open_ = sum(line.case.active for line in report.lines)
    if not open_:
        return '<p class="good">Everything agrees.</p>'
    word = "break is" if open_ == 1 else "breaks are"
    late = f", {report.overdue} overdue" if report.overdue else ""
    return f'<p class="bad">{open_} {word} to be resolved{late}</p>'


def _money(report: Report, amount: int, asset: str) -> str:
    return grouped(amount, report.decimals.get(asset, 0))


def _types(report: Report) -> str:
    rows = [
        [
            cell(str(one.type)),
            cell(one.asset),
            number(f"{one.breaks:,}"),
            number(f"{one.overdue:,}"),
            number(_money(report, one.at_risk, one.asset)),
            cell(age_text(one.oldest)),
        ]
        for one in report.types
    ]
    head = ("Type", "Asset", "Breaks", "Overdue", "At risk", "Oldest")
    return table(head, rows, numbers=(2, 3, 4))


def _charts(report: Report) -> str:
    counts: dict[BreakType, int] = defaultdict(int)
    for one in report.types:
        counts[one.type] += one.breaks
    pictures = [
        ("Breaks by type", [Bar(str(kind), n, f"{n:,}") for kind, n in counts.items()]),
        ("Breaks by age", [Bar(name, n, f"{n:,}") for name, n in report.ages]),
    ]
    for asset in sorted({one.asset for one in report.types}):
        bars = [
            Bar(str(one.type), one.at_risk, _money(report, one.at_risk, asset))
            for one in report.types
            if one.asset == asset
        ]
        pictures.append((f"At risk, {asset}", bars))
    draw = partial(bar_chart, label=120)
    figures = (
        f"<figure><figcaption>{escape(name)}</figcaption>{draw(name, bars)}</figure>"
        for name, bars in pictures
    )
    return f'<div class="charts">{"".join(figures)}</div>'


def _breaks(report: Report) -> str:
    rows = []
    for line in report.lines:
        one = line.case.one
        css = "bad" if line.overdue else "soft"
        due = "never" if line.due is None else moment(line.due)
        rows.append(
            [
                cell(one.id),
                cell(str(one.type)),
                cell(str(line.case.state)),
                number(_money(report, one.amount, one.asset)),
                number(_money(report, one.at_risk, one.asset)),
                cell(one.asset),
                cell(age_text(line.age)),
                f'<td class="{css}">{escape(due)}</td>',
                cell(line.case.assigned),
                cell(report.cause(one)),
            ]
        )
    head = ("Break", "Type", "State", "Amount", "At risk", "Asset", "Age", "Due", "Assigned",
            "Likely cause")  # fmt: skip
    return table(head, rows, numbers=(3, 4))


def _resolutions(report: Report, *, waiting: bool) -> str:
    rows = [
        [
            cell(one.id),
            cell(str(one.action) + (f" (undone by {one.undone})" if one.undone else "")),
            cell(share.asset),
            number(_money(report, share.ours_sum, share.asset)),
            number(_money(report, share.theirs_sum, share.asset)),
            number(_money(report, share.difference, share.asset)),
            cell(one.actor),
            cell(one.approver),
            cell(one.reason),
            cell(moment(one.at)),
        ]
        for one in (report.waiting if waiting else report.resolved)
        for share in one.shares
    ]
    head = ("Resolution", "What", "Asset", "Ours", "Theirs", "Difference", "By", "Approved by",
            "Reason", "At")  # fmt: skip
    return table(head, rows, numbers=(3, 4, 5))
