"""The ledger in a database of PostgreSQL."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from typing import Any, ClassVar, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Table,
    Text,
    any_,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from alatau.errors import AlatauError, LedgerDamaged, LedgerError, LedgerUnavailable
from alatau.ledger.backend import PATIENCE, Backend, Rows, replacing
from alatau.ledger.schema import guard_names, heads

_MAKING: Final = 0x616C6174  # the advisory lock under which tables are made


class PostgresBackend(Backend):
    """A database.  Its writer locks the head's row, which no reader asks for."""

    _reads: ClassVar[dict[str, Any]] = {
        "isolation_level": "REPEATABLE READ",
        "postgresql_readonly": True,
    }

    def __init__(self, url: URL) -> None:
        if importlib.util.find_spec("asyncpg") is None:
            raise LedgerUnavailable(
                "a ledger on PostgreSQL needs asyncpg", remedy="pip install 'alatau[postgres]'"
            )
        name = url.set(drivername="postgresql").render_as_string(hide_password=True)
        engine = create_async_engine(url.set(drivername="postgresql+asyncpg"), pool_pre_ping=True)
        super().__init__(engine, name)

    async def _lock(self, connection: AsyncConnection, *, making: bool) -> None:
        await connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        if making:
            await connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))
        else:
            await connection.execute(select(heads.c.id).with_for_update())

    async def insert(
        self, connection: AsyncConnection, table: Table, rows: Rows, *, replace: bool = False
    ) -> None:
        if not rows:
            return
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None  # noqa: S101 - it has executed statements already
        if replace:
            marks = ", ".join(f"${number}" for number in range(1, len(table.columns) + 1))
            statement = f"INSERT INTO {table.name} VALUES ({marks}) {replacing(table)}"  # noqa: S608 - a table of ours
            await raw.executemany(statement, rows)
        else:
            columns = [column.name for column in table.columns]
            await raw.copy_records_to_table(table.name, records=rows, columns=columns)

    def among(
        self, column: Column[Any], values: Collection[str] | Collection[int]
    ) -> ColumnElement[bool]:
        kind = Text() if isinstance(column.type, Text) else BigInteger()
        return column == any_(bindparam(None, list(values), ARRAY(kind)))

    async def faults(self, connection: AsyncConnection) -> list[str]:
        rows = await connection.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        )
        missing = sorted(guard_names() - {str(name) for (name,) in rows})
        return [f"its trigger {name} is missing or disabled" for name in missing]

    def _translate(self, error: BaseException) -> AlatauError:
        state = str(getattr(error, "sqlstate", "") or "")
        if state == "55P03":
            return self._busy()
        if state.startswith("53"):
            return self._full(error)
        if state.startswith(("08", "28", "3D", "57")) or not state:
            return self._gone(error)
        if state.startswith(("XX", "58")):
            return LedgerDamaged(self.name, str(error))
        return LedgerError(f"PostgreSQL refused what the ledger {self.name} asked: {error}")
