//! What regulators froze, and what they lifted before its time.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct AccountFreezeSet {
    pub account: Address,
    pub regulator: Address,
    pub case: [u8; 16],
    pub basis: u64,
    /// The regulator's slot.
    pub slot: u64,
    pub until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AccountFreezeLifted {
    pub account: Address,
    pub regulator: Address,
    pub case: [u8; 16],
    pub basis: u64,
    pub slot: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct ParticipantFreezeSet {
    pub participant: Address,
    pub regulator: Address,
    pub case: [u8; 16],
    pub basis: u64,
    /// The regulator's slot.
    pub slot: u64,
    pub until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct ParticipantFreezeLifted {
    pub participant: Address,
    pub regulator: Address,
    pub case: [u8; 16],
    pub basis: u64,
    pub slot: u64,
    pub revision: u64,
}
