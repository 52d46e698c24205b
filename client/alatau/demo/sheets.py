"""An instrument's life as tables of text, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alatau.day.report import grouped
from alatau.demo.story import DECIMALS
from alatau.demo.told import Distributed, Sold, Stage, Told


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heading, its rows, and which columns are of numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]


def sheets(told: Told) -> tuple[Sheet, ...]:
    """All tables, in the order in which things happened; empty ones are left out."""
    found = [
        *(_offering(one) for one in told.offerings),
        _exchanges(told),
        *(_distribution(one) for one in told.distributions),
        _redeemed(told),
        _register(told.stages),
        _purses(told),
    ]
    return tuple(sheet for sheet in found if sheet.rows)


def money(amount: int) -> str:
    """Tenge, thousands apart."""
    return grouped(amount, DECIMALS)


def _offering(one: Sold) -> Sheet:
    asked = {each.investor: each for each in one.offered.subscriptions}
    got = dict(one.allotted)
    rows = [
        (
            name,
            f"{each.units:,}",
            "withdrawn" if each.withdrawn else f"{got.get(name, 0):,}",
            money(got.get(name, 0) * one.offered.price),
        )
        for name, each in asked.items()
    ]
    rows.append(("", f"{one.confirmed:,}", f"{one.sold:,}", money(one.raised)))
    verdict = "sold" if one.succeeded else f"fewer than {one.offered.minimum:,}: all money is back"
    title = f"{one.offered.name}, {money(one.offered.price)} a unit: {verdict}"
    return _sheet(title, ("Investor", "Asked", "Got", "Paid"), rows)


def _exchanges(told: Told) -> Sheet:
    rows = [
        (
            one.seller,
            one.buyer,
            "standing offer" if one.offered else "trade",
            f"{one.quantity:,}",
            money(one.price),
            money(one.fee),
            money(one.tax),
        )
        for one in told.exchanges
    ]
    header = ("Seller", "Buyer", "By", "Units", "Price", "Fee", "Tax")
    return _sheet("Units against money", header, rows, texts=3)


def _distribution(one: Distributed) -> Sheet:
    rows = [
        (each.name, f"{each.units:,}", money(each.gross), money(each.tax),
         money(each.gross - each.tax))
        for each in one.shares
    ]  # fmt: skip
    rows.append(("nobody's yet", "", money(one.left), "", ""))
    header = ("Holder", "Units", "Share", "Withheld", "Paid")
    return _sheet(f"{one.note}: {money(one.amount)}", header, rows)


def _redeemed(told: Told) -> Sheet:
    rows = [(one.name, f"{one.units:,}", money(one.gross)) for one in told.redeemed]
    title = f"Redeemed at {money(told.story.redemption)} a unit"
    return _sheet(title, ("Holder", "Units", "Paid"), rows)


def _register(stages: Iterable[Stage]) -> Sheet:
    rows = [
        (
            stage.title,
            f"{stage.slot:,}",
            ", ".join(f"{name} {units:,}" for name, units in stage.holders) or "nobody",
            f"{stage.issued:,}",
            "yes" if stage.proven else "NO",
        )
        for stage in stages
    ]
    header = ("After", "Slot", "Holders", "Supply", "Proven")
    return Sheet("The register, from the chain alone", header, tuple(rows), frozenset({1, 3}))


def _purses(told: Told) -> Sheet:
    rows = [(one.name, money(one.before), money(one.after), money(one.gain)) for one in told.purses]
    return _sheet("Money", ("Investor", "At the beginning", "At the end", "Gain"), rows)


def _sheet(
    title: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]], texts: int = 1
) -> Sheet:
    return Sheet(title, header, tuple(rows), frozenset(range(texts, len(header))))


def lines(told: Told) -> Iterator[str]:
    """What all of it comes to, in sentences."""
    yield (
        f"{told.transactions:,} transactions, {told.compute_units:,} compute units; every stage"
        f" {'adds up' if told.sound else 'does NOT add up'}."
    )
    yield from told.broken
