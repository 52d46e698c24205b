//! A closed tax period: what a merchant's turnover of a month at one rate was taxed, for good.

use anchor_lang::prelude::*;

#[account]
pub struct TaxRecord {
    pub version: u8,
    pub bump: u8,
    pub rate_bps: u16,
    pub spare_bytes: [u8; 4],
    pub revision: u64,
    pub account: Address,
    pub asset: Address,
    /// The merchant's.
    pub wallet: Address,
    /// Who paid the rent.
    pub rent_payer: Address,
    /// Months since March of year 0; see `math::month`.
    pub month: u64,
    /// The payments that accrued in the month, and the refunds that were made in it.
    pub turnover: u64,
    pub tax: u64,
    pub returned_turnover: u64,
    pub returned_tax: u64,
    pub closed_at: u64,
    pub spare: [u64; 4],
}
