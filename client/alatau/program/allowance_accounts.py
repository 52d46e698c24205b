"""Allowances, plans and mandates as values; units as in `account_types`."""

from __future__ import annotations

from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.program.account_types import is_used
from alatau.program.enums import PlanState


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a delegate may spend from an account of another.

    `services` has a bit per service.  `index` is the period (from 0, each `period` seconds
    long, counted from `starts_at`) that `spent` is of; `grants` counts grants and revocations.
    `sequence` and `window` are as a payment account's.
    """

    version: int
    bump: int
    revoked: bool
    services: int
    revision: int
    zone: Pubkey
    owner_account: Pubkey
    wallet: Pubkey
    delegate: Pubkey
    rent_payer: Pubkey
    grants: int
    per_payment: int
    per_period: int
    period: int
    starts_at: int
    expires_at: int
    index: int
    spent: int
    sequence: int
    window: tuple[int, int]
    drawn: int

    def left(self, now: int) -> int:
        """What may still be spent in the period of this time (unix seconds)."""
        if self.revoked or now >= self.expires_at:
            return 0
        index = max(0, now - self.starts_at) // self.period
        return self.per_period - (self.spent if index <= self.index else 0)

    def is_used(self, sequence: int) -> bool | None:
        """Whether a draw with this sequence has landed; None: too old to be known."""
        return is_used(self.sequence, self.window, sequence)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merchant charges every `period` seconds.  `terms` is a digest of the contract."""

    version: int
    bump: int
    state: PlanState
    service: int
    revision: int
    zone: Pubkey
    asset: Pubkey
    payee_account: Pubkey
    wallet: Pubkey
    rent_payer: Pubkey
    number: int
    amount: int
    period: int
    terms: bytes


@dataclass(frozen=True, slots=True)
class Mandate:
    """A payer's consent to a plan, with what the plan said then.

    `next` is the first period that was neither pulled nor missed before a pulled one.
    """

    version: int
    bump: int
    service: int
    revision: int
    payer_account: Pubkey
    wallet: Pubkey
    plan: Pubkey
    rent_payer: Pubkey
    amount: int
    period: int
    starts_at: int
    ends_at: int
    next: int
    count: int
    pulled: int

    def due(self, now: int) -> int | None:
        """The period that can be pulled at this time (unix seconds); None: none can."""
        if not self.starts_at <= now < self.ends_at:
            return None
        index = (now - self.starts_at) // self.period
        return index if index >= self.next else None
