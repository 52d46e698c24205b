//! What both regulators had executed.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Seized {
    /// The record of it.
    pub enforcement: Address,
    pub account: Address,
    pub treasury_account: Address,
    pub regulators: [Address; 2],
    pub case: [u8; 16],
    pub basis: u64,
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub treasury_available: u64,
    pub treasury_revision: u64,
}

#[event(bytemuck)]
pub struct ForcedTransferred {
    /// The record of it.
    pub enforcement: Address,
    pub account: Address,
    pub recipient_account: Address,
    pub regulators: [Address; 2],
    pub case: [u8; 16],
    pub basis: u64,
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub recipient_available: u64,
    pub recipient_revision: u64,
}
