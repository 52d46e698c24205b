//! The replacement of a lost wallet: all that a holding has goes to its owner's new one.

use anchor_lang::prelude::*;

use super::holding::Holding;
use super::instrument::{long, words, Instrument};
use super::zone::VETO_WINDOW;
use crate::errors::SandboxError;

impl Holding {
    /// Another holding is to have all of this one after the notice.
    pub fn propose_replacement(&mut self, successor_holding: Address, now: u64) -> Result<()> {
        self.replace_at = now.checked_add(VETO_WINDOW).ok_or(SandboxError::Overflow)?;
        self.successor_holding = successor_holding;
        Ok(())
    }

    /// Nothing is proposed any more.  Whatever the old wallet signs does that too: who signs has
    /// lost nothing.
    #[inline(always)]
    pub fn end_replacement(&mut self) {
        if self.replace_at != 0 {
            self.replace_at = 0;
            self.successor_holding = Address::default();
        }
    }

    pub fn check_proposed(&self) -> Result<()> {
        require!(self.replace_at != 0, SandboxError::NoReplacement);
        Ok(())
    }

    /// Whether one is proposed whose notice is over.
    pub fn is_replaceable(&self, now: u64) -> bool {
        self.replace_at != 0 && now >= self.replace_at
    }
}

impl Instrument {
    /// Moves all units, which are free, and all that they are entitled to.  Says how much of both.
    pub fn replace(
        &mut self,
        old: &mut Holding,
        new: &mut Holding,
        now: u64,
    ) -> Result<(u64, [u64; 2])> {
        let quantity = old.units;
        self.count(old)?;
        self.count(new)?;
        let moved = core::mem::take(&mut old.entitled);
        let entitled = long(moved)
            .checked_add(long(new.entitled))
            .ok_or(SandboxError::Overflow)?;
        if quantity > 0 {
            require!(quantity <= self.room(new), SandboxError::PerHolderExceeded);
            // The place that the old one leaves is the new one's, also where an order has made
            // more holders than there may be.
            self.debit(old, quantity, now)?;
            self.give(new, quantity)?;
        } else {
            old.revision += 1;
            new.revision += 1;
        }
        new.entitled = words(entitled);
        self.revision += 1;
        Ok((quantity, moved))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(wallet: u8, units: u64) -> Holding {
        let mut found: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        found.wallet = Address::new_from_array([wallet; 32]);
        found.window = [1, 0];
        found.units = units;
        found
    }

    fn instrument(holders: u64) -> Instrument {
        let mut found: Instrument = anchor_lang::bytemuck::Zeroable::zeroed();
        found.issuer = Address::new_from_array([1; 32]);
        (found.max_per_holder, found.holder_cap, found.holders) = (100, holders, holders);
        found
    }

    #[test]
    fn what_the_old_wallet_signs_ends_a_replacement() {
        let mut old = holding(2, 5);
        assert_eq!(
            old.check_proposed(),
            Err(SandboxError::NoReplacement.into())
        );
        assert_eq!(old.propose_replacement(Address::default(), 10), Ok(()));
        assert!(!old.is_replaceable(9 + VETO_WINDOW));
        assert!(old.is_replaceable(10 + VETO_WINDOW));
        assert_eq!(old.use_sequence(9), Ok(()));
        assert!(old.replace_at == 0 && !old.is_replaceable(u64::MAX));
        // So does a sequence below the highest.
        assert_eq!(old.propose_replacement(Address::default(), 10), Ok(()));
        assert_eq!(old.use_sequence(9), Err(SandboxError::SequenceUsed.into()));
        assert!(old.replace_at != 0);
        assert_eq!(old.use_sequence(8), Ok(()));
        assert!(old.replace_at == 0);
    }

    #[test]
    fn all_moves_with_what_it_is_entitled_to() {
        let (mut found, mut old, mut new) = (instrument(2), holding(2, 7), holding(3, 4));
        found.index = words(3 << 63); // one and a half a unit
        (old.entitled, new.entitled) = ([1, 2], [u64::MAX, 0]);
        assert_eq!(
            found.replace(&mut old, &mut new, 0),
            Ok((7, [1 | 1 << 63, 12]))
        );
        assert_eq!((old.units, new.units, found.holders), (0, 11, 1));
        assert_eq!(long(old.entitled), 0);
        assert_eq!(long(new.entitled), 33 * (1 << 63) + (3 << 64));
        assert_eq!((old.counted_at, new.counted_at), (found.index, found.index));
        // Nothing but a claim is left, and goes too.
        old.entitled = [5, 0];
        assert_eq!(found.replace(&mut old, &mut new, 0), Ok((0, [5, 0])));
        assert_eq!((old.entitled, new.entitled[0] & 7), ([0, 0], 5));
        assert_eq!((new.units, found.holders), (11, 1));
    }

    #[test]
    fn a_new_wallet_needs_no_other_place_and_keeps_within_the_most() {
        let (mut found, mut old, mut new) = (instrument(1), holding(2, 60), holding(3, 0));
        assert_eq!(found.replace(&mut old, &mut new, 0), Ok((60, [0, 0])));
        assert_eq!(found.holders, 1);
        // An order has made more holders than there may be.
        let (mut found, mut old, mut new) = (instrument(3), holding(2, 60), holding(3, 0));
        found.holder_cap = 1;
        assert_eq!(found.replace(&mut old, &mut new, 0), Ok((60, [0, 0])));
        assert_eq!(found.holders, 3);
        let (mut found, mut old, mut new) = (instrument(2), holding(2, 60), holding(3, 41));
        assert_eq!(
            found.replace(&mut old, &mut new, 0),
            Err(SandboxError::PerHolderExceeded.into())
        );
    }
}
