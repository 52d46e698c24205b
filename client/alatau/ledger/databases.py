"""Which database a ledger is in."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from alatau.errors import InputError
from alatau.ledger.backend import Backend
from alatau.ledger.postgresql import PostgresBackend
from alatau.ledger.sqlite import SqliteBackend


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
