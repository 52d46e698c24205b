"""Events of units that the issuer takes back for money; units as in `event_types`.

Amounts are base units of the payout asset.  `issued`, `holders` and `units` are after the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class RedemptionCalled:
    """The issuer called all units: `amount`, `price` for each that another has, is set aside on its
    account; its own `quantity` units are no more.

    `sequence` is the account's.  `holding` is the issuer's, zeros where it has none.
    """

    instrument: Pubkey
    account: Pubkey
    holding: Pubkey
    sequence: int
    price: int
    amount: int
    quantity: int
    issued: int
    units: int
    holding_revision: int
    account_available: int
    account_held: int
    account_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsRedeemed:
    """Units of a called instrument are no more: `amount` went to the holder's account."""

    instrument: Pubkey
    holding: Pubkey
    account: Pubkey
    issuer_account: Pubkey
    quantity: int
    amount: int
    issued: int
    holders: int
    units: int
    holding_revision: int
    account_available: int
    account_revision: int
    issuer_held: int
    issuer_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class TenderOpened:
    """The issuer takes `quantity` units back for `price` each, and has set `amount` aside.

    `sequence` is the account's.
    """

    instrument: Pubkey
    account: Pubkey
    sequence: int
    price: int
    quantity: int
    amount: int
    account_available: int
    account_held: int
    account_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsTendered:
    """A holder gave units back: `amount` went to its account; `sequence` is its holding's."""

    instrument: Pubkey
    holding: Pubkey
    account: Pubkey
    issuer_account: Pubkey
    sequence: int
    quantity: int
    amount: int
    tender_left: int
    issued: int
    holders: int
    units: int
    holding_revision: int
    account_available: int
    account_revision: int
    issuer_held: int
    issuer_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class TenderClosed:
    """A tender is over: `amount`, for `quantity` units that nobody gave, is available again."""

    instrument: Pubkey
    account: Pubkey
    quantity: int
    amount: int
    account_available: int
    account_held: int
    account_revision: int
    revision: int


RedemptionEvent: TypeAlias = (
    RedemptionCalled | UnitsRedeemed | TenderOpened | UnitsTendered | TenderClosed
)
