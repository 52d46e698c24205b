"""Events of taxes, limits and terms; see `event_types`.

What ends in `_before` is what the same field was until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solders.pubkey import Pubkey

Rates: TypeAlias = tuple[int, int, int, int]
TierCaps: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class TaxPeriodClosed:
    """A tax period whose month is over became a record.  `month` is the program's number."""

    tax_record: Pubkey
    account: Pubkey
    month: int
    rate_bps: int
    turnover: int
    tax: int
    returned_turnover: int
    returned_tax: int
    account_revision: int
    revision: int


@dataclass(frozen=True, slots=True)
class LimitsSet:
    """What a payee may be paid in a day and in a month; 2**64 - 1 is no cap."""

    account: Pubkey
    receive_per_day: int
    receive_per_month: int
    receive_per_day_before: int
    receive_per_month_before: int
    revision: int


@dataclass(frozen=True, slots=True)
class AssetAmended:
    """An asset's terms changed for later payments.

    `tax_bps` go by tax category, `caps` by tier: per payment, per day, per month.
    """

    asset: Pubkey
    vault: Pubkey
    fee_bps: int
    fee_min: int
    fee_max: int
    tax_bps: Rates
    caps: tuple[TierCaps, TierCaps, TierCaps, TierCaps]
    vault_cap: int
    fee_bps_before: int
    fee_min_before: int
    fee_max_before: int
    tax_bps_before: Rates
    caps_before: tuple[TierCaps, TierCaps, TierCaps, TierCaps]
    vault_cap_before: int
    revision: int
    vault_revision: int


@dataclass(frozen=True, slots=True)
class ParticipantAmended:
    """The operator verified a participant anew, or changed what it is."""

    participant: Pubkey
    verified_by: Pubkey
    roles: int
    tier: int
    tax_category: int
    verified_until: int
    roles_before: int
    tier_before: int
    tax_category_before: int
    verified_until_before: int
    revision: int


TaxEvent: TypeAlias = TaxPeriodClosed | LimitsSet | AssetAmended | ParticipantAmended
