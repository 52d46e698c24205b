//! The record of an order that both regulators had executed: it stays for good, so that no
//! case is executed twice on an account, or on a holding.

use anchor_lang::prelude::*;

/// What was ordered.
pub mod enforcement_kind {
    /// To the treasury.
    pub const SEIZURE: u8 = 1;
    /// To another payment account.
    pub const TRANSFER: u8 = 2;
    /// Units, to the treasury's holding.
    pub const SEIZURE_OF_UNITS: u8 = 3;
    /// Units, to another holding.
    pub const TRANSFER_OF_UNITS: u8 = 4;
}

#[account]
pub struct Enforcement {
    pub version: u8,
    pub bump: u8,
    /// See `enforcement_kind`.
    pub kind: u8,
    pub spare_byte: u8,
    /// The legal basis, by the number that the regulators give it.
    pub basis: u16,
    pub spare_bytes: [u8; 2],
    pub revision: u64,
    pub zone: Address,
    /// Of units: the instrument.
    pub asset: Address,
    /// The account that was debited, and the one that was credited; of units: the holdings.
    pub account: Address,
    pub recipient_account: Address,
    /// Who signed.
    pub regulators: [Address; 2],
    /// The case: a UUID, or text padded with zeros.
    pub case: [u8; 16],
    /// Base units, or units.
    pub amount: u64,
    /// Unix seconds.
    pub executed_at: u64,
    pub spare: [u64; 4],
}
