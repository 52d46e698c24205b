//! What a merchant's turnover of one month at one tax rate was taxed, until the period is
//! closed into a record of its own.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;

/// Periods that an account keeps before the oldest must be closed.
pub const TAX_PERIODS: usize = 3;

#[derive(Clone, Copy, IdlType)]
#[repr(C)]
pub struct TaxPeriod {
    /// `month << 16 | rate in bps`; 0: unused.
    pub key: u64,
    /// The payments that accrued in it.
    pub turnover: u64,
    pub tax: u64,
    /// The refunds made in it, of payments of this or an earlier period.
    pub returned_turnover: u64,
    pub returned_tax: u64,
}

// SAFETY: five u64 in C order have no padding and any bits are valid.
unsafe impl anchor_lang::bytemuck::Zeroable for TaxPeriod {}
unsafe impl anchor_lang::bytemuck::Pod for TaxPeriod {}

impl TaxPeriod {
    #[inline(always)]
    pub fn key(month: u64, rate: u16) -> u64 {
        month << 16 | rate as u64
    }

    #[inline(always)]
    pub fn month(&self) -> u64 {
        self.key >> 16
    }

    /// In basis points.
    #[inline(always)]
    pub fn rate(&self) -> u16 {
        self.key as u16
    }
}

/// Brings the period of this key to the front, or starts it there.  Refused where all are
/// in use: the ended ones must be closed first.
#[inline(always)]
pub fn enter_period(periods: &mut [TaxPeriod; TAX_PERIODS], key: u64) -> Result<()> {
    if periods[0].key == key {
        return Ok(());
    }
    change_period(periods, key)
}

/// Takes a period out, so that its place is free.
pub fn leave_period(periods: &mut [TaxPeriod; TAX_PERIODS], key: u64) -> Result<TaxPeriod> {
    let found = periods
        .iter_mut()
        .find(|period| key != 0 && period.key == key)
        .ok_or(SandboxError::NoTaxPeriod)?;
    let taken = *found;
    *found = anchor_lang::bytemuck::Zeroable::zeroed();
    Ok(taken)
}

#[inline(never)]
fn change_period(periods: &mut [TaxPeriod; TAX_PERIODS], key: u64) -> Result<()> {
    let same = periods.iter().position(|period| period.key == key);
    let found = match same.or_else(|| periods.iter().position(|period| period.key == 0)) {
        Some(found) => found,
        None => return Err(SandboxError::TaxPeriodsFull.into()),
    };
    periods[found].key = key;
    periods.swap(0, found);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(periods: &[TaxPeriod; TAX_PERIODS]) -> [u64; TAX_PERIODS] {
        periods.map(|period| period.key)
    }

    #[test]
    fn a_period_comes_to_the_front_and_none_is_lost() {
        let mut periods: [TaxPeriod; TAX_PERIODS] = anchor_lang::bytemuck::Zeroable::zeroed();
        for key in [7, 7, 8, 7] {
            assert_eq!(enter_period(&mut periods, key), Ok(()));
        }
        assert_eq!(keys(&periods), [7, 8, 0]);
        assert_eq!(enter_period(&mut periods, 9), Ok(()));
        assert_eq!(keys(&periods), [9, 8, 7]);
        assert_eq!(
            enter_period(&mut periods, 10),
            Err(SandboxError::TaxPeriodsFull.into())
        );
        assert_eq!(keys(&periods), [9, 8, 7]);
    }

    #[test]
    fn a_period_that_was_left_is_there_once_and_makes_room() {
        let mut periods: [TaxPeriod; TAX_PERIODS] = anchor_lang::bytemuck::Zeroable::zeroed();
        for key in [7, 8, 9] {
            assert_eq!(enter_period(&mut periods, key), Ok(()));
            periods[0].tax = key * 100;
        }
        assert_eq!(leave_period(&mut periods, 8).map(|left| left.tax), Ok(800));
        for key in [8, 0] {
            let left = leave_period(&mut periods, key).map(|left| left.key);
            assert_eq!(left, Err(SandboxError::NoTaxPeriod.into()));
        }
        assert_eq!(enter_period(&mut periods, 10), Ok(()));
        assert_eq!(periods[0].tax, 0);
        let mut left = keys(&periods);
        left.sort();
        assert_eq!(left, [7, 9, 10]);
    }
}
