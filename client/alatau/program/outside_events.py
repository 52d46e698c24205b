"""Events of units that went to the holder's own token account, or came back.

`units` are all that the holding has, as many as before, and `outside` those of them that are in
that token account, both after the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class UnitsWithdrawn:
    """A holder put units into its own token account; `sequence` is the holding's."""

    instrument: Pubkey
    holding: Pubkey
    sequence: int
    quantity: int
    units: int
    outside: int
    holding_revision: int


@dataclass(frozen=True, slots=True)
class UnitsReturned:
    """A holder brought units back from its own token account; `sequence` is the holding's."""

    instrument: Pubkey
    holding: Pubkey
    sequence: int
    quantity: int
    units: int
    outside: int
    holding_revision: int


@dataclass(frozen=True, slots=True)
class UnitsRecalled:
    """All units of a holding that were outside came back, as they end or go to another."""

    instrument: Pubkey
    holding: Pubkey
    quantity: int
    units: int
    outside: int
    holding_revision: int


OutsideEvent: TypeAlias = UnitsWithdrawn | UnitsReturned | UnitsRecalled
