"""The tables, the same on both databases.  `migrations/` makes them.

An amount is `high * 2**32 + low` with `0 <= low < 2**32`: SQLite's integers have 63 bits and a
sign, the chain's have 64, and sums of both parts are exact on either database.

Besides what happened, an entry has running values, by which a balance of any time is one
look-up: a posting its account's balance after it, an entry the latest time and slot so far, and
the oldest transaction that is still provisional after it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

PART: Final = 2**32
LOW: Final = PART - 1

Number: Final = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""Of which zone and chain it is, by name."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("participant", Text, nullable=False),
    Column("asset", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Index("accounts_name", "participant", "asset", "purpose", unique=True),
    sqlite_strict=True,
)

entries = Table(
    "entries",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=False),
    Column("kind", Number, nullable=False),
    Column("id", Text),  # none where another entry is finalized
    Column("take", Number, nullable=False),
    Column("target", Number),
    Column("time", Number),
    Column("slot", Number),
    Column("source", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reverses", Text, nullable=False),
    Column("refs", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("recorded", Number, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("latest_time", Number, nullable=False),
    Column("latest_slot", Number, nullable=False),
    Column("oldest_open", Number, nullable=False),
    Index("entries_id", "id", "take", unique=True),
    Index(
        "entries_target",
        "target",
        sqlite_where=text("target IS NOT NULL"),
        postgresql_where=text("target IS NOT NULL"),
    ),
    Index("entries_latest_time", "latest_time", "sequence"),
    Index("entries_latest_slot", "latest_slot", "sequence"),
    Index(
        "entries_late_by_time",
        "sequence",
        sqlite_where=text("time < latest_time"),
        postgresql_where=text("time < latest_time"),
    ),
    Index(
        "entries_late_by_slot",
        "sequence",
        sqlite_where=text("slot < latest_slot"),
        postgresql_where=text("slot < latest_slot"),
    ),
    sqlite_strict=True,
)

postings = Table(
    "postings",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=False),
    Column("account", Number, primary_key=True, autoincrement=False),
    Column("high", Number, nullable=False),
    Column("low", Number, nullable=False),
    Column("balance_high", Number, nullable=False),
    Column("balance_low", Number, nullable=False),
    Index("postings_account", "account", "sequence"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

heads = Table(
    "heads",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),  # 1: there is one
    Column("sequence", Number, nullable=False),
    Column("postings", Number, nullable=False),
    Column("accounts", Number, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""How many there are, and the newest entry's hash.  Whoever writes holds its row."""

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("sequence", Number, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""How far sources have been read.  No book: rows are replaced, and sealed with a hash."""

decisions = Table(
    "decisions",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Number, nullable=False),
    Column("entry", Number, nullable=False),  # the newest one when it was written
    Column("recorded", Number, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("decisions_id", "id", unique=True),
    Index("decisions_kind", "kind", "sequence"),
    sqlite_strict=True,
)

decision_heads = Table(
    "decision_heads",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),  # 1: there is one
    Column("sequence", Number, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_strict=True,
)

APPEND_ONLY: Final = ("facts", "accounts", "entries", "postings", "decisions")
HEADS: Final = ("heads", "decision_heads")
NEVER_DELETED: Final = (*HEADS, "cursors")


def guard_names() -> set[str]:
    """The triggers that refuse changes."""
    changed = {f"{table}_never_changed" for table in (*APPEND_ONLY, *HEADS)}
    return changed | {f"{table}_never_deleted" for table in (*APPEND_ONLY, *NEVER_DELETED)}
