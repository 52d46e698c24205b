//! A participant's balances in one asset, its spending windows and its sequences.

use anchor_lang::prelude::*;

use super::asset::{Caps, Legs};
use super::freeze::Freeze;
use super::sequences::use_sequence;
use super::tax_period::{enter_period, TaxPeriod};
use crate::errors::SandboxError;
use crate::math;

#[account]
pub struct PaymentAccount {
    pub version: u8,
    pub bump: u8,
    /// 0 holds what is spent; those above only receive, for busy payees.
    pub lane: u8,
    /// The asset's class.
    pub class: u8,
    /// Seconds east of UTC at which the zone's days begin.
    pub utc_offset: u32,
    pub revision: u64,
    pub zone: Address,
    pub asset: Address,
    pub wallet: Address,
    pub participant: Address,
    pub available: u64,
    /// The sum over the open payments to this account.
    pub held: u64,
    /// The sum of rolling reserves of payments to this account.
    pub reserve: u64,
    pub fee_due: u64,
    pub tax_due: u64,
    /// Fee and tax returned to payers after their collection: set off by the next `collect`.
    pub fee_credit: u64,
    pub tax_credit: u64,
    /// The zone's day and month that the sums are of.
    pub day: u64,
    pub month: u64,
    pub spent_day: u64,
    pub spent_month: u64,
    /// The highest sequence used; bit n of the window is that of `sequence - n`.
    pub sequence: u64,
    pub window: [u64; 2],
    pub deposited: u64,
    pub withdrawn: u64,
    pub paid: u64,
    pub received: u64,
    pub refunded: u64,
    /// What this payee may be paid in a day and in a month; `u64::MAX` is no cap.
    pub receive_per_day: u64,
    pub receive_per_month: u64,
    pub received_day: u64,
    pub received_month: u64,
    /// One slot per regulator; blocks debits, never credits.
    pub freezes: [Freeze; 2],
    /// Who paid the rent, and gets it back when the account is closed.
    pub rent_payer: Address,
    /// Taxes by month and rate that are not closed yet, the current one first.
    pub tax_periods: [TaxPeriod; 3],
    /// What of taxes the treasury received; with what it paid back (see `tax_repaid`):
    /// `accrued - returned = collected - repaid + due - credit`.
    pub tax_collected: u64,
    /// Held payments from this account, and offerings whose price comes to it, whose own
    /// accounts are not closed yet.
    pub open_payments: u64,
    /// What of taxes the treasury paid back, once the zone had ended.
    pub tax_repaid: u64,
    pub spare: [u64; 5],
}

impl PaymentAccount {
    /// Uses a sequence up; see `sequences`.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.sequence, &mut self.window, sequence)
    }

    /// Takes from what is available.
    #[inline(always)]
    pub fn debit(&mut self, amount: u64) -> Result<()> {
        self.available = self
            .available
            .checked_sub(amount)
            .ok_or(SandboxError::InsufficientFunds)?;
        Ok(())
    }

    /// Adds to what is available.
    #[inline(always)]
    pub fn credit(&mut self, amount: u64) -> Result<()> {
        self.available = add(self.available, amount)?;
        Ok(())
    }

    /// Empties the sums of a day or month that is over, by the zone's own clock.
    #[inline(always)]
    pub fn roll(&mut self, now: u64) {
        // Only forward: a clock that steps back over midnight must not empty the sums.
        let day = math::day(now, self.utc_offset as u64);
        if day > self.day {
            let month = math::month(day);
            if month != self.month {
                self.month = month;
                self.spent_month = 0;
                self.received_month = 0;
            }
            self.day = day;
            self.spent_day = 0;
            self.received_day = 0;
        }
    }

    /// Counts a payment against the caps of the payer's tier.
    #[inline(always)]
    pub fn spend(&mut self, amount: u64, caps: &Caps, now: u64) -> Result<()> {
        require!(
            amount <= caps.per_payment,
            SandboxError::PaymentLimitExceeded
        );
        self.roll(now);
        self.spent_day =
            within(self.spent_day, amount, caps.per_day).ok_or(SandboxError::DailyLimitExceeded)?;
        self.spent_month = within(self.spent_month, amount, caps.per_month)
            .ok_or(SandboxError::MonthlyLimitExceeded)?;
        Ok(())
    }

    /// Counts a payment against the caps of the payee.
    #[inline(always)]
    pub fn receive(&mut self, amount: u64, now: u64) -> Result<()> {
        self.roll(now);
        self.received_day = within(self.received_day, amount, self.receive_per_day)
            .ok_or(SandboxError::PayeeDailyLimitExceeded)?;
        self.received_month = within(self.received_month, amount, self.receive_per_month)
            .ok_or(SandboxError::PayeeMonthlyLimitExceeded)?;
        tally(&mut self.received, amount);
        Ok(())
    }

    /// Books fee and tax of a payment of `turnover` in the current month, which `roll` has
    /// brought up to date.  Refused where no tax period is free.
    #[inline(always)]
    pub fn accrue(&mut self, turnover: u64, legs: Legs, tax_bps: u16) -> Result<()> {
        enter_period(&mut self.tax_periods, TaxPeriod::key(self.month, tax_bps))?;
        self.book(turnover, legs)
    }

    /// As `accrue`, for what must never be refused: where no period is free, the latest
    /// takes it.
    #[inline(always)]
    pub fn accrue_always(&mut self, turnover: u64, legs: Legs, tax_bps: u16) -> Result<()> {
        let _ = enter_period(&mut self.tax_periods, TaxPeriod::key(self.month, tax_bps));
        self.book(turnover, legs)
    }

    #[inline(always)]
    pub(super) fn book(&mut self, turnover: u64, legs: Legs) -> Result<()> {
        self.fee_due = add(self.fee_due, legs.fee)?;
        self.tax_due = add(self.tax_due, legs.tax)?;
        let period = &mut self.tax_periods[0];
        tally(&mut period.turnover, turnover);
        tally(&mut period.tax, legs.tax);
        Ok(())
    }

    /// Returns fee and tax of a refund, as a credit of the current month: from what is due
    /// as far as that goes; the rest, collected already, becomes a credit.  Says what was
    /// taken from what is due: the others must be fronted.
    #[inline(always)]
    pub fn return_legs(&mut self, turnover: u64, legs: Legs, tax_bps: u16) -> Result<u64> {
        let _ = enter_period(&mut self.tax_periods, TaxPeriod::key(self.month, tax_bps));
        let period = &mut self.tax_periods[0];
        tally(&mut period.returned_turnover, turnover);
        tally(&mut period.returned_tax, legs.tax);
        let fee = legs.fee.min(self.fee_due);
        let tax = legs.tax.min(self.tax_due);
        self.fee_due -= fee;
        self.tax_due -= tax;
        self.fee_credit = add(self.fee_credit, legs.fee - fee)?;
        self.tax_credit = add(self.tax_credit, legs.tax - tax)?;
        add(fee, tax)
    }

    /// Takes from what is held.
    #[inline(always)]
    pub fn unhold(&mut self, amount: u64) -> Result<()> {
        self.held = self
            .held
            .checked_sub(amount)
            .ok_or(SandboxError::Overflow)?;
        Ok(())
    }

    /// Takes from what is in reserve.
    #[inline(always)]
    pub fn unreserve(&mut self, amount: u64) -> Result<()> {
        self.reserve = self
            .reserve
            .checked_sub(amount)
            .ok_or(SandboxError::Overflow)?;
        Ok(())
    }

    /// What the sandbox owes on this account.
    pub fn liability(&self) -> Result<u64> {
        add(self.available, self.held)
            .and_then(|sum| add(sum, self.reserve))
            .and_then(|sum| add(sum, self.fee_due))
            .and_then(|sum| add(sum, self.tax_due))
    }
}

/// Checked addition with this program's error.
#[inline(always)]
pub fn add(a: u64, b: u64) -> Result<u64> {
    // Two numbers of 63 bits cannot overflow: cheaper to know here than the carry.
    if ((a | b) as i64) < 0 {
        return add_large(a, b);
    }
    Ok(a.wrapping_add(b))
}

#[cold]
#[inline(never)]
fn add_large(a: u64, b: u64) -> Result<u64> {
    a.checked_add(b)
        .ok_or_else(|| SandboxError::Overflow.into())
}

/// Adds to what ever went through, which counts modulo 2^64: no turnover, however often the same
/// money goes round, may stop what comes after it, least of all somebody else's.  What is made
/// of these sums, as deposited less withdrawn, stays exact.
#[inline(always)]
pub fn tally(total: &mut u64, amount: u64) {
    *total = total.wrapping_add(amount);
}

/// A sum that grows by an amount, where that keeps it within a cap.
#[inline(always)]
fn within(sum: u64, amount: u64, cap: u64) -> Option<u64> {
    // Not more than the cap: it cannot overflow.
    (sum <= cap && amount <= cap - sum).then(|| sum.wrapping_add(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> PaymentAccount {
        anchor_lang::bytemuck::Zeroable::zeroed()
    }

    #[test]
    fn add_is_the_checked_sum() {
        let edges = [
            0,
            1,
            (1 << 63) - 1,
            1 << 63,
            (1 << 63) + 1,
            u64::MAX - 1,
            u64::MAX,
        ];
        for a in edges {
            for b in edges {
                let exact = a.checked_add(b);
                assert_eq!(add(a, b).ok(), exact, "{a} + {b}");
                for cap in edges {
                    let wanted = exact.filter(|sum| *sum <= cap);
                    assert_eq!(within(a, b, cap), wanted, "{a} + {b} up to {cap}");
                }
            }
        }
    }

    #[test]
    fn what_ever_went_through_starts_anew_beyond_64_bits() {
        let mut total = u64::MAX - 1;
        tally(&mut total, 1);
        tally(&mut total, 3);
        assert_eq!(total, 2);
    }

    #[test]
    fn sums_of_a_day_are_emptied_by_the_next_one_only() {
        let caps = Caps {
            per_payment: 60,
            per_day: 100,
            per_month: 120,
        };
        let day = |day: u64| day * 86_400;
        let mut account = account();
        assert_eq!(account.spend(60, &caps, day(20_000)), Ok(()));
        assert_eq!(
            account.spend(60, &caps, day(19_999)),
            Err(SandboxError::DailyLimitExceeded.into())
        );
        assert_eq!(account.spend(60, &caps, day(20_001)), Ok(()));
        assert_eq!(
            account.spend(1, &caps, day(20_002)),
            Err(SandboxError::MonthlyLimitExceeded.into())
        );
        assert_eq!(account.spend(60, &caps, day(20_031)), Ok(()));
    }
}
