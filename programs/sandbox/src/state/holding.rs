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
    /// All of its units, of which some may be set aside in standing offers, or be outside, in a
    /// token account of the wallet's.
    pub units: u64,
    pub offered: u64,
    pub outside: u64,
    /// The instrument's index that its entitlement was counted at, low word first.
    pub counted_at: [u64; 2],
    /// What it is entitled to and has not claimed, as the index has it.
    pub entitled: [u64; 2],
    /// What it has claimed, base units of the payout asset.
    pub claimed: u64,
    /// Offers of it that are not over.
    pub open_offers: u64,
    /// The highest sequence used; bit n of the window is that of `sequence - n`.
    pub sequence: u64,
    pub window: [u64; 2],
    pub spare: [u64; 16],
}

impl Holding {
    /// Units that are free to go.
    #[inline(always)]
    pub fn free(&self) -> u64 {
        self.units
            .saturating_sub(self.offered)
            .saturating_sub(self.outside)
    }

    /// Uses a sequence up; see `sequences`.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.sequence, &mut self.window, sequence)
    }
}
