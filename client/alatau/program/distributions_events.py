"""Events of distributions and claims; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class Distributed:
    """An issuer paid `amount` in for the holders of `issued` units.

    `index` is what a unit was entitled to since the beginning, base units of the payout asset
    with 64 binary places, `index_excess` what it gives more, `distributed` all that was paid
    in, each after it.
    """

    instrument: Pubkey
    issuer_account: Pubkey
    reference: bytes
    sequence: int
    amount: int
    issued: int
    index_low: int
    index_high: int
    index_excess: int
    distributed: int
    issuer_available: int
    issuer_held: int
    issuer_revision: int
    revision: int

    @property
    def index(self) -> int:
        """Its two words as one number."""
        return self.index_high << 64 | self.index_low


@dataclass(frozen=True, slots=True)
class Claimed:
    """A holding was paid `gross` of what its issuer's account held, of it `tax` withheld.

    `claimed` is what all holdings have claimed, `holding_claimed` this one.  Where the issuer
    claims for units of its own both accounts are one.
    """

    instrument: Pubkey
    holding: Pubkey
    holder_account: Pubkey
    issuer_account: Pubkey
    gross: int
    tax: int
    claimed: int
    holding_claimed: int
    holding_revision: int
    holder_available: int
    holder_tax_due: int
    holder_revision: int
    issuer_held: int
    issuer_revision: int
    revision: int


DistributionEvent: TypeAlias = Distributed | Claimed
