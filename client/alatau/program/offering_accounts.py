"""Offerings and subscriptions as values; times unix seconds, units whole base units of the mint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solders.pubkey import Pubkey

from alatau.program.enums import Allotment, OfferingState, SubscriptionState

_PATIENCE: Final = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Offering:
    """New units that an issuer sells to investors.

    `price` is base units of the payout asset for a unit.  At most `quantity` units are sold; where
    fewer than `minimum` are confirmed, none.  A subscription is of `least` to `most`, made from
    `opens_at` on and before `closes_at`, and withdrawn within `cooling_off` seconds.

    There are `subscriptions` of `subscribed` units, of which `unconfirmed` are not confirmed (a
    number of subscriptions); `confirmed` units were.  Of the `sold` units `unallotted` are in no
    holding yet; they are entitled since the instrument's index stood at `counted_at`.
    """

    version: int
    bump: int
    state: OfferingState
    allotment: Allotment
    revision: int
    zone: Pubkey
    instrument: Pubkey
    issuer_account: Pubkey
    rent_payer: Pubkey
    number: int
    price: int
    quantity: int
    minimum: int
    least: int
    most: int
    opens_at: int
    closes_at: int
    cooling_off: int
    subscriptions: int
    subscribed: int
    unconfirmed: int
    confirmed: int
    sold: int
    unallotted: int
    counted_at: int

    @property
    def concludes_at(self) -> int:
        """From when on it can be concluded: the last cooling-off is over."""
        return self.closes_at + self.cooling_off

    @property
    def abandoned_at(self) -> int:
        """From when on anyone may cancel it while the instrument is suspended: a week later."""
        return self.concludes_at + _PATIENCE

    def share(self, offset: int, units: int) -> int:
        """Units of what is sold that fall to those subscribed at an offset."""
        if not self.sold:
            return 0
        if self.allotment is Allotment.PRO_RATA:
            end = (offset + units) * self.sold // self.confirmed
            return end - offset * self.sold // self.confirmed
        return min(units, max(self.sold - offset, 0))


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an investor has subscribed of an offering.

    `held` is the price of its `units`, base units of the payout asset, held on `account`;
    `offset` is how many units were confirmed before it; one that `reserves` keeps a place among the
    instrument's holders.
    """

    version: int
    bump: int
    state: SubscriptionState
    reserves: bool
    revision: int
    zone: Pubkey
    offering: Pubkey
    wallet: Pubkey
    participant: Pubkey
    account: Pubkey
    holding: Pubkey
    rent_payer: Pubkey
    units: int
    held: int
    offset: int
    subscribed_at: int
