"""Where SQLite and PostgreSQL differ: connections, transactions, bulk, locks, errors.

One at a time writes, and reads what it builds on under the same lock; readers have a snapshot
and wait for nobody.
"""

from __future__ import annotations

import importlib.util
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Final, TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from alatau.errors import (
    AlatauError,
    InputError,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerSchema,
    LedgerUnavailable,
    StorageError,
)
from alatau.ledger.migrate import expected_schema, sqlite_schema
from alatau.ledger.schema import guard_names, heads

Rows: TypeAlias = Sequence[tuple[Any, ...]]

PATIENCE: Final = 30
"""Seconds to wait for another writer."""

_ROWS: Final = 1_000
"""Rows of a statement in SQLite, which takes 32,766 values; the widest table has 20 columns."""
_WRITES: Final = "alatau_writes"
_MAKING: Final = 0x616C6174  # the advisory lock under which tables are made


class Backend(ABC):
    """An open database.  `name` is for people: without a password."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self.engine = engine
        self.name = name

    async def close(self) -> None:
        """Let go of all connections."""
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A snapshot."""
        with self.translated():
            async with self.engine.connect() as plain:
                connection = await plain.execution_options(**self._reads)
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def writing(self, *, making: bool = False) -> AsyncIterator[AsyncConnection]:
        """The one transaction that writes, committed at its end.  Raises `LedgerBusy`.

        `making`: it makes the tables, so there is nothing to lock yet.
        """
        with self.translated():
            async with self.engine.connect() as plain:
                connection = await plain.execution_options(**self._writes)
                async with connection.begin():
                    await self._lock(connection, making=making)
                    yield connection

    _reads: ClassVar[dict[str, Any]] = {}
    _writes: ClassVar[dict[str, Any]] = {}

    @abstractmethod
    async def _lock(self, connection: AsyncConnection, *, making: bool) -> None:
        """Be the only one who writes, or makes tables."""

    @abstractmethod
    async def insert(
        self, connection: AsyncConnection, table: Table, rows: Rows, *, replace: bool = False
    ) -> None:
        """Add rows, which have the table's columns in their order.

        `replace`: they take the place of those that have their primary keys.
        """

    @abstractmethod
    def among(
        self, column: Column[Any], values: Collection[str] | Collection[int]
    ) -> ColumnElement[bool]:
        """That a column is one of many texts, or numbers: one parameter, however many."""

    @abstractmethod
    async def faults(self, connection: AsyncConnection) -> list[str]:
        """What is wrong with the database itself: its pages, tables, triggers."""

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Errors of the database as ours."""
        try:
            yield
        except DBAPIError as error:
            raise self._translate(error.orig or error) from error
        except SQLAlchemyError as error:
            # A value that is not of its column's type, or a number that does not fit.
            raise LedgerError(f"the ledger {self.name}: {error}") from error
        except OSError as error:
            raise self._gone(error) from error
        except Exception as error:
            # What the driver raises where SQLAlchemy is not between: connecting, COPY.
            if type(error).__module__.startswith(("asyncpg.", "sqlite3")):
                raise self._translate(error) from error
            raise

    @abstractmethod
    def _translate(self, error: BaseException) -> AlatauError: ...

    def _gone(self, error: BaseException) -> AlatauError:
        return LedgerUnavailable(
            f"no database answers at {self.name}: {error}",
            remedy="start it, or give another --ledger; what was committed is kept",
        )

    def _busy(self) -> AlatauError:
        return LedgerBusy(
            f"another process has been writing to {self.name} for {PATIENCE} s",
            remedy="let it end, and do this again: nothing was written",
        )

    def _full(self, error: BaseException) -> AlatauError:
        return StorageError(
            f"the ledger {self.name} cannot be written: {error}",
            remedy="make room on the disk, or choose another place; what was committed is kept",
        )


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
        otherwise = _replacing(table) if replace else ""
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
            statement = f"INSERT INTO {table.name} VALUES ({marks}) {_replacing(table)}"  # noqa: S608 - a table of ours
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


def _replacing(table: Table) -> str:
    """What follows VALUES so that a row takes the place of the one that has its primary key."""
    key = ", ".join(column.name for column in table.primary_key)
    values = [column.name for column in table.columns if not column.primary_key]
    return f"ON CONFLICT ({key}) DO UPDATE SET " + ", ".join(f"{v} = excluded.{v}" for v in values)


def backend_of(where: Path | str) -> Backend:
    """The backend of a path, or of a URL: ``sqlite:///…``, ``postgresql://user@host/name``.

    Raises `InputError`, `LedgerUnavailable`.
    """
    if isinstance(where, Path) or "://" not in where:
        return SqliteBackend(Path(where))
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise InputError(f"{where!r} is no URL", field="--ledger") from error
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite" and url.database:
        return SqliteBackend(Path(url.database))
    if kind in {"postgresql", "postgres"}:
        return PostgresBackend(url)
    raise InputError(
        f"a ledger is a file or a PostgreSQL database, not {kind!r}",
        field="--ledger",
        remedy="give a path, or postgresql://user@host/name",
    )
