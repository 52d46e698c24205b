//! What a participant pays straight from its wallet: no account keeps its sequences and its
//! sums, so the participant does, for all assets together.

use anchor_lang::prelude::*;

use super::asset::Caps;
use super::participant::Participant;
use super::payment_account::PaymentAccount;
use super::sequences::use_sequence;
use crate::errors::SandboxError;
use crate::math;

/// All of a day's, or of a month's, cap.
pub const SHARES: u64 = 1_000_000_000;
const NO_CAP: u64 = u64::MAX;

impl Participant {
    /// Uses a sequence of the wallet's own up; see `sequences`.
    #[inline(always)]
    pub fn use_wallet_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.wallet_sequence, &mut self.wallet_window, sequence)
    }

    /// Counts a payment against the caps of the tier.  Sums of different assets cannot be
    /// added up, but what share of its cap each payment is can: rounded up, so that no day
    /// and no month exceeds a cap.
    #[inline(always)]
    pub fn spend_from_wallet(
        &mut self,
        amount: u64,
        caps: &Caps,
        now: u64,
        utc_offset: u64,
    ) -> Result<()> {
        require!(
            amount <= caps.per_payment,
            SandboxError::PaymentLimitExceeded
        );
        self.roll_wallet(now, utc_offset);
        // At most a share and one more: the sums fit.
        let day = self.wallet_day_share + share(amount, caps.per_day);
        require!(day <= SHARES, SandboxError::DailyLimitExceeded);
        let month = self.wallet_month_share + share(amount, caps.per_month);
        require!(month <= SHARES, SandboxError::MonthlyLimitExceeded);
        self.wallet_day_share = day;
        self.wallet_month_share = month;
        Ok(())
    }

    /// A payment account begins with what the wallet has spent, or opening one would give the
    /// caps of the day and the month a second time.
    #[inline(always)]
    pub fn carry_spending(&self, caps: &Caps, account: &mut PaymentAccount) {
        account.day = self.wallet_day;
        account.month = self.wallet_month;
        account.spent_day = part(self.wallet_day_share, caps.per_day);
        account.spent_month = part(self.wallet_month_share, caps.per_month);
    }

    /// Empties the shares of a day or month that is over, by the zone's own clock.
    #[inline(always)]
    fn roll_wallet(&mut self, now: u64, utc_offset: u64) {
        // Only forward, as an account's sums.
        let day = math::day(now, utc_offset);
        if day > self.wallet_day {
            let month = math::month(day);
            if month != self.wallet_month {
                self.wallet_month = month;
                self.wallet_month_share = 0;
            }
            self.wallet_day = day;
            self.wallet_day_share = 0;
        }
    }
}

/// What share of a cap an amount is, rounded up.
#[inline(always)]
fn share(amount: u64, cap: u64) -> u64 {
    match cap {
        NO_CAP => 0,
        cap if amount > cap => SHARES + 1,
        0 => 0,
        cap => mul_div_up(SHARES, amount, cap),
    }
}

/// What part of a cap a share is, rounded up; of no cap, nothing.
#[inline(always)]
fn part(share: u64, cap: u64) -> u64 {
    if cap == NO_CAP || share == 0 {
        return 0;
    }
    mul_div_up(cap, share.min(SHARES), SHARES)
}

/// `ceil(a * b / d)` for `b <= d` and `d > 0`.
#[inline(always)]
fn mul_div_up(a: u64, b: u64, d: u64) -> u64 {
    let whole = math::mul_div(a, b, d);
    // The remainder is below `d`, so the low 64 bits tell whether there is one.
    let exact = whole.wrapping_mul(d) == a.wrapping_mul(b);
    whole + u64::from(!exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 20_000 * 86_400 + 43_200;

    fn participant() -> Participant {
        anchor_lang::bytemuck::Zeroable::zeroed()
    }

    fn caps(per_payment: u64, per_day: u64, per_month: u64) -> Caps {
        Caps {
            per_payment,
            per_day,
            per_month,
        }
    }

    #[test]
    fn shares_are_rounded_up_and_exact_for_all_of_u64() {
        for (amount, cap) in [
            (1, 3),
            (1, u64::MAX - 1),
            (u64::MAX - 2, u64::MAX - 1),
            (u64::MAX - 1, u64::MAX - 1),
            (7, 7),
            (0, 7),
            (123_456_789_012_345_678, 987_654_321_098_765_432),
        ] {
            let exact = (SHARES as u128 * amount as u128).div_ceil(cap as u128);
            assert_eq!(share(amount, cap) as u128, exact, "{amount} of {cap}");
            let back = (cap as u128 * exact).div_ceil(SHARES as u128);
            assert_eq!(part(exact as u64, cap) as u128, back);
        }
        assert_eq!(share(5, u64::MAX), 0);
        assert_eq!(share(1, 0), SHARES + 1);
    }

    #[test]
    fn assets_share_the_day_and_the_next_day_begins_anew() {
        let mut who = participant();
        let (tenge, dollar) = (caps(60, 100, 3_000), caps(6, 10, 300));
        assert_eq!(who.spend_from_wallet(50, &tenge, NOON, 0), Ok(()));
        let over = Err(SandboxError::DailyLimitExceeded.into());
        assert_eq!(who.spend_from_wallet(6, &dollar, NOON, 0), over);
        assert_eq!(who.spend_from_wallet(5, &dollar, NOON, 0), Ok(()));
        assert_eq!(who.spend_from_wallet(1, &tenge, NOON, 0), over);
        assert_eq!(who.spend_from_wallet(1, &tenge, NOON + 43_199, 0), over);
        assert_eq!(who.spend_from_wallet(1, &tenge, NOON + 43_200, 0), Ok(()));
        // Stepping back over midnight does not empty the day.
        assert_eq!(who.spend_from_wallet(60, &tenge, NOON + 43_200, 0), Ok(()));
        assert_eq!(who.spend_from_wallet(60, &tenge, NOON, 0), over);
    }

    #[test]
    fn a_refused_payment_uses_nothing_up() {
        let mut who = participant();
        let month = caps(100, 1_000, 1_000);
        assert_eq!(
            who.spend_from_wallet(101, &month, NOON, 0),
            Err(SandboxError::PaymentLimitExceeded.into())
        );
        assert_eq!((who.wallet_day_share, who.wallet_month_share), (0, 0));
    }

    #[test]
    fn an_account_begins_with_what_the_wallet_has_spent() {
        let mut who = participant();
        let caps = caps(60, 100, 3_000);
        assert_eq!(who.spend_from_wallet(33, &caps, NOON, 0), Ok(()));
        let mut account: PaymentAccount = anchor_lang::bytemuck::Zeroable::zeroed();
        who.carry_spending(&caps, &mut account);
        assert_eq!((account.spent_day, account.spent_month), (33, 33));
        assert_eq!(
            account
                .spend(60, &caps, NOON)
                .and(account.spend(8, &caps, NOON)),
            Err(SandboxError::DailyLimitExceeded.into())
        );
    }
}
