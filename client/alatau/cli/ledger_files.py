"""Files of ISO 20022 that ``alatau ledger statement`` writes, each whole or not at all."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from alatau.cli.ledger_options import opened
from alatau.cli.options import Settings
from alatau.errors import StorageError

if TYPE_CHECKING:
    from alatau.ledger import Ledger, LedgerAccount, Period
    from alatau.merchants import Terms, Written

    Writer = Callable[
        [IO[bytes], Ledger, Sequence[LedgerAccount], Period, Terms], Awaitable[Written]
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say: which accounts of which ledger, and the fields of `Terms`.

    `decimals` are by asset.
    """

    ledger: str | None
    accounts: Sequence[LedgerAccount]
    period: Period
    currency: str
    decimals: Mapping[str, int]
    owner: str
    bank: str
    offset: int


def write_files(settings: Settings, asked: Asked, wanted: Mapping[str, Path]) -> None:
    """Write each file that is wanted, all as of the same entry of the ledger, and say so.

    `wanted` are paths by kind: ``camt``, ``notify``, ``transfers``.
    """
    from alatau.cli.output import emit, printable

    done = asyncio.run(_write(settings, asked, wanted))
    known = next(iter(done.values())).known
    data = {
        "accounts": [str(one) for one in asked.accounts],
        "known": known,
        "files": [
            {"kind": kind, "file": str(wanted[kind]), "entries": one.entries,
             "pending": one.pending}
            for kind, one in done.items()
        ],
    }  # fmt: skip
    lines = [f"{wanted[kind]}: {one.entries:,} entries" for kind, one in done.items()]
    pending = max(one.pending for one in done.values())
    if pending:
        lines.append(f"{pending:,} of them are pending: write it again when they are final")
    lines.append(f"as of entry {known} of the ledger: --known {known} writes the same again")
    emit(settings, data, printable("\n".join(lines)))


async def _write(
    settings: Settings, asked: Asked, wanted: Mapping[str, Path]
) -> dict[str, Written]:
    from alatau.merchants import Terms, write_notifications, write_payments, write_statements

    writers: dict[str, Writer] = {
        "camt": write_statements,
        "notify": write_notifications,
        "transfers": write_payments,
    }
    period, done = asked.period, {}
    async with opened(settings, asked.ledger) as books:
        terms = Terms(
            asked.currency,
            asked.decimals.get(asked.accounts[0].asset),
            owner=asked.owner,
            bank=asked.bank,
            zone=books.zone,
            offset=asked.offset,
        )
        if period.known is None:
            period = replace(period, known=(await books.head()).sequence)
        for kind, path in wanted.items():
            async with _put_in_place(path) as out:
                done[kind] = await writers[kind](out, books, asked.accounts, period, terms)
    return done


@asynccontextmanager
async def _put_in_place(path: Path) -> AsyncIterator[IO[bytes]]:
    """Written beside, and put in place once it is whole.  Raises `StorageError`."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}", remedy="choose another place"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink()
