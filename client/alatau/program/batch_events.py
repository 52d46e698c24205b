"""Events of many payments at once, and of lanes; see `event_types`.

A batch's event holds a row for each payment, in the order of the instruction's accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One payee of a `PaidMany`.  One that is named twice has its balance after each."""

    payee_account: Pubkey
    amount: int
    payee_available: int
    payee_revision: int


@dataclass(frozen=True, slots=True)
class PaidMany:
    """One payer paid many residents: `total` is what the rows add up to."""

    payer_account: Pubkey
    reference: bytes
    sequence: int
    total: int
    payer_available: int
    payer_revision: int
    rows: tuple[PaidRow, ...]


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One payment of a `SettledMany`: `revision` is the payment's, legs as in `Settled`."""

    payment: Pubkey
    net: int
    reserve: int
    fee: int
    tax: int
    revision: int


@dataclass(frozen=True, slots=True)
class SettledMany:
    """Held payments to one payee were released.

    Each row raises the payee's revision by one; `payee_revision` is that after the last.
    """

    payee_account: Pubkey
    payee_available: int
    payee_held: int
    payee_reserve: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int
    rows: tuple[SettledRow, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """All that a lane had available moved to lane 0: `available` is that account's."""

    lane_account: Pubkey
    account: Pubkey
    amount: int
    lane_revision: int
    available: int
    revision: int


@dataclass(frozen=True, slots=True)
class LaneFunded:
    """The owner moved money from lane 0 to another lane."""

    account: Pubkey
    lane_account: Pubkey
    sequence: int
    amount: int
    available: int
    revision: int
    lane_available: int
    lane_revision: int


ROWS: Final[Mapping[type[Any], type[Any]]] = {PaidMany: PaidRow, SettledMany: SettledRow}
"""The kind of the rows that an event ends with."""
