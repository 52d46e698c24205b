"""Events of the replacement of a lost wallet; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class ReplacementProposed:
    """From `replace_at` on all of a holding can go to the `successor_holding`.

    `operator` is who has verified the owners of both.
    """

    instrument: Pubkey
    holding: Pubkey
    successor_holding: Pubkey
    operator: Pubkey
    replace_at: int
    holding_revision: int


@dataclass(frozen=True, slots=True)
class ReplacementVetoed:
    """The holder, the issuer or the operator, `wallet`, has ended a replacement."""

    instrument: Pubkey
    holding: Pubkey
    successor_holding: Pubkey
    wallet: Pubkey
    holding_revision: int


@dataclass(frozen=True, slots=True)
class HolderReplaced:
    """All units, `quantity`, went to the successor's holding, and what they were `entitled` to.

    That is in base units of the payout asset, with 64 binary places.
    """

    instrument: Pubkey
    holding: Pubkey
    successor_holding: Pubkey
    quantity: int
    entitled_low: int
    entitled_high: int
    units: int
    holding_revision: int
    successor_units: int
    successor_revision: int
    holders: int
    revision: int

    @property
    def entitled(self) -> int:
        """What went, of both words."""
        return self.entitled_high << 64 | self.entitled_low


ReplacementEvent: TypeAlias = ReplacementProposed | ReplacementVetoed | HolderReplaced
