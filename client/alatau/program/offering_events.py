"""Events of offerings and subscriptions; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class OfferingCreated:
    """An issuer offers units; `promised` are all that its open offerings may still issue."""

    offering: Pubkey
    instrument: Pubkey
    issuer_account: Pubkey
    number: int
    price: int
    quantity: int
    minimum: int
    least: int
    most: int
    opens_at: int
    closes_at: int
    cooling_off: int
    allotment: int
    promised: int
    instrument_revision: int
    issuer_account_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class Subscribed:
    """An investor subscribed units; their price, `amount`, is held on its account."""

    subscription: Pubkey
    offering: Pubkey
    account: Pubkey
    wallet: Pubkey
    sequence: int
    units: int
    amount: int
    subscribed_at: int
    available: int
    held: int
    account_revision: int
    subscribed: int
    offering_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class SubscriptionWithdrawn:
    """An investor took a subscription back; all its money is available again."""

    subscription: Pubkey
    offering: Pubkey
    account: Pubkey
    rent_payer: Pubkey
    units: int
    amount: int
    available: int
    held: int
    account_revision: int
    subscribed: int
    offering_revision: int
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class SubscriptionConfirmed:
    """A subscription has its place; `offset` units were confirmed before it.

    Subscriptions of the instrument keep `reserved` places among its holders.  Where this one keeps
    none the instrument's revision is 0: unchanged.
    """

    subscription: Pubkey
    offering: Pubkey
    instrument: Pubkey
    units: int
    offset: int
    confirmed: int
    reserved: int
    instrument_revision: int
    offering_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferingConcluded:
    """An offering sold units, or (`state` failed) nothing."""

    offering: Pubkey
    instrument: Pubkey
    state: int
    confirmed: int
    sold: int
    issued: int
    promised: int
    instrument_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferingCancelled:
    """An offering was given up by who signed: all money goes back."""

    offering: Pubkey
    instrument: Pubkey
    signer: Pubkey
    promised: int
    instrument_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class Allotted:
    """An investor has `units` for `amount`, and `returned` back.

    Without units the revisions of issuer's account and holding are 0: unchanged.  So is that of the
    instrument, where no place among the holders was kept for it either; `reserved` still are.
    """

    subscription: Pubkey
    offering: Pubkey
    instrument: Pubkey
    account: Pubkey
    issuer_account: Pubkey
    holding: Pubkey
    rent_payer: Pubkey
    units: int
    amount: int
    returned: int
    available: int
    held: int
    account_revision: int
    issuer_available: int
    issuer_revision: int
    holding_units: int
    holding_revision: int
    holders: int
    reserved: int
    instrument_revision: int
    unallotted: int
    offering_revision: int
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferingClosed:
    """An offering's account is gone; `units` that nobody was allotted are the issuer's.

    Without units the holding's revision is 0: unchanged.
    """

    offering: Pubkey
    instrument: Pubkey
    issuer_account: Pubkey
    holding: Pubkey
    rent_payer: Pubkey
    units: int
    holding_units: int
    holding_revision: int
    instrument_revision: int
    issuer_account_revision: int
    lamports: int
    revision: int


OfferingEvent: TypeAlias = (
    OfferingCreated
    | Subscribed
    | SubscriptionWithdrawn
    | SubscriptionConfirmed
    | OfferingConcluded
    | OfferingCancelled
    | Allotted
    | OfferingClosed
)
