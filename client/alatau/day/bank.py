"""`bank.csv`: the bank's statement of the money that backs the zone's national asset."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from alatau.day.config import AssetConfig, ZoneConfig
from alatau.day.tables import Row, read_rows
from alatau.statements import (
    Account,
    Balance,
    Detail,
    Entry,
    Kind,
    Statement,
    Status,
    booked_sum,
    decimals_of,
)

COLUMNS = (
    "time",
    "line",
    "type",
    "direction",
    "amount",
    "currency",
    "reference",
    "description",
)
_CODES: Final = {"payment": "", "fee": "PMNT/MDOP/CHRG"}
"""What a camt.053 calls the types of lines."""
_MAX_TEXT = 140


def load_bank(path: Path | str, config: ZoneConfig, until: int) -> tuple[Statement, ...]:
    """A CSV file as a statement for each currency that backs an asset, up to a day's end.

    It tells of all until the day on which the time `until` (unix seconds) or its last line is.
    Raises `InputError` with file, line and field, also for a repeated line id.
    """
    backed = {asset.bank_currency: asset for asset in config.assets if asset.bank_currency}
    entries: dict[str, list[Entry]] = defaultdict(list)
    seen: dict[str, int] = {}
    for row in read_rows(Path(path), COLUMNS):
        name = row.identifier("line")
        if name in seen:
            row.fail("line", f"{name!r} is there twice", remedy=f"first on line {seen[name]}")
        seen[name] = row.line
        currency = row.values["currency"]
        if currency not in backed:
            row.fail("currency", f"no asset of the zone is backed in {currency!r}")
        for field in ("reference", "description"):
            if len(row.values[field]) > _MAX_TEXT or not row.values[field].isprintable():
                row.fail(field, f"is not at most {_MAX_TEXT} printable characters")
        time = row.time("time")
        until = max(until, time)
        entries[currency].append(_entry(name, row, time, backed[currency], config))
    day = _moment(until, config).date()
    return tuple(_statement(currency, entries[currency], day) for currency in sorted(backed))


def _entry(name: str, row: Row, time: int, asset: AssetConfig, config: ZoneConfig) -> Entry:
    currency = row.values["currency"]
    amount = row.amount("amount", min(asset.decimals, decimals_of(currency)))
    more = decimals_of(currency) - asset.decimals
    amount *= 10 ** max(0, more)
    if row.choice("direction", ("in", "out")) == "out":
        amount = -amount
    moment = _moment(time, config)
    return Entry(
        id=name,
        status=Status.BOOKED,
        amount=amount,
        currency=currency,
        booked=moment.date(),
        booked_at=moment,
        servicer_reference=name,
        code=_CODES[row.choice("type", tuple(_CODES))],
        details=(
            Detail(
                amount=amount,
                currency=currency,
                end_to_end=row.values["reference"],
                remittance=tuple(filter(None, (row.values["description"],))),
            ),
        ),
        line=row.line,
    )


def _statement(currency: str, entries: list[Entry], day: date) -> Statement:
    total = booked_sum(entries)
    return Statement(
        id=str(day),
        kind=Kind.STATEMENT,
        account=Account(other="bank.csv", currency=currency),
        balances=(Balance("OPBD", 0, currency, day), Balance("CLBD", total, currency, day)),
        entries=tuple(entries),
        file="bank.csv",
    )


def _moment(time: int, config: ZoneConfig) -> datetime:
    return datetime.fromtimestamp(time, timezone(timedelta(seconds=config.utc_offset)))
