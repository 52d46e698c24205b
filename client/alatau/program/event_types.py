"""The program's events, with the IDL's names and in its order of fields.

Amounts are base units of the asset, times unix seconds, addresses those of accounts.
A `revision` is the account's after the change: readers prove with it that none is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey

from alatau.program.allowance_events import AllowanceEvent
from alatau.program.authority_events import AuthorityEvent
from alatau.program.batch_events import Consolidated, LaneFunded, PaidMany, SettledMany
from alatau.program.conversion_events import ConversionEvent
from alatau.program.disputes_events import DisputesEvent
from alatau.program.distributions_events import DistributionEvent
from alatau.program.enforcement_events import (
    AccountFreezeLifted,
    AccountFreezeSet,
    ForcedTransferred,
    ParticipantFreezeLifted,
    ParticipantFreezeSet,
    Seized,
)
from alatau.program.instrument_events import InstrumentEvent
from alatau.program.offering_events import OfferingEvent
from alatau.program.outside_events import OutsideEvent
from alatau.program.redemption_events import RedemptionEvent
from alatau.program.replacement_events import ReplacementEvent
from alatau.program.tax_events import TaxEvent
from alatau.program.trade_events import TradeEvent
from alatau.program.unit_order_events import UnitOrderEvent


@dataclass(frozen=True, slots=True)
class ZoneCreated:
    """A zone came to be.  `regulators` are the central bank and the financial authority."""

    zone: Pubkey
    operator: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    treasury: Pubkey
    ends_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class AssetListed:
    """An asset was listed, not yet consented.

    `asset_class` is an `AssetClass`, `flags` are bits of `MintFlag`.
    """

    asset: Pubkey
    zone: Pubkey
    mint: Pubkey
    vault: Pubkey
    asset_class: int
    decimals: int
    flags: int
    revision: int


@dataclass(frozen=True, slots=True)
class AssetConsented:
    """A regulator consented or took its consent back: `consents` has a bit for each."""

    asset: Pubkey
    regulator: Pubkey
    consents: int
    revision: int


@dataclass(frozen=True, slots=True)
class AssetRescreened:
    """An asset's mint is not what it was: bits of `MintFlag`.  Nobody consents to it yet."""

    asset: Pubkey
    flags_before: int
    flags: int
    consents: int
    revision: int


@dataclass(frozen=True, slots=True)
class ParticipantRegistered:
    """A verified wallet was registered.  `roles` are bits of `Role`."""

    participant: Pubkey
    zone: Pubkey
    wallet: Pubkey
    verified_by: Pubkey
    roles: int
    tier: int
    tax_category: int
    verified_until: int
    revision: int


@dataclass(frozen=True, slots=True)
class LicenceGranted:
    """A regulator granted or renewed a licence."""

    participant: Pubkey
    regulator: Pubkey
    credential: bytes
    activities: int
    asset_classes: int
    expires_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class LicenceSuspended:
    """A regulator suspended the licence that it had granted."""

    participant: Pubkey
    regulator: Pubkey
    revision: int


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """A payment account was opened."""

    account: Pubkey
    asset: Pubkey
    wallet: Pubkey
    lane: int
    revision: int


@dataclass(frozen=True, slots=True)
class Deposited:
    """Tokens entered: `amount` is what arrived in the vault."""

    account: Pubkey
    asset: Pubkey
    reference: bytes
    sequence: int
    amount: int
    available: int
    revision: int
    liabilities: int
    vault_revision: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Tokens left: `amount` is what left the vault."""

    account: Pubkey
    asset: Pubkey
    destination: Pubkey
    reference: bytes
    sequence: int
    amount: int
    available: int
    revision: int
    liabilities: int
    vault_revision: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A merchant was paid; `deliver_by` is 0 where that is final, else it is held."""

    payer_account: Pubkey
    payee_account: Pubkey
    reference: bytes
    sequence: int
    amount: int
    fee: int
    tax: int
    service: int
    deliver_by: int
    payer_available: int
    payer_revision: int
    payee_available: int
    payee_held: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int


@dataclass(frozen=True, slots=True)
class Transferred:
    """A resident paid another."""

    payer_account: Pubkey
    payee_account: Pubkey
    reference: bytes
    sequence: int
    amount: int
    payer_available: int
    payer_revision: int
    payee_available: int
    payee_revision: int


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """The merchant has delivered; from `settles_at` on anyone may settle."""

    payment: Pubkey
    payee_account: Pubkey
    settles_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A held payment was released: `net` to the payee, `fee` and `tax` accrued."""

    payment: Pubkey
    payee_account: Pubkey
    signer: Pubkey
    net: int
    reserve: int
    fee: int
    tax: int
    payee_available: int
    payee_held: int
    payee_reserve: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class Refunded:
    """A payment was returned in part or whole.

    `fee` and `tax` are what of `amount` came out of accrued fee and tax, `refunded` the sum of
    this payment's refunds so far.
    """

    payment: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    amount: int
    fee: int
    tax: int
    refunded: int
    payer_available: int
    payer_revision: int
    payee_available: int
    payee_held: int
    payee_reserve: int
    payee_fee_due: int
    payee_tax_due: int
    payee_fee_credit: int
    payee_tax_credit: int
    payee_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class Expired:
    """A held payment that was not delivered in time went back."""

    payment: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    amount: int
    payer_available: int
    payer_revision: int
    payee_held: int
    payee_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class Collected:
    """Fee and tax went to the treasury; `credit` was set off and stays on the account.

    `repaid` is what the treasury paid back of credits, once the zone had ended.
    """

    account: Pubkey
    treasury_account: Pubkey
    fee: int
    tax: int
    credit: int
    repaid: int
    available: int
    fee_credit: int
    tax_credit: int
    revision: int
    treasury_available: int
    treasury_revision: int


@dataclass(frozen=True, slots=True)
class Paused:
    """`scopes` are all that this authority holds paused now: bits of `Scope`."""

    zone: Pubkey
    authority: Pubkey
    scopes: int
    revision: int


Event: TypeAlias = (
    ZoneCreated
    | AssetListed
    | AssetConsented
    | AssetRescreened
    | ParticipantRegistered
    | LicenceGranted
    | LicenceSuspended
    | AccountOpened
    | Deposited
    | Withdrawn
    | Paid
    | Transferred
    | Fulfilled
    | Settled
    | Refunded
    | Expired
    | Collected
    | Paused
    | PaidMany
    | SettledMany
    | Consolidated
    | LaneFunded
    | AuthorityEvent
    | ConversionEvent
    | DisputesEvent
    | AccountFreezeSet
    | AccountFreezeLifted
    | ParticipantFreezeSet
    | ParticipantFreezeLifted
    | Seized
    | ForcedTransferred
    | AllowanceEvent
    | InstrumentEvent
    | RedemptionEvent
    | ReplacementEvent
    | OfferingEvent
    | OutsideEvent
    | TaxEvent
    | TradeEvent
    | DistributionEvent
    | UnitOrderEvent
)
