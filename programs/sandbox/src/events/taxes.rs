//! What happened to taxes, limits and terms.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct TaxPeriodClosed {
    pub tax_record: Address,
    pub account: Address,
    /// See `math::month`.
    pub month: u64,
    pub rate_bps: u64,
    pub turnover: u64,
    pub tax: u64,
    pub returned_turnover: u64,
    pub returned_tax: u64,
    pub account_revision: u64,
    /// The record's.
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LimitsSet {
    pub account: Address,
    pub receive_per_day: u64,
    pub receive_per_month: u64,
    pub receive_per_day_before: u64,
    pub receive_per_month_before: u64,
    pub revision: u64,
}

/// An asset's terms, as they are from now on and as they were.
#[event(bytemuck)]
pub struct AssetAmended {
    pub asset: Address,
    pub vault: Address,
    pub fee_bps: u64,
    pub fee_min: u64,
    pub fee_max: u64,
    pub tax_bps: [u64; 4],
    pub caps: [[u64; 3]; 4],
    pub vault_cap: u64,
    pub fee_bps_before: u64,
    pub fee_min_before: u64,
    pub fee_max_before: u64,
    pub tax_bps_before: [u64; 4],
    pub caps_before: [[u64; 3]; 4],
    pub vault_cap_before: u64,
    pub revision: u64,
    pub vault_revision: u64,
}

#[event(bytemuck)]
pub struct ParticipantAmended {
    pub participant: Address,
    /// The operator, that answers for it.
    pub verified_by: Address,
    pub roles: u64,
    pub tier: u64,
    pub tax_category: u64,
    pub verified_until: u64,
    pub roles_before: u64,
    pub tier_before: u64,
    pub tax_category_before: u64,
    pub verified_until_before: u64,
    pub revision: u64,
}
