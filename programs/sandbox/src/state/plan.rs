//! A merchant's plan, and a payer's mandate to be charged by it.

use anchor_lang::prelude::*;

use super::payment_account::{add, tally};
use crate::errors::SandboxError;
use crate::math;

/// States of a plan.
pub mod plan_state {
    pub const OPEN: u8 = 1;
    pub const CLOSED: u8 = 2;
}

/// What a merchant charges each period.  Nothing of it changes but its state, so that a
/// payer's consent is to what it will always be.
#[account]
pub struct Plan {
    pub version: u8,
    pub bump: u8,
    /// See `plan_state`.
    pub state: u8,
    pub service: u8,
    pub spare_bytes: [u8; 4],
    pub revision: u64,
    pub zone: Address,
    pub asset: Address,
    pub payee_account: Address,
    /// The wallet of `payee_account`.
    pub wallet: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    pub number: u64,
    pub amount: u64,
    /// Seconds.
    pub period: u64,
    /// SHA-256 of the contract's text.
    pub terms: [u8; 32],
    pub spare: [u64; 8],
}

impl Plan {
    #[inline(always)]
    pub fn check_open(&self) -> Result<()> {
        require!(self.state == plan_state::OPEN, SandboxError::PlanClosed);
        Ok(())
    }
}

/// A payer's consent to be charged by a plan, until it is cancelled or ends.
#[account]
pub struct Mandate {
    pub version: u8,
    pub bump: u8,
    pub service: u8,
    pub spare_bytes: [u8; 5],
    pub revision: u64,
    pub payer_account: Address,
    /// The wallet of `payer_account`.
    pub wallet: Address,
    pub plan: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// As the plan was when it was consented to.
    pub amount: u64,
    pub period: u64,
    /// Unix seconds at which the first period begins.
    pub starts_at: u64,
    /// Pull before, never from then on.
    pub ends_at: u64,
    /// The first period that has not been pulled nor missed; those before never can be.
    pub next: u64,
    /// How many periods have been pulled, and what they came to.
    pub count: u64,
    pub pulled: u64,
    pub spare: [u64; 8],
}

impl Mandate {
    /// Uses the current period up, which the index must name.
    #[inline(always)]
    pub fn pull(&mut self, index: u64, now: u64) -> Result<()> {
        require!(now >= self.starts_at, SandboxError::MandateNotStarted);
        require!(now < self.ends_at, SandboxError::MandateEnded);
        require!(index >= self.next, SandboxError::PeriodPulled);
        require!(
            index == math::period(self.starts_at, self.period, now),
            SandboxError::NotThisPeriod
        );
        self.next = add(index, 1)?;
        self.count = add(self.count, 1)?;
        tally(&mut self.pulled, self.amount);
        self.revision += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_period_is_pulled_once_and_in_its_time() {
        let mut mandate: Mandate = anchor_lang::bytemuck::Zeroable::zeroed();
        (mandate.amount, mandate.period) = (7, 50);
        (mandate.starts_at, mandate.ends_at) = (1_000, 1_160);
        let refusal = |error: SandboxError| Err(error.into());
        let not_started = refusal(SandboxError::MandateNotStarted);
        assert_eq!(mandate.pull(0, 999), not_started);
        let not_this = refusal(SandboxError::NotThisPeriod);
        assert_eq!(mandate.pull(1, 1_000), not_this);
        assert_eq!(mandate.pull(0, 1_000), Ok(()));
        let pulled = refusal(SandboxError::PeriodPulled);
        assert_eq!(mandate.pull(0, 1_049), pulled);
        assert_eq!(mandate.pull(1, 1_049), not_this);
        assert_eq!(mandate.pull(1, 1_050), Ok(()));
        assert_eq!(mandate.pull(1, 1_049), pulled, "the clock stepped back");
        assert_eq!(mandate.pull(2, 1_150), not_this, "a missed one");
        assert_eq!(mandate.pull(3, 1_159), Ok(()));
        let ended = refusal(SandboxError::MandateEnded);
        assert_eq!(mandate.pull(3, 1_160), ended);
        assert_eq!((mandate.next, mandate.count, mandate.pulled), (4, 3, 21));
    }
}
