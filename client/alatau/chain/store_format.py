"""The format of the embedded chain's file, and what makes one of an earlier format into it."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x414C4154  # "ALAT"
FORMAT_VERSION: Final = 2

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accounts (
    address BLOB PRIMARY KEY, lamports BLOB NOT NULL, owner BLOB NOT NULL,
    data BLOB NOT NULL, executable INTEGER NOT NULL
);
CREATE TABLE blockhashes (height INTEGER PRIMARY KEY, hash BLOB NOT NULL);
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY, signature BLOB NOT NULL UNIQUE, slot INTEGER NOT NULL,
    time INTEGER NOT NULL, error TEXT, fee INTEGER NOT NULL, compute_units INTEGER NOT NULL,
    logs TEXT NOT NULL, message BLOB NOT NULL, lamports BLOB NOT NULL DEFAULT x''
);
CREATE TABLE addresses (
    address BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (address, id)
) WITHOUT ROWID;
CREATE TABLE expired (signature BLOB PRIMARY KEY, height INTEGER NOT NULL) WITHOUT ROWID;
"""

MIGRATIONS: Final = {
    # By how much transactions of then changed lamports is not known, which is what empty means.
    1: "ALTER TABLE transactions ADD COLUMN lamports BLOB NOT NULL DEFAULT x''",
}
"""By the format that a file has: what makes it one of the next."""
