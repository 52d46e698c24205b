"""`bank.csv`: the bank's statement of the money that backs the zone's national asset."""

from __future__ import annotations

from pathlib import Path

from alatau.day.config import ZoneConfig
from alatau.day.tables import read_rows
from alatau.reconcile import BankLine, BankLineType

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
_MAX_TEXT = 140


def load_bank(path: Path | str, config: ZoneConfig) -> tuple[BankLine, ...]:
    """The lines of a CSV file, in its order; amounts in base units of the backed asset.

    `currency` is the bank's (KZT), which one asset names as its `bank_currency`.
    Raises `InputError` with file, line and field, also for a repeated line id.
    """
    backed = {asset.bank_currency: asset for asset in config.assets if asset.bank_currency}
    bank_lines: list[BankLine] = []
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
        amount = row.amount("amount", backed[currency].decimals)
        outgoing = row.choice("direction", ("in", "out")) == "out"
        bank_lines.append(
            BankLine(
                id=name,
                time=row.time("time"),
                type=BankLineType(row.choice("type", tuple(BankLineType))),
                asset=backed[currency].symbol,
                amount=-amount if outgoing else amount,
                reference=row.values["reference"],
                description=row.values["description"],
            )
        )
    return tuple(bank_lines)
