use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, PolicySet};
use crate::state::Zone;

/// Payments that exist keep the policy of their day: they carry a copy.
#[derive(Accounts)]
pub struct SetPolicy {
    pub operator: Signer,
    #[account(mut, constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
}

pub struct Policy {
    pub settle_window: u64,
    pub deliver_within: u64,
    pub respond_window: u64,
    pub resolve_window: u64,
    pub retention: u64,
    /// Zeros: the operator alone.
    pub arbiter: Address,
}

impl SetPolicy {
    pub fn set_policy(&mut self, policy: &Policy) -> Result<()> {
        self.check(policy)?;
        self.apply(policy);
        Ok(())
    }

    fn check(&self, policy: &Policy) -> Result<()> {
        checks::window(policy.settle_window)?;
        checks::window(policy.deliver_within)?;
        checks::window(policy.respond_window)?;
        checks::window(policy.resolve_window)?;
        checks::window(policy.retention)?;
        require!(
            !self.zone.regulators.contains(&policy.arbiter),
            SandboxError::ArbiterIsRegulator
        );
        Ok(())
    }

    fn apply(&mut self, policy: &Policy) {
        let zone = &mut self.zone;
        zone.settle_window = policy.settle_window;
        zone.deliver_within = policy.deliver_within;
        zone.respond_window = policy.respond_window;
        zone.resolve_window = policy.resolve_window;
        zone.retention = policy.retention;
        zone.arbiter = policy.arbiter;
        zone.revision += 1;
        record(PolicySet {
            zone: *zone.address(),
            operator: zone.operator,
            arbiter: zone.arbiter,
            settle_window: zone.settle_window,
            deliver_within: zone.deliver_within,
            respond_window: zone.respond_window,
            resolve_window: zone.resolve_window,
            retention: zone.retention,
            revision: zone.revision,
        });
    }
}
