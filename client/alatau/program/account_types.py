"""The program's accounts as values.

Amounts are base units of the asset, times unix seconds, windows seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solders.pubkey import Pubkey

from alatau.program.enums import (
    AssetClass,
    LicenceStatus,
    MintFlag,
    PaymentFlag,
    PaymentState,
    Role,
    Scope,
)
from alatau.program.tax_accounts import TaxPeriod

WINDOW: Final = 128
"""How many sequences, from the highest down, an account remembers."""


@dataclass(frozen=True, slots=True)
class Succession:
    """Who is to take a seat (the default key: nobody), and from when."""

    successor: Pubkey
    ready_at: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """A freeze: until when (0: none), of which case, on what legal basis."""

    until: int
    case: bytes
    basis: int

    def is_active(self, now: int) -> bool:
        """Whether it holds at this time (unix seconds)."""
        return now < self.until


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone.  `paused` are the scopes held by the operator and by each regulator.

    `arbiter` may resolve disputes as the operator may (the default key: nobody else),
    `successions` go by `Seat`.
    """

    version: int
    bump: int
    paused: tuple[Scope, Scope, Scope]
    revision: int
    name: str
    operator: Pubkey
    regulators: tuple[Pubkey, Pubkey]
    treasury: Pubkey
    utc_offset: int
    ends_at: int
    settle_window: int
    deliver_within: int
    arbiter: Pubkey
    successions: tuple[Succession, Succession, Succession, Succession]
    withdrawals_stopped_until: int
    respond_window: int
    resolve_window: int
    retention: int

    @property
    def paused_scopes(self) -> Scope:
        """What anyone holds paused."""
        return self.paused[0] | self.paused[1] | self.paused[2]


@dataclass(frozen=True, slots=True)
class Caps:
    """The largest sums that a tier may pay; 2**64 - 1 is no cap."""

    per_payment: int
    per_day: int
    per_month: int


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset that may be paid with.

    `consents` has a bit per regulator, `tax_bps` goes by the payee's tax category, `caps`
    by the payer's tier.
    """

    version: int
    bump: int
    asset_class: AssetClass
    decimals: int
    consents: int
    flags: MintFlag
    fee_bps: int
    revision: int
    zone: Pubkey
    mint: Pubkey
    token_program: Pubkey
    fee_min: int
    fee_max: int
    tax_bps: tuple[int, int, int, int]
    caps: tuple[Caps, Caps, Caps, Caps]


@dataclass(frozen=True, slots=True)
class Vault:
    """What entered and left; `liabilities` is what the accounts of the asset sum up to."""

    version: int
    bump: int
    revision: int
    asset: Pubkey
    token_account: Pubkey
    liabilities: int
    cap: int
    deposited: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Licence:
    """What one regulator allows: bits of services and of asset classes, and until when."""

    activities: int
    asset_classes: int
    status: LicenceStatus
    expires_at: int
    credential: bytes


@dataclass(frozen=True, slots=True)
class Participant:
    """A verified participant, with a licence slot per regulator.

    `country` is ISO 3166-1.  Of a held payment to it, `reserve_bps` are kept in reserve
    for `reserve_window` seconds when it settles.  Payments straight from its wallet use
    `wallet_sequence` and its window, and shares (billionths) of its tier's caps.
    """

    version: int
    bump: int
    tier: int
    tax_category: int
    roles: Role
    revision: int
    zone: Pubkey
    wallet: Pubkey
    verified_by: Pubkey
    verified_until: int
    country: str
    reserve_bps: int
    reserve_window: int
    licences: tuple[Licence, Licence]
    freezes: tuple[Freeze, Freeze]
    wallet_sequence: int
    wallet_window: tuple[int, int]
    wallet_day: int
    wallet_month: int
    wallet_day_share: int
    wallet_month_share: int

    def is_used(self, sequence: int) -> bool | None:
        """Whether a payment from the wallet with this sequence has landed; None: too old."""
        return is_used(self.wallet_sequence, self.wallet_window, sequence)


@dataclass(frozen=True, slots=True)
class PaymentAccount:
    """A participant's balances in one asset, its spending windows and its sequences.

    `held` are open payments to this account.  `fee_credit` and `tax_credit` were returned
    to payers after their collection and are set off by the next one.  `sequence` is the
    highest used, bit n of `window` (two words of 64) that of ``sequence - n``.
    `tax_periods` are those not closed yet, the current one first;
    `open_payments` counts held payments from this account that are not closed yet.
    """

    version: int
    bump: int
    lane: int
    asset_class: AssetClass
    utc_offset: int
    revision: int
    zone: Pubkey
    asset: Pubkey
    wallet: Pubkey
    participant: Pubkey
    available: int
    held: int
    reserve: int
    fee_due: int
    tax_due: int
    fee_credit: int
    tax_credit: int
    day: int
    month: int
    spent_day: int
    spent_month: int
    sequence: int
    window: tuple[int, int]
    deposited: int
    withdrawn: int
    paid: int
    received: int
    refunded: int
    receive_per_day: int
    receive_per_month: int
    received_day: int
    received_month: int
    freezes: tuple[Freeze, Freeze]
    rent_payer: Pubkey
    tax_periods: tuple[TaxPeriod, ...]
    tax_collected: int
    open_payments: int
    tax_repaid: int

    @property
    def liability(self) -> int:
        """What the sandbox owes on this account."""
        return self.available + self.held + self.reserve + self.fee_due + self.tax_due

    def is_used(self, sequence: int) -> bool | None:
        """Whether an instruction with this sequence has landed; None: too old to be known."""
        return is_used(self.sequence, self.window, sequence)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that was held.

    ``amount == refunded + held + settled + reserve + fee + tax`` at any time; `fee_total` and
    `tax_total` are the legs of the whole amount.  From `deliver_by` on an unfulfilled one
    expires; from `settles_at` on (0: not fulfilled) anyone may settle it.  `service` is a
    `Service`, or another number below 32; `reason` a `DisputeReason`, 0 unless disputed.
    `reserve` is kept until `reserve_until`; a dispute may be answered (once answered,
    resolved) before `decide_by`; the account may be closed from `closes_at` on.
    """

    version: int
    bump: int
    state: PaymentState
    service: int
    reason: int
    flags: PaymentFlag
    reserve_bps: int
    revision: int
    payer_account: Pubkey
    payee_account: Pubkey
    rent_payer: Pubkey
    reference: bytes
    sequence: int
    amount: int
    refunded: int
    held: int
    settled: int
    fee: int
    tax: int
    fee_total: int
    tax_total: int
    paid_at: int
    deliver_by: int
    settle_window: int
    settles_at: int
    reserve: int
    reserve_until: int
    decide_by: int
    closes_at: int
    evidence: bytes
    respond_window: int
    resolve_window: int
    reserve_window: int
    tax_bps: int

    @property
    def is_disputed(self) -> bool:
        """Whether a dispute is under way: of what is held, or of what has settled."""
        return self.state in {PaymentState.DISPUTED, PaymentState.CHARGEBACK}


def is_used(highest: int, window: tuple[int, int], sequence: int) -> bool | None:
    """Whether a sequence is used up, by the highest and the window; None: too old to be known."""
    age = highest - sequence
    if age < 0:
        return False
    if age >= WINDOW:
        return None
    return bool(window[age // 64] >> age % 64 & 1)
