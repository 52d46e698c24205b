"""The ledger in a file of SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from alatau.errors import AlatauError, LedgerDamaged, LedgerSchema
from alatau.ledger.backend import PATIENCE, Backend, Rows, replacing
from alatau.ledger.migrate import expected_schema, sqlite_schema

_ROWS: Final = 1_000
"""Rows of a statement, which takes 32,766 values; the widest table has 20 columns."""
_WRITES: Final = "alatau_writes"


class SqliteBackend(Backend):
    """A file.  Its writer waits for other processes' by `BEGIN IMMEDIATE`."""

    _writes: ClassVar[dict[str, Any]] = {_WRITES: True}

    def __init__(self, path: Path) -> None:
        url = URL.create("sqlite+aiosqlite", database=str(path))
        engine = create_async_engine(url, connect_args={"timeout": PATIENCE})
        super().__init__(engine, str(path))
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)

    async def _lock(self, connection: AsyncConnection, *, making: bool) -> None:
        pass  # `BEGIN IMMEDIATE` has it

    async def insert(
        self, connection: AsyncConnection, table: Table, rows: Rows, *, replace: bool = False
    ) -> None:
        # Many rows in one statement: the thread of the database asks for the interpreter once,
        # not for each row, so that others work while it does.
        row = f"({', '.join('?' * len(table.columns))})"
        otherwise = replacing(table) if replace else ""
        for first in range(0, len(rows), _ROWS):
            some = rows[first : first + _ROWS]
            values = ", ".join([row] * len(some))
            statement = f"INSERT INTO {table.name} VALUES {values} {otherwise}"  # noqa: S608 - a table of ours
            await connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))

    def among(
        self, column: Column[Any], values: Collection[str] | Collection[int]
    ) -> ColumnElement[bool]:
        # SQLite reads a list of JSON as a table.
        listed = bindparam(None, json.dumps(list(values)), Text)
        each = func.json_each(listed).table_valued("value")
        wanted: Select[Any] = select(each.c.value)
        return column.in_(wanted)

    async def faults(self, connection: AsyncConnection) -> list[str]:
        rows = await connection.execute(text("PRAGMA integrity_check(20)"))
        found = [f"its database: {row}" for (row,) in rows if row != "ok"]
        expected, there = expected_schema(), await connection.run_sync(sqlite_schema)
        changed = sorted({name for name, _ in expected ^ there})
        return found + [f"its schema: {name} is not as it was made" for name in changed]

    def _translate(self, error: BaseException) -> AlatauError:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return self._busy()
        if name.startswith(
            ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
        ):
            return self._full(error)
        if name == "SQLITE_NOTADB":
            return LedgerSchema(f"{self.name} is no ledger", remedy="give another file")
        return LedgerDamaged(self.name, str(error))


_SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -65536",
    # So that INSERT OR REPLACE meets the triggers too.
    "recursive_triggers = ON",
)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin ourselves
    cursor = connection.cursor()
    for setting in _SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
