//! Sums paid in for the holders of an instrument, and what each of them may claim.

use anchor_lang::prelude::*;

use super::asset::Legs;
use super::holding::Holding;
use super::instrument::{long, words, Instrument};
use super::payment_account::{add, PaymentAccount};
use super::tax_period::{enter_period, TaxPeriod};
use crate::errors::SandboxError;

impl Instrument {
    /// Spreads a sum over all units, what a unit gets rounded up: so nobody whose share is whole
    /// gets less.  What the index gives too much stays below a base unit, or is taken from the
    /// next sum; hence all claims together are never more than was paid in.  The quotient is the
    /// client's to find: to divide 128 bits costs more here than all of the rest, to multiply
    /// them does not.
    #[inline(always)]
    pub fn distribute(&mut self, amount: u64, quotient: [u64; 2]) -> Result<()> {
        require!(self.issued > 0, SandboxError::NothingIssued);
        let units = self.issued as u128;
        let quotient = long(quotient);
        let (kept, taken) = self.excess();
        let whole = long([0, amount])
            .checked_sub(taken as u128)
            .ok_or(SandboxError::Overflow)?;
        let rest = quotient
            .checked_mul(units)
            .and_then(|spread| spread.checked_sub(whole))
            .ok_or(SandboxError::WrongQuotient)?;
        require!(rest < units, SandboxError::WrongQuotient);
        let distributed = add(self.distributed, amount)?;
        let index = long(self.index)
            .checked_add(quotient)
            .ok_or(SandboxError::Overflow)?;
        self.distributed = distributed;
        self.index = words(index);
        self.index_excess = kept + rest as u64; // there is room: see `excess`
        Ok(())
    }

    /// What of the excess stays, and what of it the next sum makes good: all of it where it could
    /// become a base unit.
    #[inline(always)]
    fn excess(&self) -> (u64, u64) {
        match self.index_excess.checked_add(self.issued - 1) {
            Some(_) => (self.index_excess, 0),
            None => (0, self.index_excess),
        }
    }

    /// Whole base units that a holding is entitled to now, whether counted already or not.
    pub fn entitled(&self, holding: &Holding) -> Result<u64> {
        let since = long(self.index)
            .checked_sub(long(holding.counted_at))
            .ok_or(SandboxError::Overflow)?;
        let entitled = since
            .checked_mul(holding.units as u128)
            .and_then(|more| more.checked_add(long(holding.entitled)))
            .ok_or(SandboxError::Overflow)?;
        Ok((entitled >> 64) as u64)
    }

    /// The rate of the withholding tax of a holder's tax category.
    #[inline(always)]
    pub fn tax_rate(&self, tax_category: u8) -> u16 {
        self.tax_bps[tax_category as usize % self.tax_bps.len()]
    }
}

impl PaymentAccount {
    /// Books what is withheld from a claim in the current month, which `roll` has brought up to
    /// date.  Never refused: others can claim for an account, whose own sales are refused without
    /// a period.  So the last free one is kept for them, and the latest takes it.
    #[inline(always)]
    pub fn withhold(&mut self, gross: u64, tax: u64, tax_bps: u16) -> Result<()> {
        let periods = &mut self.tax_periods;
        let mut key = TaxPeriod::key(self.month, tax_bps);
        if periods[0].key != key {
            let free = periods.iter().filter(|period| period.key == 0).count();
            if free <= 1 && periods.iter().all(|period| period.key != key) {
                let latest = periods.iter().find(|period| period.key != 0);
                key = latest.map_or(key, |period| period.key);
            }
            enter_period(periods, key)?; // it is there, or there is room
        }
        self.book(gross, Legs { fee: 0, tax })
    }
}

impl Holding {
    /// Takes the whole base units that it is entitled to; the fraction stays.
    #[inline(always)]
    pub fn take_entitled(&mut self) -> u64 {
        core::mem::take(&mut self.entitled[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument(issued: u64) -> Instrument {
        let mut found: Instrument = anchor_lang::bytemuck::Zeroable::zeroed();
        found.issued = issued;
        found
    }

    fn holding(units: u64) -> Holding {
        let mut found: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
        found.units = units;
        found
    }

    fn quotient(found: &Instrument, amount: u64) -> [u64; 2] {
        let whole = long([0, amount]) - found.excess().1 as u128;
        words(whole.div_ceil(found.issued as u128))
    }

    #[test]
    fn only_the_quotient_is_taken() {
        for units in [1, 2, 3, 7, 1_000, (1 << 63) + 1, u64::MAX] {
            for amount in [1, 2, 99, 1 << 32, (1 << 63) + 1, u64::MAX] {
                let mut found = instrument(units);
                found.index_excess = units - 1;
                let right = long(quotient(&found, amount));
                for wrong in [right.checked_sub(1), right.checked_add(1), Some(u128::MAX)] {
                    let Some(wrong) = wrong.filter(|wrong| *wrong != right) else {
                        continue;
                    };
                    assert_eq!(
                        found.distribute(amount, words(wrong)),
                        Err(SandboxError::WrongQuotient.into()),
                        "{wrong} of {amount} over {units}"
                    );
                }
                assert_eq!(found.distribute(amount, words(right)), Ok(()));
                // What was given more than paid in is the excess, which there was before too.
                let given = (right * units as u128).wrapping_add((units - 1) as u128);
                let paid_in = given.wrapping_sub(found.index_excess as u128);
                assert_eq!(paid_in, long([0, amount]));
                assert_eq!((long(found.index), found.distributed), (right, amount));
            }
        }
    }

    #[test]
    fn a_share_that_is_whole_is_had_in_whole() {
        let (mut found, mut own) = (instrument(3), holding(3));
        for sums in 1..=3 {
            let quotient = quotient(&found, 1);
            assert_eq!(found.distribute(1, quotient), Ok(()));
            assert_eq!(found.entitled(&own), Ok(sums));
            assert_eq!(found.index_excess, 2 * sums);
        }
        assert_eq!(found.count(&mut own), Ok(()));
        assert_eq!((own.take_entitled(), own.take_entitled()), (3, 0));
        assert_eq!(found.entitled(&own), Ok(0));
    }

    #[test]
    fn an_excess_that_could_become_a_base_unit_is_made_good() {
        let mut found = instrument(1 << 63);
        for excess in [u64::MAX - (1 << 63) + 1, u64::MAX - (1 << 63) + 2] {
            found.index_excess = excess;
            let stays = excess.checked_add((1 << 63) - 1).is_some();
            let quotient = quotient(&found, 3);
            assert_eq!(found.distribute(3, quotient), Ok(()));
            let kept = if stays { excess } else { 0 };
            assert!(found.index_excess - kept < 1 << 63);
        }
    }

    #[test]
    fn no_sums_are_taken_beyond_64_bits() {
        let mut found = instrument(1);
        assert_eq!(found.distribute(u64::MAX, [0, u64::MAX]), Ok(()));
        assert_eq!(
            found.distribute(1, [0, 1]),
            Err(SandboxError::Overflow.into())
        );
        assert_eq!(found.index, [0, u64::MAX]);
        let mut none = instrument(0);
        assert_eq!(
            none.distribute(1, [0, 1]),
            Err(SandboxError::NothingIssued.into())
        );
    }
}
