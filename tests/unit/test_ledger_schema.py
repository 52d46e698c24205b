"""What the migrations make is what the code reads."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from alatau.ledger import migrate
from alatau.ledger.schema import guard_names, metadata


def test_newest_revision_is_the_one_that_the_code_knows() -> None:
    script: ScriptDirectory = migrate._script()
    assert script.get_heads() == [migrate.NEWEST]


def test_migrations_make_the_tables_of_the_schema_and_its_guards() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate.migrate(connection, "")
        made = migrate.sqlite_schema(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        migrate.migrate(connection, "")  # nothing is left to do
    engine.dispose()
    assert {name for name, sql in made if sql.startswith("CREATE TRIGGER")} == guard_names()
    tables = [sql for _, sql in made if sql.startswith("CREATE TABLE") and "alembic" not in sql]
    assert all("STRICT" in sql for sql in tables)
