"""Decisions: a chain of its own beside the entries, its head, and what keeps both."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "decisions",
        Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        *(
            Column(name, Text, nullable=False)
            for name in ("id", "kind", "subject", "actor", "reason", "content")
        ),
        *(Column(name, NUMBER, nullable=False) for name in ("at", "entry", "recorded")),
        Column("digest", LargeBinary, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "decision_heads",
        Column("id", NUMBER, primary_key=True, autoincrement=False),
        Column("sequence", NUMBER, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("decisions_id", "decisions", ["id"], unique=True)
    op.create_index("decisions_kind", "decisions", ["kind", "sequence"])
    _sqlite_guards() if op.get_bind().dialect.name == "sqlite" else _postgresql_guards()


def _sqlite_guards() -> None:
    def guard(table: str, what: str, statement: str, when: str = "") -> None:
        op.execute(
            f"CREATE TRIGGER {table}_never_{what} BEFORE {statement} ON {table} {when}"
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )

    guard("decisions", "changed", "UPDATE")
    guard("decision_heads", "changed", "UPDATE", "WHEN NEW.sequence < OLD.sequence ")
    for table in ("decisions", "decision_heads"):
        guard(table, "deleted", "DELETE")


def _postgresql_guards() -> None:
    def guard(table: str, what: str, statement: str, each: str) -> None:
        op.execute(
            f"CREATE TRIGGER {table}_never_{what} BEFORE {statement} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION append_only()"
        )

    guard("decisions", "changed", "UPDATE", "ROW")
    guard("decision_heads", "changed", "UPDATE", "ROW WHEN (NEW.sequence < OLD.sequence)")
    for table in ("decisions", "decision_heads"):
        guard(table, "deleted", "DELETE OR TRUNCATE", "STATEMENT")
