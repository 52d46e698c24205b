"""A day's folder: the zone and its three files, of which the bank's may be a statement."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alatau.day.bank import load_bank
from alatau.day.bank_statement import load_bank_statement
from alatau.day.config import ZoneConfig
from alatau.day.orders import Order, load_orders
from alatau.day.transfers import Transfer, load_transfers
from alatau.day.zone_file import load_zone
from alatau.errors import InputError
from alatau.statements import Statement

ZONE, ORDERS, TRANSFERS, BANK = "zone.toml", "orders.csv", "transfers.csv", "bank.csv"
STATEMENT = "bank.xml"


@dataclass(frozen=True, slots=True)
class Day:
    """All that a day's folder says."""

    folder: Path
    config: ZoneConfig
    orders: tuple[Order, ...]
    transfers: tuple[Transfer, ...]
    bank: tuple[Statement, ...]


def load_day(folder: Path | str) -> Day:
    """Reads a folder whole before anything is done with it.  Raises `InputError`."""
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError("there is no such folder", file=str(folder))
    config = load_zone(folder / ZONE)
    orders = load_orders(folder / ORDERS, config)
    transfers = load_transfers(folder / TRANSFERS, config)
    times = [order.time for order in orders] + [transfer.time for transfer in transfers]
    until = max(times, default=0)
    return Day(folder, config, orders, transfers, _load_bank(folder, config, until))


def _load_bank(folder: Path, config: ZoneConfig, until: int) -> tuple[Statement, ...]:
    """The bank's statements, of its CSV file or as camt.053."""
    if not (folder / STATEMENT).exists():
        return load_bank(folder / BANK, config, until)
    if (folder / BANK).exists():
        said = f"there is a {BANK} too"
        raise InputError(said, file=STATEMENT, remedy="keep the one that counts")
    return load_bank_statement(folder / STATEMENT, config)
