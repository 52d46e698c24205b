"""Reading a payroll's file, and showing how far it is paid."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX, parse_amount
from alatau.cli.csv_file import read_rows
from alatau.errors import InputError


def read_payroll(path: Path, decimals: int) -> list[tuple[Pubkey, int]]:
    """Wallets and base units of a CSV file with the heading ``wallet,amount``.

    Raises `InputError` that names every line that cannot be paid, with what is wrong.
    """
    rows = read_rows(
        path,
        lambda cells: (payee_of(cells["wallet"]), amount_of(cells["amount"], decimals)),
        needs=("wallet", "amount"),
    )
    if sum(amount for _, amount in rows) > U64_MAX:
        raise InputError("the sum is more than an account can hold", file=str(path))
    return rows


def payee_of(text: str) -> Pubkey:
    """The wallet that a cell names.  Raises `InputError`."""
    try:
        return Pubkey.from_string(text)
    except ValueError:
        raise InputError(f"{text!r} is no address") from None


def amount_of(text: str, decimals: int) -> int:
    """The base units of a cell, more than none.  Raises `InputError`."""
    value = parse_amount(text, decimals)
    if not value:
        raise InputError("the amount is zero")
    return value


@contextmanager
def progress(what: str, *, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Tells on stderr how many of how many are done, on a terminal alone."""
    visible = shown and sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if visible:
            sys.stderr.write(f"\r{what}: {done} of {of}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if visible:
            sys.stderr.write("\n")
