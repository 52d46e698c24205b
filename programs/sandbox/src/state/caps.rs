//! An instrument's caps: how many units a holder may have, and how many holders there may be.

use anchor_lang::prelude::*;

use super::holding::Holding;
use super::instrument::Instrument;
use super::payment_account::add;
use crate::errors::SandboxError;

impl Instrument {
    /// Whether neither cap forbids a holding so many units more.
    #[inline(always)]
    pub fn check_room(&self, holding: &Holding, quantity: u64) -> Result<()> {
        let units = add(holding.units, quantity)?;
        if !self.is_issuer(&holding.wallet) {
            require!(
                units <= self.max_per_holder,
                SandboxError::PerHolderExceeded
            );
            require!(
                holding.units > 0 || self.has_place(),
                SandboxError::HolderCapExceeded
            );
        }
        Ok(())
    }

    /// Whether there may be one holder more than there are and will be.
    #[inline(always)]
    pub fn has_place(&self) -> bool {
        self.holders.saturating_add(self.reserved) < self.holder_cap
    }

    /// Keeps a place for a holding that would need one, where there is any.  Says whether it did.
    #[inline(always)]
    pub fn reserve(&mut self, holding: &Holding) -> bool {
        let reserves = holding.units == 0 && !self.is_issuer(&holding.wallet) && self.has_place();
        self.reserved += reserves as u64; // below the cap
        reserves
    }

    /// A place that was kept is anybody's again.
    #[inline(always)]
    pub fn release(&mut self) -> Result<()> {
        self.reserved = self.reserved.checked_sub(1).ok_or(SandboxError::Overflow)?;
        Ok(())
    }

    /// Units that a holding may have more: whoever sends it some takes away no more than them.
    #[inline(always)]
    pub fn room(&self, holding: &Holding) -> u64 {
        if self.is_issuer(&holding.wallet) {
            u64::MAX
        } else {
            self.max_per_holder.saturating_sub(holding.units)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument(holder_cap: u64) -> Instrument {
        let mut found: Instrument = anchor_lang::bytemuck::Zeroable::zeroed();
        found.issuer = Address::new_from_array([1; 32]);
        (found.max_per_holder, found.holder_cap) = (100, holder_cap);
        found
    }

    fn holding(wallet: u8, units: u64) -> Holding {
        let mut found: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        found.wallet = Address::new_from_array([wallet; 32]);
        found.units = units;
        found
    }

    #[test]
    fn a_place_that_is_kept_is_nobody_elses() {
        let (mut found, mut other) = (instrument(1), holding(3, 0));
        assert!(found.reserve(&holding(2, 0)));
        let full = Err(SandboxError::HolderCapExceeded.into());
        assert_eq!(found.credit(&mut other, 1), full);
        assert!(!found.reserve(&other)); // the last one is kept already
        assert_eq!(found.release(), Ok(()));
        assert_eq!(found.credit(&mut other, 1), Ok(()));
        assert_eq!((found.holders, found.reserved), (1, 0));
        assert_eq!(found.release(), Err(SandboxError::Overflow.into()));
    }

    #[test]
    fn who_needs_no_place_keeps_none() {
        let mut found = instrument(5);
        assert!(!found.reserve(&holding(1, 0))); // the issuer
        assert!(!found.reserve(&holding(2, 1))); // a holder
        assert_eq!(found.reserved, 0);
        (found.holders, found.reserved) = (u64::MAX, 1);
        assert!(!found.has_place());
    }

    #[test]
    fn a_holder_has_room_for_what_it_may_have_more() {
        let found = instrument(1);
        let rooms = [0, 1, 100, 300].map(|units| found.room(&holding(2, units)));
        assert_eq!(rooms, [100, 99, 0, 0]); // more than it may: by order
        assert_eq!(found.room(&holding(1, 300)), u64::MAX);
    }
}
