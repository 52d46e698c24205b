"""`orders.csv`: what residents ordered, and how it is to be paid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alatau.day.config import ZoneConfig
from alatau.day.tables import Row, read_rows
from alatau.program.enums import Service

COLUMNS = (
    "time",
    "order",
    "payer",
    "payee",
    "service",
    "amount",
    "currency",
    "mode",
    "refund",
)


class Mode(StrEnum):
    """How an order is paid."""

    FINAL = "final"
    HELD = "held"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Order:
    """One row.  `time` in unix seconds, `amount` and `refund` (0 for none) in base units.

    `line` is the row's line in the file; ids may repeat, lines do not.
    """

    line: int
    time: int
    id: str
    payer: str
    payee: str
    service: Service | None
    """None exactly for a transfer."""
    amount: int
    asset: str
    mode: Mode
    refund: int


def load_orders(path: Path | str, config: ZoneConfig) -> tuple[Order, ...]:
    """The orders of a CSV file, in the order of the file.

    A repeated id is no error here: the day refuses the second one.  Nor is a refund of
    more than the amount, or a payee of the wrong role: the program refuses those.
    Raises `InputError` with file, line and field for everything else that is wrong.
    """
    participants = frozenset(participant.id for participant in config.participants)
    decimals = config.decimals
    rows = read_rows(Path(path), COLUMNS)
    return tuple(_order(row, participants, decimals) for row in rows)


def _order(row: Row, participants: frozenset[str], decimals: dict[str, int]) -> Order:
    mode = Mode(row.choice("mode", tuple(Mode)))
    payer, payee = _party(row, "payer", participants), _party(row, "payee", participants)
    if payer == payee:
        row.fail("payee", f"{payee!r} is the payer too")
    asset = row.choice("currency", tuple(decimals))
    refund = 0
    if row.values["refund"]:
        if mode is not Mode.HELD:
            row.fail("refund", f"only a held order has a refund, and this one is {mode}")
        refund = row.amount("refund", decimals[asset])
    return Order(
        line=row.line,
        time=row.time("time"),
        id=row.identifier("order"),
        payer=payer,
        payee=payee,
        service=_service(row, mode),
        amount=row.amount("amount", decimals[asset]),
        asset=asset,
        mode=mode,
        refund=refund,
    )


def _party(row: Row, field: str, participants: frozenset[str]) -> str:
    name = row.values[field]
    if name not in participants:
        row.fail(field, f"{name!r} is no participant of the zone")
    return name


def _service(row: Row, mode: Mode) -> Service | None:
    if mode is Mode.TRANSFER:
        if row.values["service"]:
            row.fail("service", "a transfer is for no service", remedy="leave it empty")
        return None
    labels = tuple(service.label for service in Service)
    return Service(labels.index(row.choice("service", labels)))
