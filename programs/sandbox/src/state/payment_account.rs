//! A participant's balances in one asset, its spending windows and its sequences.

use anchor_lang::prelude::*;

use super::asset::Caps;
use crate::errors::SandboxError;
use crate::math;

/// How many sequences, from the highest down, an account remembers.
pub const WINDOW: u64 = 128;
/// How far ahead of the highest a sequence may jump, so that no account gets stuck.
pub const MAX_JUMP: u64 = 1_024;

#[account]
pub struct PaymentAccount {
    pub version: u8,
    pub bump: u8,
    pub lane: u8,
    pub spare_bytes: [u8; 5],
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
    pub spare: [u64; 8],
}

impl PaymentAccount {
    /// Uses a sequence up, as an IPsec receiver does (RFC 4303, 3.4.3): any order within
    /// the window, none twice.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        if sequence > self.sequence {
            let jump = sequence - self.sequence;
            require!(jump <= MAX_JUMP, SandboxError::SequenceTooFar);
            self.window = shift(self.window, jump);
            self.window[0] |= 1;
            self.sequence = sequence;
            return Ok(());
        }
        let age = self.sequence - sequence;
        require!(age < WINDOW, SandboxError::SequenceTooOld);
        let (word, bit) = ((age / 64) as usize, 1u64 << (age % 64));
        require!(self.window[word] & bit == 0, SandboxError::SequenceUsed);
        self.window[word] |= bit;
        Ok(())
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

    /// Counts a payment against the caps of the payer's tier.
    #[inline(always)]
    pub fn spend(&mut self, amount: u64, caps: &Caps, now: u64, utc_offset: u64) -> Result<()> {
        require!(
            amount <= caps.per_payment,
            SandboxError::PaymentLimitExceeded
        );
        // Only forward: a clock that steps back over midnight must not empty the sums.
        let day = math::day(now, utc_offset);
        if day > self.day {
            let month = math::month(day);
            if month != self.month {
                self.month = month;
                self.spent_month = 0;
            }
            self.day = day;
            self.spent_day = 0;
        }
        let spent_day = add(self.spent_day, amount)?;
        require!(spent_day <= caps.per_day, SandboxError::DailyLimitExceeded);
        let spent_month = add(self.spent_month, amount)?;
        require!(
            spent_month <= caps.per_month,
            SandboxError::MonthlyLimitExceeded
        );
        self.spent_day = spent_day;
        self.spent_month = spent_month;
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
    a.checked_add(b)
        .ok_or_else(|| SandboxError::Overflow.into())
}

/// A 128-bit window moved up by `by` places; what leaves it is forgotten.
#[inline(always)]
fn shift(window: [u64; 2], by: u64) -> [u64; 2] {
    match by {
        0 => window,
        1..=63 => [window[0] << by, window[1] << by | window[0] >> (64 - by)],
        64..=127 => [0, window[0] << (by - 64)],
        _ => [0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> PaymentAccount {
        let mut account: PaymentAccount = anchor_lang::bytemuck::Zeroable::zeroed();
        account.window = [1, 0];
        account
    }

    #[test]
    fn shift_moves_as_a_128_bit_number_does() {
        let window = [0xdead_beef_0123_4567, 0x89ab_cdef_5555_aaaa];
        let wide = (window[1] as u128) << 64 | window[0] as u128;
        for by in 0..200u64 {
            let moved = if by < 128 { wide << by } else { 0 };
            assert_eq!(
                shift(window, by),
                [moved as u64, (moved >> 64) as u64],
                "{by}"
            );
        }
    }

    #[test]
    fn sequence_zero_is_used_from_the_start() {
        assert_eq!(
            account().use_sequence(0),
            Err(SandboxError::SequenceUsed.into())
        );
    }

    #[test]
    fn sequences_are_used_once_in_any_order_within_the_window() {
        let mut account = account();
        for sequence in [5, 1, 132, 100, 131, 6] {
            assert_eq!(account.use_sequence(sequence), Ok(()), "{sequence}");
            assert_eq!(
                account.use_sequence(sequence),
                Err(SandboxError::SequenceUsed.into())
            );
        }
        assert_eq!(
            account.use_sequence(4),
            Err(SandboxError::SequenceTooOld.into())
        );
        assert_eq!(
            account.use_sequence(5),
            Err(SandboxError::SequenceUsed.into())
        );
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
        assert_eq!(account.spend(60, &caps, day(20_000), 0), Ok(()));
        assert_eq!(
            account.spend(60, &caps, day(19_999), 0),
            Err(SandboxError::DailyLimitExceeded.into())
        );
        assert_eq!(account.spend(60, &caps, day(20_001), 0), Ok(()));
        assert_eq!(
            account.spend(1, &caps, day(20_002), 0),
            Err(SandboxError::MonthlyLimitExceeded.into())
        );
        assert_eq!(account.spend(60, &caps, day(20_031), 0), Ok(()));
    }

    #[test]
    fn a_jump_of_more_than_1024_is_refused() {
        let mut account = account();
        assert_eq!(
            account.use_sequence(MAX_JUMP + 1),
            Err(SandboxError::SequenceTooFar.into())
        );
        assert_eq!(account.use_sequence(MAX_JUMP), Ok(()));
    }
}
