"""An instrument's life as a TOML file tells it: terms, investors, offerings, events, redemption."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from alatau.day.toml import Table, read_toml
from alatau.program.enums import InstrumentKind

FILE: Final = "towers.toml"
DECIMALS: Final = 2
"""Of the asset that all is paid in."""
_MOST: Final = 10**12
_DAYS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Terms:
    """An instrument's terms; `face_value` in base units, `term_days` until its maturity."""

    name: str
    symbol: str
    isin: str
    uri: str
    kind: InstrumentKind
    issuer: str
    face_value: int
    authorised: int
    max_per_holder: int
    holder_cap: int
    countries: tuple[str, ...]
    term_days: int


@dataclass(frozen=True, slots=True)
class Investor:
    """Who begins with how much money, base units."""

    name: str
    money: int
    tax_category: int


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Who asks for how many units, and whether it takes that back."""

    investor: str
    units: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """An offering to subscribers; `price` of a unit in base units, spans in days."""

    name: str
    price: int
    quantity: int
    minimum: int
    least: int
    most: int
    pro_rata: bool
    open_days: int
    cooling_off_days: int
    subscriptions: tuple[Subscribed, ...]


@dataclass(frozen=True, slots=True)
class Rent:
    """The issuer pays a sum in for all holders."""

    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class Traded:
    """Units against money between two who agree; `price` of a unit in base units."""

    seller: str
    buyer: str
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Units offered to anyone at a price, and who takes how many."""

    seller: str
    quantity: int
    price: int
    takers: tuple[Subscribed, ...]


Event: TypeAlias = Rent | Traded | Standing


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, in its order; `redemption` is the price of a unit at the end."""

    zone: str
    terms: Terms
    investors: tuple[Investor, ...]
    offerings: tuple[Offered, ...]
    events: tuple[Event, ...]
    redemption: int


def load_story(folder: Path) -> Story:
    """Read a folder's `towers.toml`.  Raises `InputError` that names its line and field."""
    root = read_toml(folder / FILE)
    root.allow(("zone", "instrument", "investors", "offerings", "redemption"), ("events",))
    zone, redemption = root.table("zone"), root.table("redemption")
    zone.allow(("name",))
    redemption.allow(("price",))
    investors = tuple(_investor(one) for one in root.tables("investors"))
    names = {one.name for one in investors}
    return Story(
        zone.text("name"),
        _terms(root.table("instrument")),
        investors,
        tuple(_offered(one, names) for one in root.tables("offerings")),
        tuple(_event(one, names) for one in root.tables("events")),
        redemption.amount("price", DECIMALS),
    )


def _terms(one: Table) -> Terms:
    one.allow(("name", "symbol", "isin", "uri", "kind", "issuer", "face_value", "authorised",
               "max_per_holder", "holder_cap", "term_days"), ("countries",))  # fmt: skip
    kind = one.text("kind")
    if kind.upper() not in InstrumentKind.__members__:
        known = ", ".join(each.lower() for each in InstrumentKind.__members__)
        one.fail("kind", f"{kind!r} is no kind of instrument", remedy=f"known are {known}")
    return Terms(
        one.text("name"),
        one.text("symbol"),
        one.text("isin"),
        one.text("uri"),
        InstrumentKind[kind.upper()],
        one.text("issuer"),
        one.amount("face_value", DECIMALS),
        one.integer("authorised", 1, _MOST),
        one.integer("max_per_holder", 1, _MOST),
        one.integer("holder_cap", 1, _MOST),
        one.texts("countries") if one.has("countries") else (),
        one.integer("term_days", 1, _DAYS),
    )


def _investor(one: Table) -> Investor:
    one.allow(("name", "tenge"), ("tax_category",))
    category = one.integer("tax_category", 0, 3) if one.has("tax_category") else 0
    return Investor(one.text("name"), one.amount("tenge", DECIMALS), category)


def _offered(one: Table, names: set[str]) -> Offered:
    one.allow(("name", "price", "quantity", "minimum", "least", "most", "allotment", "open_days",
               "cooling_off_days", "subscriptions"))  # fmt: skip
    allotment = one.text("allotment")
    if allotment not in {"first_come", "pro_rata"}:
        one.fail("allotment", "must be first_come or pro_rata")
    return Offered(
        one.text("name"),
        one.amount("price", DECIMALS),
        one.integer("quantity", 1, _MOST),
        one.integer("minimum", 0, _MOST),
        one.integer("least", 1, _MOST),
        one.integer("most", 1, _MOST),
        allotment == "pro_rata",
        one.integer("open_days", 1, _DAYS),
        one.integer("cooling_off_days", 0, _DAYS),
        tuple(_subscribed(each, names) for each in one.tables("subscriptions")),
    )


def _subscribed(one: Table, names: set[str]) -> Subscribed:
    one.allow(("investor", "units"), ("withdrawn",))
    withdrawn = one.has("withdrawn") and one.raw("withdrawn")
    if not isinstance(withdrawn, bool):
        one.fail("withdrawn", "must be true or false")
    return Subscribed(_named(one, "investor", names), one.integer("units", 1, _MOST), withdrawn)


def _event(one: Table, names: set[str]) -> Event:
    if one.has("rent"):
        one.allow(("rent", "note"))
        return Rent(one.amount("rent", DECIMALS), one.text("note"))
    if one.has("offer"):
        one.allow(("offer", "quantity", "price", "takers"))
        return Standing(
            _named(one, "offer", names),
            one.integer("quantity", 1, _MOST),
            one.amount("price", DECIMALS),
            tuple(_subscribed(each, names) for each in one.tables("takers")),
        )
    one.allow(("seller", "buyer", "quantity", "price"))
    return Traded(
        _named(one, "seller", names),
        _named(one, "buyer", names),
        one.integer("quantity", 1, _MOST),
        one.amount("price", DECIMALS),
    )


def _named(one: Table, key: str, names: set[str]) -> str:
    name = one.text(key)
    if name not in names:
        one.fail(key, f"{name} is none of the investors")
    return name
