"""Builders of what taxes, limits and terms need; see `instructions`."""

from __future__ import annotations

from collections.abc import Sequence

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.account_types import Caps
from alatau.program.addresses import (
    asset_address,
    participant_address,
    tax_record_address,
    vault_address,
)
from alatau.program.building import build
from alatau.program.zone_instructions import triple


def close_tax_period(
    *, payer: Pubkey, zone: Pubkey, account: Pubkey, treasury_account: Pubkey, period: int
) -> Instruction:
    """Sweeps what is due and closes a tax period whose month is over into a record.

    `payer`, of the record's rent, signs; anyone may.  `period` is the `key` of a `TaxPeriod`.
    """
    return build(
        "close_tax_period",
        {
            "payer": payer,
            "zone": zone,
            "account": account,
            "treasury_account": treasury_account,
            "tax_record": tax_record_address(account, period),
        },
        {"period": period},
    )


def set_limits(
    *,
    operator: Pubkey,
    zone: Pubkey,
    account: Pubkey,
    receive_per_day: int,
    receive_per_month: int,
) -> Instruction:
    """Sets what a payee's account may be paid in a day and in a month; the operator signs.

    2**64 - 1 is no cap.
    """
    return build(
        "set_limits",
        {"operator": operator, "zone": zone, "account": account},
        {"receive_per_day": receive_per_day, "receive_per_month": receive_per_month},
    )


def amend_asset(
    *,
    operator: Pubkey,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    fee_bps: int,
    fee_min: int,
    fee_max: int,
    tax_bps: Sequence[int],
    caps: Sequence[Caps | Sequence[int]],
    vault_cap: int,
) -> Instruction:
    """Changes an asset's terms for later payments; operator and both regulators sign.

    All terms are given, as to `list_asset`.
    """
    asset = asset_address(zone, mint)
    return build(
        "amend_asset",
        {
            "operator": operator,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            "zone": zone,
            "asset": asset,
            "vault": vault_address(asset),
        },
        {
            "fee_bps": fee_bps,
            "fee_min": fee_min,
            "fee_max": fee_max,
            "tax_bps": tuple(tax_bps),
            "caps": tuple(triple(tier) for tier in caps),
            "vault_cap": vault_cap,
        },
    )


def amend_participant(
    *,
    operator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    roles: int,
    tier: int,
    tax_category: int,
    verified_until: int,
) -> Instruction:
    """Verifies a participant anew, or changes what it is; the operator signs.

    `verified_until` (unix seconds) that is not to come ends its verification.
    """
    return build(
        "amend_participant",
        {"operator": operator, "zone": zone, "participant": participant_address(zone, wallet)},
        {
            "roles": roles,
            "tier": tier,
            "tax_category": tax_category,
            "verified_until": verified_until,
        },
    )
