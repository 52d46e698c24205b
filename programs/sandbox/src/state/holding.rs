//! A holding: one wallet's units of one instrument.

use anchor_lang::prelude::*;

use super::freeze::Freeze;
use super::sequences::use_sequence;
use crate::errors::SandboxError;

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
    /// Both regulators': while it is active no units leave.
    pub freeze: Freeze,
    /// The holding that is to have all of it, as its owner has lost the wallet; and from which
    /// unix second on, 0: nothing is proposed.
    pub successor_holding: Address,
    pub replace_at: u64,
    pub spare: [u64; 7],
}

impl Holding {
    /// Units that are free to go.
    #[inline(always)]
    pub fn free(&self) -> u64 {
        self.units
            .saturating_sub(self.offered)
            .saturating_sub(self.outside)
    }

    /// Units leave it only while no freeze is active.
    #[inline(always)]
    pub fn check_unfrozen(&self, now: u64) -> Result<()> {
        require!(!self.freeze.is_active(now), SandboxError::HoldingFrozen);
        Ok(())
    }

    /// Units of an offer are set aside no more; `over`: it was the last of it.
    #[inline(always)]
    pub fn unset(&mut self, quantity: u64, over: bool) -> Result<()> {
        self.offered = less(self.offered, quantity)?;
        self.open_offers = less(self.open_offers, over as u64)?;
        Ok(())
    }

    /// Units leave the vault for the wallet's own token account.
    #[inline(always)]
    pub fn put_outside(&mut self, quantity: u64) -> Result<()> {
        require!(quantity <= self.free(), SandboxError::InsufficientUnits);
        self.outside += quantity; // what is free is among its units
        self.revision += 1;
        Ok(())
    }

    /// Units are back in the vault.
    #[inline(always)]
    pub fn bring_inside(&mut self, quantity: u64) -> Result<()> {
        require!(
            quantity <= self.outside,
            SandboxError::InsufficientUnitsOutside
        );
        self.outside -= quantity;
        self.revision += 1;
        Ok(())
    }

    /// Uses a sequence up; see `sequences`.  Who does has not lost its wallet.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.sequence, &mut self.window, sequence)?;
        self.end_replacement();
        Ok(())
    }
}

/// Checked subtraction with this program's error.
#[inline(always)]
fn less(a: u64, b: u64) -> Result<u64> {
    Ok(a.checked_sub(b).ok_or(SandboxError::Overflow)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_until_the_freeze_has_ended() {
        let mut own: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        assert_eq!(own.check_unfrozen(0), Ok(()));
        own.freeze.until = 7;
        assert_eq!(
            own.check_unfrozen(6),
            Err(SandboxError::HoldingFrozen.into())
        );
        assert_eq!(own.check_unfrozen(7), Ok(()));
    }

    #[test]
    fn units_of_an_offer_are_free_again_part_by_part() {
        let mut own: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        (own.units, own.offered, own.open_offers) = (10, 7, 1);
        assert_eq!(own.unset(3, false), Ok(()));
        assert_eq!((own.free(), own.open_offers), (6, 1));
        assert_eq!(own.unset(5, true), Err(SandboxError::Overflow.into()));
        assert_eq!(own.unset(4, true), Ok(()));
        assert_eq!((own.free(), own.open_offers), (10, 0));
        assert_eq!(own.unset(0, true), Err(SandboxError::Overflow.into()));
    }

    #[test]
    fn units_outside_are_its_own_and_not_free() {
        let mut own: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        (own.units, own.offered) = (10, 3);
        let refused = Err(SandboxError::InsufficientUnits.into());
        assert_eq!(own.put_outside(8), refused);
        assert_eq!(own.put_outside(7), Ok(()));
        assert_eq!((own.units, own.outside, own.free()), (10, 7, 0));
        assert_eq!(own.put_outside(1), refused);
        let refused = Err(SandboxError::InsufficientUnitsOutside.into());
        assert_eq!(own.bring_inside(8), refused);
        assert_eq!(own.bring_inside(u64::MAX), refused);
        assert_eq!(own.bring_inside(7), Ok(()));
        assert_eq!((own.outside, own.free(), own.revision), (0, 7, 2));
    }
}
