"""Transactions for the tests of the ledger, and a plain model of what it says of them."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.postgres import Cluster, execute

from alatau.ledger import (
    Ledger,
    LedgerAccount,
    LedgerTransaction,
    Posting,
    Status,
)

GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ZONE = "Алатау"
START = 1_800_000_000
GUARDED = (
    "facts", "accounts", "entries", "postings", "heads", "cursors", "decisions", "decision_heads",
)  # fmt: skip

account = LedgerAccount.parse
VAULT, BANK = account("/KZTE/vault"), account("/KZTE/bank")
DANA, CAFE = account("dana/KZTE/available"), account("café Ару/KZTE/available")
FEE, TAX = account("café Ару/KZTE/fee"), account("café Ару/KZTE/tax")


def moved(
    id_: str,
    amount: int = 100,
    *,
    debit: LedgerAccount = DANA,
    credit: LedgerAccount = CAFE,
    at: int = 0,
    status: Status = Status.FINAL,
    **more: Any,
) -> LedgerTransaction:
    """So much from one account to another, `at` seconds after the start, in the slot of it."""
    postings = (Posting(debit, amount), Posting(credit, -amount))
    values: dict[str, Any] = {"time": START + at, "slot": 1000 + at, **more}
    return LedgerTransaction(id_, postings, status=status, **values)


def deposit(id_: str, amount: int, **more: Any) -> LedgerTransaction:
    return moved(id_, amount, debit=VAULT, credit=DANA, **more)


def payment(id_: str, amount: int = 1000, **more: Any) -> LedgerTransaction:
    """A payment with fee and tax."""
    fee, tax = amount // 100, amount * 12 // 100
    lines = ((DANA, amount), (CAFE, fee + tax - amount), (FEE, -fee), (TAX, -tax))
    at = more.pop("at", 0)
    values: dict[str, Any] = {"time": START + at, "slot": 1000 + at, **more}
    return LedgerTransaction(id_, tuple(Posting(*line) for line in lines if line[1]), **values)


async def open_at(where: Path | str, **more: Any) -> Ledger:
    values: dict[str, Any] = {"zone": ZONE, "genesis": GENESIS, "now": lambda: START + 10**6}
    return await Ledger.open(where, **{**values, **more})


async def sql(where: Path | str, *statements: str, forced: bool = True) -> None:
    """Statements by other means; `forced`: without what makes the books append-only."""
    if isinstance(where, Path):
        await asyncio.to_thread(_sqlite, where, statements, forced=forced)
        return
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED] if forced else []
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in GUARDED] if forced else []
    await execute(where, *off, *(one.replace("zeroblob(32)", ZEROS) for one in statements), *on)


ZEROS = "decode(repeat('00', 32), 'hex')"


def _sqlite(path: Path, statements: Sequence[str], *, forced: bool) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        for name, _ in guards if forced else ():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, made in guards if forced else ():
            connection.execute(made)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Copies:
    """Ledgers that are made once, and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, tuple[Path | str, Any]] = {}

    def copy(
        self, path: Path, cluster: Cluster | None, make: Callable[[Path | str], Awaitable[Any]]
    ) -> tuple[Path | str, Any]:
        """A copy, at the path or in a database of its own, and what `make` told of it."""
        if cluster is None:
            if "file" not in self._made:
                made = self._folder / "ledger.sqlite"
                self._made["file"] = made, asyncio.run(_awaited(make(made)))
            original, told = self._made["file"]
            shutil.copy(original, path)
            return path, told
        if "database" not in self._made:
            url = asyncio.run(cluster.create())
            self._made["database"] = url, asyncio.run(_awaited(make(url)))
        original, told = self._made["database"]
        name = str(original).partition("?")[0].rpartition("/")[2]
        return asyncio.run(cluster.create(name)), told


async def _awaited(made: Awaitable[Any]) -> Any:
    return await made


def summed(transactions: Iterable[LedgerTransaction]) -> dict[LedgerAccount, int]:
    """Balances by adding up; without those of nothing."""
    sums: dict[LedgerAccount, int] = defaultdict(int)
    for one in transactions:
        for posting in one.postings:
            sums[posting.account] += posting.amount
    return {name: amount for name, amount in sorted(sums.items()) if amount}
