//! What was paid in for holders, and what they claimed.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Distributed {
    pub instrument: Address,
    pub issuer_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    /// Units that it was spread over.
    pub issued: u64,
    /// Words of the index after it.
    pub index_low: u64,
    pub index_high: u64,
    pub index_excess: u64,
    pub distributed: u64,
    pub issuer_available: u64,
    pub issuer_held: u64,
    pub issuer_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Claimed {
    pub instrument: Address,
    pub holding: Address,
    pub holder_account: Address,
    /// The same where the holder is the issuer.
    pub issuer_account: Address,
    /// What the issuer's account holds less; the tax is part of it.
    pub gross: u64,
    pub tax: u64,
    /// By all holders, and by this one.
    pub claimed: u64,
    pub holding_claimed: u64,
    pub holding_revision: u64,
    pub holder_available: u64,
    pub holder_tax_due: u64,
    pub holder_revision: u64,
    pub issuer_held: u64,
    pub issuer_revision: u64,
    pub revision: u64,
}
