//! What both regulators ordered about units.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct HoldingFreezeSet {
    pub holding: Address,
    pub instrument: Address,
    pub regulators: [Address; 2],
    pub case: [u8; 16],
    pub basis: u64,
    pub until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct HoldingFreezeLifted {
    pub holding: Address,
    pub instrument: Address,
    /// The one that lifted it.
    pub regulator: Address,
    pub case: [u8; 16],
    pub basis: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsSeized {
    /// The record of it.
    pub enforcement: Address,
    pub instrument: Address,
    pub holding: Address,
    pub treasury_holding: Address,
    pub regulators: [Address; 2],
    pub case: [u8; 16],
    pub basis: u64,
    pub quantity: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub treasury_units: u64,
    pub treasury_revision: u64,
    pub holders: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsForcedTransferred {
    /// The record of it.
    pub enforcement: Address,
    pub instrument: Address,
    pub holding: Address,
    pub recipient_holding: Address,
    pub regulators: [Address; 2],
    pub case: [u8; 16],
    pub basis: u64,
    pub quantity: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub recipient_units: u64,
    pub recipient_revision: u64,
    pub holders: u64,
    pub revision: u64,
}
