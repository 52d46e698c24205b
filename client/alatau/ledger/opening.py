"""Finding the tables of a ledger, making them, or bringing them up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from alatau.errors import LedgerSchema, StorageError, WrongChain
from alatau.ledger.backend import Backend
from alatau.ledger.canonical import first
from alatau.ledger.decision import first_decision
from alatau.ledger.migrate import NEWEST, migrate, revision
from alatau.ledger.schema import decision_heads, facts, heads
from alatau.ledger.sqlite import SqliteBackend


async def open_facts(backend: Backend, wanted: dict[str, str] | None) -> dict[str, str]:
    """What the ledger of a backend knows of itself: its zone and genesis, which must be `wanted`.

    None: a ledger that there is, of whatever zone and chain; otherwise it is made.  Raises
    `LedgerSchema`, `WrongChain`, `StorageError`.
    """
    _look(backend, make=wanted is not None)
    found = await _facts(backend, wanted)
    _same(backend, found, wanted or {})
    return found


def _look(backend: Backend, *, make: bool) -> None:
    if not isinstance(backend, SqliteBackend):
        return
    path = Path(backend.name)
    if not make and not path.is_file():
        raise LedgerSchema(f"there is no ledger {path}", remedy="give another --ledger")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"the folder of {path} cannot be made: {error}") from error


def _same(backend: Backend, found: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    for name, value in wanted.items():
        if found.get(name) != value:
            raise WrongChain(
                f"{backend.name} is the ledger of another {name}: {found.get(name)}, not {value}",
                remedy="give another --ledger",
            )


async def _facts(backend: Backend, wanted: dict[str, str] | None) -> dict[str, str]:
    """What the ledger knows of itself; it is made, or brought up to date, where it has to be."""
    async with backend.reading() as connection:
        made = await connection.run_sync(revision, backend.name)
        if made == NEWEST and (found := await _read_facts(connection)):
            return found
    if not made and wanted is None:
        raise LedgerSchema(f"{backend.name} is no ledger", remedy="give another --ledger")
    async with backend.writing(making=True) as connection:
        await connection.run_sync(migrate, backend.name)
        found = await _read_facts(connection)
        if not found and wanted:
            found = wanted
            await backend.insert(connection, facts, list(wanted.items()))
            head = first(wanted["zone"], wanted["genesis"])
            await backend.insert(connection, heads, [(1, 0, 0, 0, head)])
        if found and (await connection.execute(select(decision_heads))).one_or_none() is None:
            # Also in a ledger that an earlier version has made.
            start = first_decision(found["zone"], found["genesis"])
            await backend.insert(connection, decision_heads, [(1, 0, start)])
    return found


async def _read_facts(connection: AsyncConnection) -> dict[str, str]:
    return {str(name): str(value) for name, value in await connection.execute(select(facts))}
