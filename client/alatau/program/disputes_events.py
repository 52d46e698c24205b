"""Events of disputes, reserves, closing and their policy; see `event_types`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey


@dataclass(frozen=True, slots=True)
class Disputed:
    """The payer disputes a payment.

    `reason` is a `DisputeReason`, `state` the `PaymentState` that it has now, `evidence` the
    SHA-256 of what the payer put forward.  Before `decide_by` the payee may answer.
    """

    payment: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    evidence: bytes
    reason: int
    state: int
    decide_by: int
    revision: int


@dataclass(frozen=True, slots=True)
class Responded:
    """The payee has answered: `evidence` is the SHA-256 of what it put forward.

    `combined`, which the payment carries now, is that of the payer's digest and this.  Before
    `decide_by` the dispute may be resolved.
    """

    payment: Pubkey
    payee_account: Pubkey
    evidence: bytes
    combined: bytes
    decide_by: int
    revision: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """A dispute has ended, as `outcome` (a `DisputeOutcome`) says.

    `to_payer` went back, `to_payee` became available to the payee; `fee` and `tax` are what
    the payment bears now, `refunded` the sum of its refunds so far.  The payer's account is
    unchanged where nothing went back.
    """

    payment: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    signer: Pubkey
    outcome: int
    to_payer: int
    to_payee: int
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
class Released:
    """A payment's reserve became available to its payee."""

    payment: Pubkey
    payee_account: Pubkey
    released: int
    payee_available: int
    payee_reserve: int
    payee_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class PaymentClosed:
    """A payment's account is no more; `lamports` of rent went back to `rent_payer`.

    The payer's account counts one open payment less.  ``amount == refunded + settled + fee + tax``.
    """

    payment: Pubkey
    payer_account: Pubkey
    payee_account: Pubkey
    rent_payer: Pubkey
    reference: bytes
    sequence: int
    amount: int
    refunded: int
    settled: int
    fee: int
    tax: int
    lamports: int
    payer_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The policy of later payments; the default key as `arbiter`: the operator alone."""

    zone: Pubkey
    operator: Pubkey
    arbiter: Pubkey
    settle_window: int
    deliver_within: int
    respond_window: int
    resolve_window: int
    retention: int
    revision: int


@dataclass(frozen=True, slots=True)
class ReserveSet:
    """What is kept in reserve of later payments to a merchant, and for how long."""

    participant: Pubkey
    operator: Pubkey
    reserve_bps: int
    reserve_window: int
    revision: int


DisputesEvent: TypeAlias = (
    Disputed | Responded | Resolved | Released | PaymentClosed | PolicySet | ReserveSet
)
