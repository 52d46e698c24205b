"""The events of what both regulators ordered about units; units as in `event_types`.

`case` has 16 bytes (see `case_id`), `basis` is the number of the legal basis.  `units` and
`holders` are after the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class HoldingFreezeSet:
    """Both regulators froze a holding, or changed its freeze, until a time (unix seconds)."""

    holding: Pubkey
    instrument: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    basis: int
    until: int
    revision: int


@dataclass(frozen=True, slots=True)
class HoldingFreezeLifted:
    """One of the regulators ended the freeze of a holding before its time."""

    holding: Pubkey
    instrument: Pubkey
    regulator: Pubkey
    case: bytes
    basis: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsSeized:
    """Both regulators took units to the treasury's holding; `enforcement` is the record."""

    enforcement: Pubkey
    instrument: Pubkey
    holding: Pubkey
    treasury_holding: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    basis: int
    quantity: int
    units: int
    holding_revision: int
    treasury_units: int
    treasury_revision: int
    holders: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsForcedTransferred:
    """Both regulators moved units to another holding."""

    enforcement: Pubkey
    instrument: Pubkey
    holding: Pubkey
    recipient_holding: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    case: bytes
    basis: int
    quantity: int
    units: int
    holding_revision: int
    recipient_units: int
    recipient_revision: int
    holders: int
    revision: int


UnitOrderEvent: TypeAlias = (
    HoldingFreezeSet | HoldingFreezeLifted | UnitsSeized | UnitsForcedTransferred
)
