"""What the commands of ``alatau ledger`` have in common: which ledger, as of when, amounts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.options import HOME_VARIABLE, Settings
from alatau.errors import InputError

if TYPE_CHECKING:
    from alatau.ledger import Ledger, Point, Purpose

LEDGER_VARIABLE = "ALATAU_LEDGER"
LOCAL = ("home", "zone", "json")

Where = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        envvar=LEDGER_VARIABLE,
        help="A file, or postgresql://….  [default: the one in --home, of --zone]",
    ),
]
At = Annotated[
    list[str] | None,
    typer.Option(
        metavar="POINT",
        help="As of 2031-12-31 (its end, in UTC), 2031-12-31T18:00:00+05:00, slot:N, or entry:N "
        "(what was known then).  May be repeated: all hold.",
    ),
]
Final = Annotated[bool, typer.Option("--final", help="Without what is provisional.")]
Decimals = Annotated[
    list[str] | None,
    typer.Option(metavar="ASSET=N", help="Print amounts of an asset with so many decimals."),
]
Account = Annotated[
    str,
    typer.Argument(
        metavar="PARTICIPANT/ASSET/PURPOSE", help="dana/KZTE/available, or /KZTE/vault: the zone's."
    ),
]


@asynccontextmanager
async def opened(settings: Settings, given: str | None) -> AsyncIterator[Ledger]:
    """The ledger that is meant.  Raises `InputError`, `LedgerError`."""
    from alatau.ledger import Ledger

    async with await Ledger.existing(given or _file(settings)) as opened:
        yield opened


def _file(settings: Settings) -> Path:
    """The ledger in --home.  Raises `InputError` that lists those there are."""
    from alatau.file_names import file_pattern

    found = sorted(settings.home.glob(file_pattern("ledger", settings.zone)))
    if len(found) == 1:
        return found[0]
    of = "" if settings.zone is None else f" of the zone {settings.zone!r}"
    if found:
        raise InputError(
            f"there are {len(found)} ledgers{of} in {settings.home}",
            field="--ledger",
            remedy=f"give one of {', '.join(map(str, found))}, or --zone NAME",
        )
    raise InputError(
        f"there is no ledger{of} in {settings.home}",
        field="--ledger",
        remedy=f"give --ledger or set {LEDGER_VARIABLE}; or --home, {HOME_VARIABLE}",
    )


def point(given: list[str] | None) -> Point:
    """The point of --at.  Raises `InputError`."""
    from alatau.cli.parse import parse_moment
    from alatau.ledger import Point

    values: dict[str, int] = {}
    for text in given or ():
        kind, _, number = text.partition(":")
        if kind in {"slot", "entry"}:
            if not (number.isascii() and number.isdigit() and len(number) < 19):
                raise InputError(f"{number!r} is no number", field="--at")
            values[{"slot": "slot", "entry": "sequence"}[kind]] = int(number)
        else:
            # A date ends at the midnight after it, which is not of it any more.
            values["time"] = parse_moment(text, 0, "--at") - (len(text) == len("2031-12-31"))
    return Point(**values)


def purpose_of(text: str) -> Purpose:
    """The purpose of --purpose.  Raises `InputError`."""
    from alatau.ledger import Purpose

    try:
        return Purpose(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no purpose", field="--purpose", remedy=f"{', '.join(Purpose)} are"
        ) from error


def digits(given: list[str] | None) -> dict[str, int]:
    """Decimals by asset.  Raises `InputError`."""
    places = {}
    for text in given or ():
        asset, _, number = text.rpartition("=")
        if not asset or not (number.isascii() and number.isdigit() and len(number) < 3):
            raise InputError(f"{text!r} is not ASSET=N", field="--decimals", remedy="as KZTE=2")
        places[asset] = int(number)
    return places


def money(amount: int, asset: str, places: dict[str, int]) -> str:
    """An amount with its asset's decimals, as far as they are given."""
    from alatau.amounts import format_amount

    return format_amount(amount, places.get(asset, 0))


def sides(amount: int, asset: str, places: dict[str, int]) -> dict[str, str | None]:
    """An amount in the column that it belongs to."""
    text = money(abs(amount), asset, places)
    return {"debit": text if amount > 0 else None, "credit": text if amount < 0 else None}


def balance(amount: int, asset: str, places: dict[str, int]) -> str:
    """A balance, and on which side it is."""
    side = " debit" if amount > 0 else " credit" if amount < 0 else ""
    return f"{money(abs(amount), asset, places)}{side}"
