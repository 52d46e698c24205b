"""Making the tables, or bringing those of an earlier version up to this one's."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, create_engine, inspect, text

from alatau.errors import LedgerSchema

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

NEWEST: Final = "0002"
"""The newest revision in `migrations/versions`."""

_TABLE: Final = "alembic_version"
_SCRIPTS: Final = Path(__file__).with_name("migrations")


def revision(connection: Connection, name: str) -> str:
    """The revision of a database; empty where it has no tables.

    Raises `LedgerSchema` for a database of something else.
    """
    found = set(inspect(connection).get_table_names())
    if not found:
        return ""
    if not found >= {_TABLE, "entries", "postings"}:
        raise LedgerSchema(
            f"{name} is a database of something else", remedy="give another file or database"
        )
    return str(connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar())  # noqa: S608 - a constant


def migrate(connection: Connection, name: str) -> None:
    """Bring the tables to the newest revision, in the transaction that is open.

    Raises `LedgerSchema` where a newer version has made them.
    """
    found = revision(connection, name)
    if found == NEWEST:
        return
    from alembic.migration import MigrationContext  # noqa: PLC0415 - takes as long as all else
    from alembic.operations import Operations  # noqa: PLC0415 - the same

    script = _script()
    if found and found not in {one.revision for one in script.walk_revisions()}:
        raise LedgerSchema(
            f"{name} has the tables of a newer version ({found}; this one knows {NEWEST})",
            remedy="install the version of alatau that made it: pip install --upgrade alatau",
        )
    options = {"fn": lambda at, _context: script._upgrade_revs(NEWEST, at)}  # noqa: SLF001 - as alembic's own upgrade command does, which wants an env.py
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()


@functools.cache
def expected_schema() -> frozenset[tuple[str, str]]:
    """Names and statements of all that SQLite has after the migrations."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, "")
        found = sqlite_schema(connection)
    engine.dispose()
    return frozenset(found)


def sqlite_schema(connection: Connection) -> set[tuple[str, str]]:
    """Names and statements of all that this SQLite database has."""
    rows = connection.execute(text("SELECT name, coalesce(sql, '') FROM sqlite_master"))
    return {(str(name), str(sql)) for name, sql in rows}


def _script() -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - takes as long as all else

    return ScriptDirectory(str(_SCRIPTS))
