"""`bank.xml`: the bank's camt.053 statement instead of `bank.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Final

from alatau.day.config import AssetConfig, ZoneConfig
from alatau.errors import InputError
from alatau.reconcile import BankLine, BankLineType
from alatau.statements import Detail, Entry, Kind, Status, decimals_of, read_statements

_FEES: Final = frozenset({"CHRG", "COMM", "FEES"})
"""Sub-families of the bank transaction code that are charges, commissions and fees."""
_NOTHING: Final = Detail()
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def load_bank_statement(path: Path, config: ZoneConfig) -> tuple[BankLine, ...]:
    """What was booked, in the file's order: a line for each payment, and one for what it cost.

    A line is called by the bank's reference, else by the number in the statement; its
    reference is the payment's EndToEndId.  A day without a time is its midnight by the zone's
    clock.  Raises `InputError` with file, line and field.
    """
    backed = {asset.bank_currency: asset for asset in config.assets if asset.bank_currency}
    found: list[BankLine] = []
    names: set[str] = set()
    for statement in read_statements(path).accepted():
        if statement.kind is not Kind.STATEMENT:
            raise InputError(
                f"is a {statement.kind}", file=path.name, remedy="a camt.053 statement is wanted"
            )
        for entry in statement.entries:
            if entry.status is not Status.BOOKED:
                continue
            if entry.currency not in backed:
                said = f"no asset of the zone is backed in {entry.currency!r}"
                raise InputError(said, file=path.name, line=entry.line, field="Amt/Ccy")
            name = entry.servicer_reference or entry.reference or entry.id
            name = entry.id if name in names else name
            names.add(name)
            asset = backed[entry.currency]
            found += _lines(entry, name, asset, _seconds(entry, config, path), path)
    return tuple(found)


def _lines(
    entry: Entry, name: str, asset: AssetConfig, seconds: int, path: Path
) -> Iterator[BankLine]:
    told = [one.amount for one in entry.details if one.currency == entry.currency]
    payments: list[tuple[Detail, int]] = [(_NOTHING, entry.amount)]
    if len(entry.details) == 1:
        (detail,) = entry.details
        same = detail.amount is not None and detail.currency == entry.currency
        payments = [(detail, detail.amount if same and detail.amount else entry.amount)]
    elif entry.details and len(told) == len(entry.details) and None not in told:
        payments = [(one, one.amount or 0) for one in entry.details]
    for number, (detail, amount) in enumerate(payments, 1):
        code = (detail.code or entry.code).rpartition("/")[2]
        lines = (*detail.remittance, detail.information, entry.information)
        yield BankLine(
            id=name if len(payments) == 1 else f"{name}/{number}",
            time=seconds,
            type=BankLineType.FEE if code in _FEES else BankLineType.PAYMENT,
            asset=asset.symbol,
            amount=_units(amount, entry, asset, path),
            reference=detail.reference,
            description=next(filter(None, lines), ""),
        )
    # What the entry is less than its payments, the bank has kept.
    cost = entry.amount - sum(amount for _, amount in payments)
    if cost:
        units = _units(cost, entry, asset, path)
        fee = BankLineType.FEE
        yield BankLine(f"{name}/charges", seconds, fee, asset.symbol, units, "", "")


def _units(amount: int, entry: Entry, asset: AssetConfig, path: Path) -> int:
    """Base units of the asset; the bank's currency may have fewer decimals, or more."""
    whole: int = 10 ** decimals_of(entry.currency)
    factor: int = 10**asset.decimals
    units, rest = divmod(amount * factor, whole)
    if rest:
        said = f"{asset.symbol} has {asset.decimals} decimals, and the amount more"
        raise InputError(said, file=path.name, line=entry.line, field="Amt")
    return units


def _seconds(entry: Entry, config: ZoneConfig, path: Path) -> int:
    zone = timezone(timedelta(seconds=config.utc_offset))
    moment = entry.booked_at
    if moment is None:
        if entry.booked is None:
            raise InputError("is missing", file=path.name, line=entry.line, field="BookgDt")
        moment = datetime.combine(entry.booked, time(), zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return (moment - _EPOCH) // timedelta(seconds=1)
