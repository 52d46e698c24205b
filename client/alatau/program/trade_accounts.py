"""Standing offers as values; times unix seconds, units whole base units of the mint."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class Offer:
    """Units of a holding that anyone who may hold them can buy, for `price` each.

    `price` is in base units of the instrument's payout asset, `number` the holding's sequence
    that it was made with; of `quantity` units `left` are not taken.  `least` are taken at once at
    the least, unless fewer are left.
    """

    version: int
    bump: int
    revision: int
    zone: Pubkey
    instrument: Pubkey
    holding: Pubkey
    rent_payer: Pubkey
    number: int
    quantity: int
    left: int
    price: int
    offered_at: int
    expires_at: int
    least: int
