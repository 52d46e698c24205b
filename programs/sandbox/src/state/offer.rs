//! A standing offer: units of a holding that anyone who may hold them can buy.

use anchor_lang::prelude::*;

#[account]
pub struct Offer {
    pub version: u8,
    pub bump: u8,
    pub spare_bytes: [u8; 6],
    pub revision: u64,
    pub zone: Address,
    pub instrument: Address,
    pub holding: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// The holding's sequence that it was made with.
    pub number: u64,
    /// Units that were offered, and those not taken yet, which the holding has set aside.
    pub quantity: u64,
    pub left: u64,
    /// For one unit, base units of the payout asset.
    pub price: u64,
    /// Unix seconds.
    pub offered_at: u64,
    /// Take before, never from then on.
    pub expires_at: u64,
    /// Units taken at once at the least, unless fewer are left.
    pub least: u64,
    pub spare: [u64; 7],
}
