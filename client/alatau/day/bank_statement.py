"""`bank.xml`: the bank's camt.053 statement instead of `bank.csv`."""

from __future__ import annotations

from pathlib import Path

from alatau.day.config import ZoneConfig
from alatau.errors import InputError
from alatau.statements import Kind, Statement, read_statements


def load_bank_statement(path: Path, config: ZoneConfig) -> tuple[Statement, ...]:
    """The statements of a file, of currencies that back an asset.

    Raises `InputError` with file, line and field.
    """
    backed = {asset.bank_currency for asset in config.assets if asset.bank_currency}
    found = tuple(read_statements(path).accepted())
    for statement in found:
        if statement.kind is not Kind.STATEMENT:
            raise InputError(
                f"is a {statement.kind}", file=path.name, remedy="a camt.053 statement is wanted"
            )
        for entry in statement.entries:
            if entry.currency not in backed:
                said = f"no asset of the zone is backed in {entry.currency!r}"
                raise InputError(said, file=path.name, line=entry.line, field="Amt/Ccy")
    return found
