"""The provider's books of deposits and withdrawals, as a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from alatau.amounts import parse_amount
from alatau.cli.csv_file import read_rows
from alatau.cli.parse import parse_moment
from alatau.errors import InputError
from alatau.reconcile.sources.facts import BankAsset, Expected

NEEDS = ("key", "time", "currency", "amount")
MAY_HAVE = ("reference", "party")


def read_books(path: Path, backs: Sequence[BankAsset]) -> tuple[Expected, ...]:
    """What the provider booked: an amount below zero is a withdrawal.

    `key` is the idempotency key that it was sent with, `reference` the bank's, `party` an IBAN
    or a name; `currency` is one that `backs` an asset.  Raises `InputError` that names every
    wrong line, and a key that is there twice.
    """
    assets = {one.currency: one for one in backs}
    keys: set[str] = set()

    def parse(cells: Mapping[str, str]) -> Expected:
        return _expected(cells, assets, keys)

    return tuple(
        read_rows(
            path,
            parse,
            needs=NEEDS,
            may_have=MAY_HAVE,
            empty="it books nothing",
            remedy="mend these lines and run it again: nothing was compared",
        )
    )


def _expected(
    cells: Mapping[str, str], assets: Mapping[str, BankAsset], keys: set[str]
) -> Expected:
    key = cells["key"]
    if not key or key in keys:
        raise InputError(f"the key {key!r} is there twice" if key else "there is no key")
    keys.add(key)
    if cells["currency"] not in assets:
        known = ", ".join(sorted(assets)) or "none"
        raise InputError(
            f"{cells['currency']!r} backs nothing: by the policy these currencies do: {known}"
        )
    backed = assets[cells["currency"]]
    text = cells["amount"]
    amount = parse_amount(text.removeprefix("-"), backed.decimals)
    if not amount:
        raise InputError("the amount is nothing")
    return Expected(
        key=key,
        asset=backed.asset,
        amount=-amount if text.startswith("-") else amount,
        time=parse_moment(cells["time"], 0, "time"),
        bank_reference=cells.get("reference", ""),
        party=cells.get("party", ""),
    )
