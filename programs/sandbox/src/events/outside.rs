//! What happened to units on their way to the holder's own token account and back.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct UnitsWithdrawn {
    pub instrument: Address,
    pub holding: Address,
    /// The holding's.
    pub sequence: u64,
    pub quantity: u64,
    /// All of its units, which are as many as before, and those of them that are outside now.
    pub units: u64,
    pub outside: u64,
    pub holding_revision: u64,
}

#[event(bytemuck)]
pub struct UnitsReturned {
    pub instrument: Address,
    pub holding: Address,
    /// The holding's.
    pub sequence: u64,
    pub quantity: u64,
    pub units: u64,
    pub outside: u64,
    pub holding_revision: u64,
}

#[event(bytemuck)]
pub struct UnitsRecalled {
    pub instrument: Address,
    pub holding: Address,
    pub quantity: u64,
    pub units: u64,
    /// None.
    pub outside: u64,
    pub holding_revision: u64,
}
