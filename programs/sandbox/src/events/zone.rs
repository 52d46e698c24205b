//! What happened to a zone.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct ZoneCreated {
    pub zone: Address,
    pub operator: Address,
    pub regulators: [Address; 2],
    pub treasury: Address,
    pub ends_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Paused {
    pub zone: Address,
    pub authority: Address,
    /// The scopes that this authority holds paused now.
    pub scopes: u64,
    pub revision: u64,
}
