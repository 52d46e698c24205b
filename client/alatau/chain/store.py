"""The embedded chain's SQLite file: accounts, blockhashes, transactions, addresses.

One commit writes everything of one turn of the event loop, so what the file holds is
always the chain as it stood between two transactions.  WAL with `synchronous=NORMAL`
survives the death of the process at any moment; after a power cut the newest commits
may be missing, but never half of one.
"""

from __future__ import annotations

import errno
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from solders.account import Account
from solders.hash import Hash
from solders.pubkey import Pubkey
from solders.signature import Signature

from alatau.chain.bank_state import BankState, Landed
from alatau.chain.base import SignatureInfo, TransactionRecord
from alatau.chain.lamports import lamports_bytes, lamports_of_bytes
from alatau.chain.store_format import APPLICATION_ID, FORMAT_VERSION, MIGRATIONS, SCHEMA
from alatau.errors import AlatauError, ChainError, ChainFileError, StorageError

_ASKED_AT_ONCE = 500  # signatures in one SELECT: SQLite takes 999 values at least


@dataclass(slots=True)
class Batch:
    """What one commit writes."""

    landed: list[Landed] = field(default_factory=list)
    accounts: dict[Pubkey, Account | None] = field(default_factory=dict)


class Store:
    """The file, open.  Every method raises `StorageError` or `ChainFileError` for it."""

    def __init__(self, path: Path, entropy: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._path = path
        self._entropy = entropy
        self._saved_height = 0
        self._saved_clock = 0
        with self._translated():
            self._db = sqlite3.connect(path, isolation_level=None)
        try:
            with self._translated():
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        db = self._db
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables and application != APPLICATION_ID:
            raise self._wrong("is a database of something else")
        if tables and version not in {*MIGRATIONS, FORMAT_VERSION}:
            raise self._wrong(f"has format {version}; this version reads up to {FORMAT_VERSION}")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if not tables:
            with self._transaction():
                for statement in SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
                genesis = str(Hash(self._entropy(32)))
                db.execute("INSERT INTO meta VALUES ('genesis', ?)", (genesis,))
        elif version != FORMAT_VERSION:
            with self._transaction():
                for each in range(version, FORMAT_VERSION):
                    db.execute(MIGRATIONS[each])
                db.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
        if "genesis" not in meta:
            raise self._wrong("has lost its genesis hash")
        self.genesis: str = meta["genesis"]
        self._saved_height = int(meta.get("height", 0))
        self._saved_clock = int(meta.get("clock", 0))
        self._saved_offset = int(meta.get("offset", 0))

    # -- loading -----------------------------------------------------------------------

    def state(self) -> BankState:
        """Height, clock, live blockhashes and the signatures that used them."""
        with self._translated():
            hashes = self._db.execute("SELECT hash, height FROM blockhashes ORDER BY height")
            blockhashes = {Hash(raw): height for raw, height in hashes}
            oldest = next(iter(blockhashes.values()), 0)
            recent = self._db.execute(
                "SELECT signature, slot, error FROM transactions WHERE id > ifnull((SELECT max(id)"
                " FROM transactions WHERE slot < ?), 0) ORDER BY id",
                (oldest,),
            )
            signatures = {Signature.from_bytes(raw): (slot, error) for raw, slot, error in recent}
            promised = self._db.execute("SELECT signature, height FROM expired ORDER BY height")
            expired = {Signature.from_bytes(raw): height for raw, height in promised}
        return BankState(
            self._saved_height,
            self._saved_clock,
            self._saved_offset,
            blockhashes,
            signatures,
            expired,
        )

    def accounts(self) -> Iterator[tuple[Pubkey, Account]]:
        """All accounts, programs last, since loading one needs the account of its bytes."""
        with self._translated():
            rows = self._db.execute(
                "SELECT address, lamports, data, owner, executable FROM accounts"
                " ORDER BY executable"
            )
            for address, lamports, data, owner, executable in rows:
                amount = int.from_bytes(lamports, "big")
                account = Account(amount, data, Pubkey.from_bytes(owner), bool(executable))
                yield Pubkey.from_bytes(address), account

    # -- writing -----------------------------------------------------------------------

    def commit(self, batch: Batch, state: BankState) -> None:
        """Write a batch and the bank's state, or nothing of them."""
        with self._translated(), self._transaction():
            self._write_transactions(batch.landed)
            self._write_accounts(batch.accounts)
            self._write_state(state)
        self._saved_height, self._saved_clock = state.height, state.clock

    def _write_transactions(self, landed: Sequence[Landed]) -> None:
        named: list[tuple[bytes, int]] = []
        for item in landed:
            record = item.record
            row = self._db.execute(
                "INSERT INTO transactions (signature, slot, time, error, fee, compute_units,"
                " logs, message, lamports) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    bytes(record.signature),
                    record.slot,
                    record.time,
                    record.error,
                    record.fee,
                    record.compute_units,
                    json.dumps(record.logs, ensure_ascii=False),
                    record.message,
                    lamports_bytes(record.lamports),
                ),
            )
            named += [(bytes(address), row.lastrowid or 0) for address in item.addresses]
        named.sort()  # neighbours share pages
        self._db.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?)", named)

    def _write_accounts(self, changes: dict[Pubkey, Account | None]) -> None:
        kept, gone = [], []
        for address, account in changes.items():
            if account is None:
                gone.append((bytes(address),))
                continue
            # Eight bytes, because SQLite's integers are signed and lamports are not.
            lamports = account.lamports.to_bytes(8, "big")
            row = (bytes(address), lamports, bytes(account.owner), account.data)
            kept.append((*row, account.executable))
        self._db.executemany("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?)", kept)
        self._db.executemany("DELETE FROM accounts WHERE address = ?", gone)

    def _write_state(self, state: BankState) -> None:
        if state.height != self._saved_height:
            fresh = [
                (at, bytes(h)) for h, at in state.blockhashes.items() if at > self._saved_height
            ]
            self._db.executemany("INSERT INTO blockhashes VALUES (?, ?)", fresh)
            oldest = next(iter(state.blockhashes.values()))
            self._db.execute("DELETE FROM blockhashes WHERE height < ?", (oldest,))
            self._db.execute("DELETE FROM expired WHERE height < ?", (oldest,))
        self._db.executemany(
            "INSERT OR IGNORE INTO expired VALUES (?, ?)",
            [(bytes(signature), height) for signature, height in state.expired.items()],
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [
                ("height", str(state.height)),
                ("clock", str(state.clock)),
                ("offset", str(state.offset)),
            ],
        )

    # -- reading -----------------------------------------------------------------------

    def records(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        """The transactions of signatures, in their order."""
        keys = [bytes(signature) for signature in signatures]
        wanted = dict(zip(keys, signatures, strict=True))
        found: dict[bytes, TransactionRecord] = {}
        for first in range(0, len(keys), _ASKED_AT_ONCE):
            some = keys[first : first + _ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            with self._translated():
                rows = self._db.execute(
                    "SELECT signature, slot, time, error, fee, compute_units, logs, message,"  # noqa: S608 - question marks
                    f" lamports FROM transactions WHERE signature IN ({marks})",
                    some,
                ).fetchall()
            for key, slot, time, error, fee, units, logs, message, lamports in rows:
                told, changed = tuple(json.loads(logs)), lamports_of_bytes(lamports)
                found[key] = TransactionRecord(
                    wanted[key], slot, time, error, fee, units, told, message, changed
                )
        return [found.get(key) for key in keys]

    def outcome(self, signature: Signature) -> tuple[int, str | None] | None:
        """Slot and error of a signature."""
        with self._translated():
            row: tuple[int, str | None] | None = self._db.execute(
                "SELECT slot, error FROM transactions WHERE signature = ?", (bytes(signature),)
            ).fetchone()
        return row

    def history(self, address: Pubkey, limit: int, before: Signature | None) -> list[SignatureInfo]:
        """Transactions that name `address`, newest first."""
        with self._translated():
            last = (2**63 - 1,)
            if before is not None:
                last = self._db.execute(
                    "SELECT id FROM transactions WHERE signature = ?", (bytes(before),)
                ).fetchone()
                if last is None:
                    raise ChainError(f"no transaction {before} to go on from")
            rows = self._db.execute(
                "SELECT signature, slot, time, error FROM addresses JOIN transactions USING (id)"
                " WHERE address = ? AND id < ? ORDER BY id DESC LIMIT ?",
                (bytes(address), last[0], limit),
            ).fetchall()
        return [SignatureInfo(Signature.from_bytes(raw), *rest) for raw, *rest in rows]

    def close(self) -> None:
        """Close the file."""
        with self._translated():
            self._db.close()

    # -- errors ------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._storage(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise self._wrong(f"cannot be read: {error}") from error
        except OSError as error:
            full = error.errno == errno.ENOSPC
            raise self._storage("the disk is full" if full else str(error)) from error

    def _storage(self, why: str) -> AlatauError:
        return StorageError(
            f"the chain's file {self._path} cannot be written: {why}",
            remedy="make space or choose another folder; what was committed is kept",
        )

    def _wrong(self, why: str) -> AlatauError:
        return ChainFileError(
            f"{self._path} {why}",
            remedy="give another file, or move this one away to begin a new chain",
        )
