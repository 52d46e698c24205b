"""The books: facts, accounts, entries, postings, head, cursors, and what keeps them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
APPEND_ONLY = ("facts", "accounts", "entries", "postings")
KEPT = ("heads", "cursors")
LATE = {"entries_late_by_time": "time < latest_time", "entries_late_by_slot": "slot < latest_slot"}


def upgrade() -> None:
    """Make them."""
    _tables()
    _indexes()
    _sqlite_guards() if op.get_bind().dialect.name == "sqlite" else _postgresql_guards()


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, NUMBER, nullable=null)


def _key(name: str) -> Column[int]:
    return Column(name, NUMBER, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _digest(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _tables() -> None:
    op.create_table(
        "facts", Column("name", Text, primary_key=True), _text("value"), sqlite_strict=True
    )
    op.create_table(
        "accounts",
        _key("id"),
        *map(_text, ("participant", "asset", "purpose")),
        sqlite_strict=True,
    )
    op.create_table(
        "entries",
        _key("sequence"),
        _number("kind"),
        Column("id", Text),
        _number("take"),
        *(_number(name, null=True) for name in ("target", "time", "slot")),
        *map(_text, ("source", "description", "actor", "reason", "reverses", "refs", "metadata")),
        _number("recorded"),
        _digest("content"),
        _digest("hash"),
        *map(_number, ("latest_time", "latest_slot", "oldest_open")),
        sqlite_strict=True,
    )
    op.create_table(
        "postings",
        _key("sequence"),
        _key("account"),
        *map(_number, ("high", "low", "balance_high", "balance_low")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "heads",
        _key("id"),
        *map(_number, ("sequence", "postings", "accounts")),
        _digest("hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "cursors",
        Column("name", Text, primary_key=True),
        _text("value"),
        _number("sequence"),
        _digest("seal"),
        sqlite_strict=True,
    )


def _indexes() -> None:
    op.create_index("accounts_name", "accounts", ["participant", "asset", "purpose"], unique=True)
    op.create_index("entries_id", "entries", ["id", "take"], unique=True)
    op.create_index("entries_latest_time", "entries", ["latest_time", "sequence"])
    op.create_index("entries_latest_slot", "entries", ["latest_slot", "sequence"])
    op.create_index("postings_account", "postings", ["account", "sequence"])
    for name, column, where in (
        ("entries_target", "target", "target IS NOT NULL"),
        *((name, "sequence", where) for name, where in LATE.items()),
    ):
        op.create_index(
            name, "entries", [column], sqlite_where=text(where), postgresql_where=text(where)
        )


def _sqlite_guards() -> None:
    def guard(table: str, what: str, statement: str, when: str = "") -> None:
        op.execute(
            f"CREATE TRIGGER {table}_never_{what} BEFORE {statement} ON {table} {when}"
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )

    for table in APPEND_ONLY:
        guard(table, "changed", "UPDATE")
    guard("heads", "changed", "UPDATE", "WHEN NEW.sequence < OLD.sequence ")
    for table in (*APPEND_ONLY, *KEPT):
        guard(table, "deleted", "DELETE")


def _postgresql_guards() -> None:
    def guard(table: str, what: str, statement: str, each: str) -> None:
        op.execute(
            f"CREATE TRIGGER {table}_never_{what} BEFORE {statement} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION append_only()"
        )

    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    for table in APPEND_ONLY:
        guard(table, "changed", "UPDATE", "ROW")
    guard("heads", "changed", "UPDATE", "ROW WHEN (NEW.sequence < OLD.sequence)")
    for table in (*APPEND_ONLY, *KEPT):
        guard(table, "deleted", "DELETE OR TRUNCATE", "STATEMENT")
