//! What happened to a holder that lost its wallet.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct ReplacementProposed {
    pub instrument: Address,
    pub holding: Address,
    /// The new wallet's.
    pub successor_holding: Address,
    /// Who has verified both.
    pub operator: Address,
    /// Unix seconds from which it can be done.
    pub replace_at: u64,
    pub holding_revision: u64,
}

#[event(bytemuck)]
pub struct ReplacementVetoed {
    pub instrument: Address,
    pub holding: Address,
    pub successor_holding: Address,
    /// Who signed: the holder, the issuer or the operator.
    pub wallet: Address,
    pub holding_revision: u64,
}

#[event(bytemuck)]
pub struct HolderReplaced {
    pub instrument: Address,
    pub holding: Address,
    pub successor_holding: Address,
    /// Units that moved: all there were.
    pub quantity: u64,
    /// Words of what the old one was entitled to, as the index has it: the new one is now.
    pub entitled_low: u64,
    pub entitled_high: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub successor_units: u64,
    pub successor_revision: u64,
    pub holders: u64,
    pub revision: u64,
}
