"""`transfers.csv`: deposits and withdrawals as the zone's provider booked them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alatau.day.config import ZoneConfig
from alatau.day.tables import read_rows

COLUMNS = ("time", "id", "participant", "kind", "asset", "amount", "bank_reference")
_MAX_REFERENCE = 140  # as in ISO 20022's unstructured remittance information


class TransferKind(StrEnum):
    """Which way money crosses the zone's border."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row.  `time` in unix seconds, `amount` in base units."""

    line: int
    time: int
    id: str
    participant: str
    kind: TransferKind
    asset: str
    amount: int
    bank_reference: str
    """The bank's own reference; may be empty."""

    @property
    def key(self) -> str:
        """The idempotency key that it is sent with."""
        return f"transfer:{self.id}"

    @property
    def signed(self) -> int:
        """What it moves into the zone: below zero, out of it."""
        return self.amount if self.kind is TransferKind.DEPOSIT else -self.amount


def load_transfers(path: Path | str, config: ZoneConfig) -> tuple[Transfer, ...]:
    """The transfers of a CSV file, in the order of the file.

    Raises `InputError` with file, line and field, also for a repeated id.
    """
    participants = {participant.id for participant in config.participants}
    decimals = config.decimals
    transfers: list[Transfer] = []
    lines: dict[str, int] = {}
    for row in read_rows(Path(path), COLUMNS):
        name = row.identifier("id")
        if name in lines:
            row.fail("id", f"{name!r} is there twice", remedy=f"first on line {lines[name]}")
        lines[name] = row.line
        if row.values["participant"] not in participants:
            row.fail("participant", f"{row.values['participant']!r} is no participant of the zone")
        asset = row.choice("asset", tuple(decimals))
        reference = row.values["bank_reference"]
        if len(reference) > _MAX_REFERENCE or not reference.isprintable():
            row.fail("bank_reference", f"is not at most {_MAX_REFERENCE} printable characters")
        transfers.append(
            Transfer(
                line=row.line,
                time=row.time("time"),
                id=name,
                participant=row.values["participant"],
                kind=TransferKind(row.choice("kind", tuple(TransferKind))),
                asset=asset,
                amount=row.amount("amount", decimals[asset]),
                bank_reference=reference,
            )
        )
    return tuple(transfers)
