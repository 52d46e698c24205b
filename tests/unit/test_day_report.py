"""The report: JSON, text and HTML."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from alatau.day.html import render_html, write_html
from alatau.day.report import AssetReport, DayReport, Group, OrderCounts, Refusal, Solvency, grouped
from alatau.day.summary import render_text
from alatau.errors import StorageError
from alatau.reconcile import Break, BreakType, Source

EVIL = '[bold]<script>alert("1")</script>&amp;'
REPORT = DayReport(
    zone="Сынақ <аймағы> [red]",
    chain="embedded",
    orders=OrderCounts(settled=1, refunded=1, refused=2),
    refusals=(Refusal("A-9", "pay", EVIL, 9), Refusal("A-1", "refund", "RefundExceedsPayment", 2)),
    breaks=(
        Break(
            "0123456789abcdef",
            BreakType.AMOUNT,
            (Source.CHAIN, Source.STATEMENT),
            "KZTE",
            -1,
            1,
            1_790_000_000,
            (EVIL, "B-0001"),
            EVIL,
        ),
    ),
    assets=(
        AssetReport("KZTE", 2, Solvency(10, 10, 10), 1_234_567_89, 5, 1, 0),
        AssetReport("USDZ", 6, Solvency(9, 10, 10), 1, 0, 0, 0),
    ),
    services=(Group("shops", 3, (("KZTE", 1_234_567_89), ("USDZ", 1))),),
    hours=(Group("08", 2, (("KZTE", 5), ("USDZ", 0))), Group("11", 1, (("KZTE", 1), ("USDZ", 1)))),
    orders_per_second=812.345,
    compute_units=123_456,
    transactions=7,
    network_fees=35_000,
)


def test_to_json_of_a_report_has_amounts_as_decimal_strings() -> None:
    assert REPORT.to_json() == {
        "zone": "Сынақ <аймағы> [red]",
        "chain": "embedded",
        "orders": {"total": 4, "settled": 1, "refunded": 1, "refused": 2},
        "refusals": [
            {"order": "A-1", "step": "refund", "reason": "RefundExceedsPayment"},
            {"order": "A-9", "step": "pay", "reason": EVIL},
        ],
        "breaks": [
            {
                "type": "amount",
                "between": ["chain", "statement"],
                "items": [EVIL, "B-0001"],
                "asset": "KZTE",
                "amount": "-0.01",
                "at_risk": "0.01",
                "cause": EVIL,
            }
        ],
        "assets": {
            "KZTE": {
                "vault": "0.10",
                "liabilities": "0.10",
                "accounts": "0.10",
                "solvent": True,
                "paid": "1234567.89",
                "refunds": "0.05",
                "fees": "0.01",
                "taxes": "0.00",
            },
            "USDZ": {
                "vault": "0.000009",
                "liabilities": "0.000010",
                "accounts": "0.000010",
                "solvent": False,
                "paid": "0.000001",
                "refunds": "0.000000",
                "fees": "0.000000",
                "taxes": "0.000000",
            },
        },
        "services": {"shops": {"orders": 3, "amounts": {"KZTE": "1234567.89", "USDZ": "0.000001"}}},
        "hours": {
            "08": {"orders": 2, "amounts": {"KZTE": "0.05", "USDZ": "0.000000"}},
            "11": {"orders": 1, "amounts": {"KZTE": "0.01", "USDZ": "0.000001"}},
        },
        "orders_per_second": 812.3,
        "compute_units": 123_456,
        "transactions": 7,
        "network_fees_lamports": 35_000,
    }


def test_dumps_of_a_run_with_another_speed_differs_in_that_line_alone() -> None:
    one, other = REPORT.dumps(), replace(REPORT, orders_per_second=5.0).dumps()
    assert [line for line in one.splitlines() if line not in other.splitlines()] == [
        '  "orders_per_second": 812.3,'
    ]


def test_exit_code_of_a_report_is_three_exactly_with_breaks() -> None:
    assert REPORT.exit_code == 3
    assert replace(REPORT, breaks=()).exit_code == 0


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1_234_567_89, 2, "1,234,567.89"), (-1, 2, "-0.01"), (0, 0, "0"), (-1234, 0, "-1,234")],
)
def test_grouped_of_an_amount_sets_thousands_apart(value: int, decimals: int, text: str) -> None:
    assert grouped(value, decimals) == text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_render_text_on_any_width_cuts_no_amount_and_obeys_no_markup(width: int) -> None:
    file = io.StringIO()
    render_text(REPORT, Console(file=file, width=width, color_system=None))
    text = file.getvalue()
    assert "1,234,567.89" in text
    assert "Сынақ <аймағы> [red]" in text
    assert "[bold]<script>" in text.replace("\n", "")
    assert "NO" in text
    assert "1 break" in text


def test_render_text_without_breaks_says_that_everything_agrees() -> None:
    file = io.StringIO()
    render_text(replace(REPORT, breaks=(), refusals=()), Console(file=file, width=80))
    assert "Everything agrees." in file.getvalue()
    assert "Refused order" not in file.getvalue()


class _Page(HTMLParser):
    """Collects what a browser would load, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "href", "srcset", "data")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_render_html_of_a_report_loads_nothing_and_escapes_everything() -> None:
    html = render_html(REPORT)
    page = _Page()
    page.feed(html)
    assert page.loads == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert "http" not in html
    assert EVIL in page.text
    assert "1,234,567.89" in page.text


def test_render_html_charts_are_well_formed_and_have_no_gap_in_the_hours() -> None:
    html = render_html(REPORT)
    pictures = [part.split("</svg>")[0] + "</svg>" for part in html.split("<svg")[1:]]
    charts = [ET.fromstring("<svg" + part) for part in pictures]  # noqa: S314 - our own text
    assert len(charts) == 6
    hours = [node.text for node in charts[3].iter("text") if node.get("class") == "label"]
    assert hours == ["08", "09", "10", "11"]
    for chart in charts:
        width = int(chart.get("width", "0"))
        for bar in chart.iter("rect"):
            assert (
                0
                <= int(bar.get("x", "-1"))
                <= int(bar.get("x", "-1")) + int(bar.get("width", "-1"))
                <= width
            )


def test_render_html_of_an_empty_day_is_a_page() -> None:
    empty = replace(REPORT, orders=OrderCounts(0, 0, 0), services=(), hours=(), breaks=())
    assert "Everything agrees." in render_html(empty)


def test_write_html_into_no_folder_raises_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        write_html(REPORT, tmp_path / "none" / "report.html")
    write_html(REPORT, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == render_html(REPORT)
