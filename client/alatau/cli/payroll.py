"""Reading a payroll's file, and showing how far it is paid."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX, parse_amount
from alatau.errors import InputError

HEADING = ["wallet", "amount"]
_SHOWN = 10  # wrong lines that one message names


def read_payroll(path: Path, decimals: int) -> list[tuple[Pubkey, int]]:
    """Wallets and base units of a CSV file with the heading ``wallet,amount``.

    Raises `InputError` that names every line that cannot be paid, with what is wrong.
    """
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot read it: {error.strerror}", file=str(path), field="--file"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("it is not text in UTF-8", file=str(path), field="--file") from error
    lines = csv.reader(text.splitlines())
    heading = [cell.strip() for cell in next(lines, [])]
    if heading != HEADING:
        raise InputError(
            f"the heading is {','.join(heading)!r}",
            file=str(path),
            line=1,
            remedy="the first line is: wallet,amount",
        )
    rows: list[tuple[Pubkey, int]] = []
    wrong: list[tuple[int, str]] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            rows.append(_row(cells, decimals))
        except InputError as error:
            wrong.append((lines.line_num, error.message))
    if wrong:
        _refuse(path, wrong)
    if not rows:
        raise InputError("it pays nobody", file=str(path), line=1)
    if sum(amount for _, amount in rows) > U64_MAX:
        raise InputError("the sum is more than an account can hold", file=str(path))
    return rows


def _row(cells: list[str], decimals: int) -> tuple[Pubkey, int]:
    if len(cells) != len(HEADING):
        raise InputError(f"it has {len(cells)} fields where 2 are needed")
    wallet, amount = (cell.strip() for cell in cells)
    try:
        payee = Pubkey.from_string(wallet)
    except ValueError:
        raise InputError(f"{wallet!r} is no address") from None
    value = parse_amount(amount, decimals)
    if not value:
        raise InputError("the amount is zero")
    return payee, value


def _refuse(path: Path, wrong: list[tuple[int, str]]) -> None:
    shown = "; ".join(f"line {line}: {message}" for line, message in wrong[:_SHOWN])
    more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    raise InputError(
        f"{shown}{more}",
        file=str(path),
        line=wrong[0][0],
        remedy="mend these lines and run it again: nothing of the file was paid",
    )


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
