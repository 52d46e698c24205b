//! What happened to an asset.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct AssetListed {
    pub asset: Address,
    pub zone: Address,
    pub mint: Address,
    pub vault: Address,
    pub class: u64,
    pub decimals: u64,
    /// What others can do to its tokens: bits of `mint_flag`.
    pub flags: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AssetConsented {
    pub asset: Address,
    pub regulator: Address,
    /// Bits of the regulators that consent now.
    pub consents: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AssetRescreened {
    pub asset: Address,
    pub flags_before: u64,
    /// What others can do to its tokens now: bits of `mint_flag`.
    pub flags: u64,
    /// None: the regulators consent to what the mint is now.
    pub consents: u64,
    pub revision: u64,
}
