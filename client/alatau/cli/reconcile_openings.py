"""What the bank's accounts held when the books begin, as a CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alatau.amounts import parse_amount
from alatau.cli.csv_file import read_rows
from alatau.errors import InputError
from alatau.reconcile.sources.facts import Opening
from alatau.statements import decimals_of

NEEDS = ("account", "currency", "amount")


def read_openings(path: Path) -> tuple[Opening, ...]:
    """A balance for each account (its IBAN or other id) and currency; below zero: overdrawn.

    Raises `InputError` that names every wrong line, and an account that is there twice.
    """
    seen: set[tuple[str, str]] = set()

    def parse(cells: Mapping[str, str]) -> Opening:
        return _opening(cells, seen)

    return tuple(
        read_rows(
            path,
            parse,
            needs=NEEDS,
            empty="it has no account",
            remedy="mend these lines and run it again: nothing was compared",
        )
    )


def _opening(cells: Mapping[str, str], seen: set[tuple[str, str]]) -> Opening:
    account, currency = cells["account"].replace(" ", ""), cells["currency"]
    if not account:
        raise InputError("there is no account")
    if (account, currency) in seen:
        raise InputError(f"the account {account} in {currency} is there twice")
    seen.add((account, currency))
    text = cells["amount"]
    amount = parse_amount(text.removeprefix("-"), decimals_of(currency))
    return Opening(account, currency, -amount if text.startswith("-") else amount)
