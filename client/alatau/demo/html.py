"""An instrument's life as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from alatau.charts import Bar, bar_chart, column_chart
from alatau.demo.sheets import Sheet, lines, money, sheets
from alatau.demo.told import Told
from alatau.pages import cell, number, page, section, table, write_page

_LABEL = 190


def render_html(told: Told) -> str:
    """The page."""
    terms = told.story.terms
    verdict = "good" if told.sound else "bad"
    what = f"{terms.symbol}, {terms.isin}, by {terms.issuer} in {told.story.zone}"
    body = [
        f"<h1>{escape(terms.name)}</h1>",
        f'<p class="soft">{escape(what)}</p>',
        *(f'<p class="{verdict}">{escape(line)}</p>' for line in lines(told)),
        section("In pictures", f'<div class="charts">{"".join(_pictures(told))}</div>'),
        *(section(sheet.title, _table(sheet)) for sheet in sheets(told)),
    ]
    return page(f"{terms.name}: its life", body)


def write_html(told: Told, path: Path | str) -> None:
    """Writes the page.  Raises `StorageError` where it cannot be."""
    write_page(render_html(told), path)


def _pictures(told: Told) -> Iterator[str]:
    """Who held it when most was held; what was paid out; what everybody gained."""
    fullest = max(told.stages, key=lambda stage: stage.issued)
    yield _bars(
        f"Holders: {fullest.title}",
        [Bar(name, units, f"{units:,}") for name, units in fullest.holders],
    )
    paid: dict[str, int] = {}
    for one in told.distributions:
        for share in one.shares:
            paid[share.name] = paid.get(share.name, 0) + share.gross - share.tax
    yield _bars("Paid out of rents", [Bar(name, sum_, money(sum_)) for name, sum_ in paid.items()])
    yield _bars("Gain", [Bar(one.name, max(one.gain, 0), money(one.gain)) for one in told.purses])
    supply = [
        Bar(str(place), stage.issued, f"{stage.issued:,}")
        for place, stage in enumerate(told.stages, 1)
    ]
    caption = "Supply after each stage of the register"
    yield f"<figure><figcaption>{caption}</figcaption>{column_chart(caption, supply)}</figure>"


def _bars(title: str, bars: list[Bar]) -> str:
    if not bars:
        return ""
    drawn = bar_chart(title, bars, label=_LABEL)
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawn}</figure>"


def _table(sheet: Sheet) -> str:
    rows = [
        [number(text) if place in sheet.numbers else cell(text) for place, text in enumerate(row)]
        for row in sheet.rows
    ]
    return table(sheet.header, rows, numbers=sheet.numbers)
