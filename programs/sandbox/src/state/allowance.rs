//! A spending allowance: a delegate pays from its owner's account, up to so much a period.

use anchor_lang::prelude::*;

use super::payment_account::{add, tally};
use super::sequences::use_sequence;
use crate::errors::SandboxError;
use crate::math;

#[account]
pub struct Allowance {
    pub version: u8,
    pub bump: u8,
    /// 1 where the owner has revoked it: what is left keeps its sequences used.
    pub revoked: u8,
    pub spare_byte: u8,
    /// Bits of the services that it may pay for.
    pub services: u32,
    pub revision: u64,
    pub zone: Address,
    pub owner_account: Address,
    /// The wallet of `owner_account`.
    pub wallet: Address,
    pub delegate: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// How often it has been granted and revoked: what a grant says it follows.
    pub grants: u64,
    pub per_payment: u64,
    pub per_period: u64,
    /// Seconds.
    pub period: u64,
    /// Unix seconds from which periods are counted.
    pub starts_at: u64,
    /// Draw before, never from then on.
    pub expires_at: u64,
    /// The period that `spent` is of, from 0.
    pub index: u64,
    pub spent: u64,
    /// The highest sequence used; bit n of the window is that of `sequence - n`.
    pub sequence: u64,
    pub window: [u64; 2],
    /// All that was ever drawn.
    pub drawn: u64,
    pub spare: [u64; 8],
}

impl Allowance {
    /// Whether it can be drawn on at this time.
    pub fn is_running(&self, now: u64) -> bool {
        self.revoked == 0 && now < self.expires_at
    }

    /// Uses a sequence up; see `sequences`.
    #[inline(always)]
    pub fn use_sequence(&mut self, sequence: u64) -> Result<()> {
        use_sequence(&mut self.sequence, &mut self.window, sequence)
    }

    /// Whether it may be drawn on for this service now.
    #[inline(always)]
    pub fn check(&self, service: u8, now: u64) -> Result<()> {
        require!(self.revoked == 0, SandboxError::AllowanceRevoked);
        require!(now < self.expires_at, SandboxError::AllowanceExpired);
        let bit = 1u32.checked_shl(service as u32).unwrap_or(0);
        require!(self.services & bit != 0, SandboxError::ServiceNotAllowed);
        Ok(())
    }

    /// Counts a payment against what may be spent at once and in the period.
    #[inline(always)]
    pub fn spend(&mut self, amount: u64, now: u64) -> Result<()> {
        require!(
            amount <= self.per_payment,
            SandboxError::AllowancePaymentExceeded
        );
        // Only forward: a clock that steps back must not empty the sum.
        let index = math::period(self.starts_at, self.period, now);
        if index > self.index {
            self.index = index;
            self.spent = 0;
        }
        let spent = add(self.spent, amount)?;
        require!(spent <= self.per_period, SandboxError::AllowanceExceeded);
        self.spent = spent;
        tally(&mut self.drawn, amount);
        self.revision += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_periods_sum_is_emptied_by_its_last_second_plus_one_only() {
        let mut allowance: Allowance = anchor_lang::bytemuck::Zeroable::zeroed();
        (allowance.per_payment, allowance.per_period) = (60, 100);
        (allowance.starts_at, allowance.period) = (1_000, 50);
        assert_eq!(allowance.spend(60, 1_000), Ok(()));
        assert_eq!(allowance.spend(40, 1_049), Ok(()));
        let exceeded = Err(SandboxError::AllowanceExceeded.into());
        assert_eq!(allowance.spend(1, 1_049), exceeded);
        assert_eq!(allowance.spend(60, 1_050), Ok(()));
        assert_eq!(
            allowance.spend(60, 1_049),
            exceeded,
            "the clock stepped back"
        );
        assert_eq!(
            allowance.spend(61, 1_200),
            Err(SandboxError::AllowancePaymentExceeded.into())
        );
        assert_eq!((allowance.spent, allowance.drawn), (60, 160));
    }
}
