"""Events of trades, offers and splits; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class Traded:
    """Units changed hands for money, in one step.

    `price` is for all of them, `fee` and `tax` what of it the seller owes.  `sequence` is the
    seller's holding's, `account_sequence` the buyer's account's.
    """

    instrument: Pubkey
    seller_holding: Pubkey
    buyer_holding: Pubkey
    buyer_account: Pubkey
    seller_account: Pubkey
    reference: bytes
    sequence: int
    account_sequence: int
    quantity: int
    price: int
    fee: int
    tax: int
    seller_units: int
    seller_holding_revision: int
    buyer_units: int
    buyer_holding_revision: int
    buyer_available: int
    buyer_revision: int
    seller_available: int
    seller_fee_due: int
    seller_tax_due: int
    seller_revision: int
    holders: int
    revision: int


@dataclass(frozen=True, slots=True)
class UnitsOffered:
    """A holding set units aside for who pays `price` for one; `sequence` is the holding's.

    `least` are taken at once at the least, unless fewer are left.  After it `offered` of its units
    are set aside, in `open_offers`.
    """

    offer: Pubkey
    instrument: Pubkey
    holding: Pubkey
    sequence: int
    quantity: int
    price: int
    expires_at: int
    least: int
    offered: int
    open_offers: int
    holding_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """Units of an offer changed hands, for `price` in all; `sequence` is the buyer's account's.

    Where none is `left` the offer's account is gone, and `lamports` went back to `rent_payer`.
    """

    offer: Pubkey
    instrument: Pubkey
    seller_holding: Pubkey
    buyer_holding: Pubkey
    buyer_account: Pubkey
    seller_account: Pubkey
    rent_payer: Pubkey
    sequence: int
    quantity: int
    left: int
    lamports: int
    price: int
    fee: int
    tax: int
    offered: int
    open_offers: int
    seller_units: int
    seller_holding_revision: int
    buyer_units: int
    buyer_holding_revision: int
    buyer_available: int
    buyer_revision: int
    seller_available: int
    seller_fee_due: int
    seller_tax_due: int
    seller_revision: int
    holders: int
    instrument_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class OfferCancelled:
    """`quantity` units are set aside no more; `lamports` went back to `rent_payer`."""

    offer: Pubkey
    instrument: Pubkey
    holding: Pubkey
    rent_payer: Pubkey
    quantity: int
    lamports: int
    offered: int
    open_offers: int
    holding_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class InstrumentSplit:
    """`shares` shares are `per_units` units from now on, in lowest terms."""

    instrument: Pubkey
    issuer: Pubkey
    regulator: Pubkey
    shares: int
    per_units: int
    revision: int


TradeEvent: TypeAlias = Traded | UnitsOffered | OfferTaken | OfferCancelled | InstrumentSplit
