"""Events of allowances, plans and mandates; units as in `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class AllowanceGranted:
    """A delegate may spend from `owner_account`, or may spend otherwise than before."""

    allowance: Pubkey
    owner_account: Pubkey
    delegate: Pubkey
    per_payment: int
    per_period: int
    period: int
    services: int
    starts_at: int
    expires_at: int
    spent: int
    grants: int
    revision: int


@dataclass(frozen=True, slots=True)
class AllowanceRevoked:
    """A delegate may not spend any more."""

    allowance: Pubkey
    owner_account: Pubkey
    delegate: Pubkey
    grants: int
    revision: int


@dataclass(frozen=True, slots=True)
class AllowanceClosed:
    """An allowance's account is gone; `lamports` went back to `rent_payer`."""

    allowance: Pubkey
    rent_payer: Pubkey
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A delegate paid a merchant, finally; `sequence` is the allowance's.

    `spent` is the sum of period `index` after it.
    """

    allowance: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    reference: bytes
    sequence: int
    amount: int
    fee: int
    tax: int
    service: int
    index: int
    spent: int
    payer_available: int
    payer_revision: int
    payee_available: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class PlanCreated:
    """A merchant offers to be paid `amount` every `period` seconds."""

    plan: Pubkey
    payee_account: Pubkey
    terms: bytes
    number: int
    amount: int
    period: int
    service: int
    revision: int


@dataclass(frozen=True, slots=True)
class PlanClosed:
    """A plan takes no mandates and no pulls any more."""

    plan: Pubkey
    payee_account: Pubkey
    revision: int


@dataclass(frozen=True, slots=True)
class PlanDeleted:
    """A plan's account is gone; `lamports` went back to `rent_payer`."""

    plan: Pubkey
    rent_payer: Pubkey
    lamports: int
    revision: int


@dataclass(frozen=True, slots=True)
class MandateGranted:
    """A payer consented to a plan; `sequence` is the payer's account's."""

    mandate: Pubkey
    plan: Pubkey
    payer_account: Pubkey
    sequence: int
    amount: int
    period: int
    service: int
    starts_at: int
    ends_at: int
    payer_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class MandateCancelled:
    """A mandate is gone, after `count` pulls; `lamports` went back to `rent_payer`."""

    mandate: Pubkey
    plan: Pubkey
    payer_account: Pubkey
    rent_payer: Pubkey
    lamports: int
    count: int
    pulled: int
    revision: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """A merchant was paid period `index` of a mandate, finally."""

    mandate: Pubkey
    plan: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    index: int
    amount: int
    fee: int
    tax: int
    service: int
    payer_available: int
    payer_revision: int
    payee_available: int
    payee_fee_due: int
    payee_tax_due: int
    payee_revision: int
    revision: int


AllowanceEvent: TypeAlias = (
    AllowanceGranted
    | AllowanceRevoked
    | AllowanceClosed
    | Drawn
    | PlanCreated
    | PlanClosed
    | PlanDeleted
    | MandateGranted
    | MandateCancelled
    | Pulled
)
