//! A holding: one wallet's units of one instrument.

use anchor_lang::prelude::*;

use super::sequences::use_sequence;

#[account]
pub struct Holding {
    pub version: u8,
    pub bump: u8,
    pub spare_bytes: [u8; 6],
    pub revision: u64,
    pub zone: Address,
    pub instrument: Address,
    pub wallet: Address,
    pub participant: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    pub units: u64,
    /// The highest sequence used; bit n of the window is that of `sequence - n`.
    pub sequence: u64,
    pub window: [u64; 2],
    pub spare: [u64; 24],
}

impl Holding {
    /// Uses a sequence up; see `sequences`.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.sequence, &mut self.window, sequence)
    }
}
