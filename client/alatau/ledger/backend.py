"""Where SQLite and PostgreSQL differ: connections, transactions, bulk, locks, errors.

One at a time writes, and reads what it builds on under the same lock; readers have a snapshot
and wait for nobody.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, ClassVar, Final, TypeAlias

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from alatau.errors import (
    AlatauError,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerUnavailable,
    StorageError,
)

Rows: TypeAlias = Sequence[tuple[Any, ...]]

PATIENCE: Final = 30
"""Seconds to wait for another writer."""


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
        except UnicodeDecodeError as error:
            # The driver's, of a text that is damaged: SQLite's own message where its schema is.
            raise LedgerDamaged(self.name, f"a text in it is none: {error}") from error
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


def replacing(table: Table) -> str:
    """What follows VALUES so that a row takes the place of the one that has its primary key."""
    key = ", ".join(column.name for column in table.primary_key)
    values = [column.name for column in table.columns if not column.primary_key]
    return f"ON CONFLICT ({key}) DO UPDATE SET " + ", ".join(f"{v} = excluded.{v}" for v in values)
