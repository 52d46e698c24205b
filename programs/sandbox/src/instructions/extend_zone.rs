use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, EndChanged};
use crate::state::Zone;

/// Operator and both regulators prolong a zone that has not ended.
#[derive(Accounts)]
pub struct ExtendZone {
    pub operator: Signer,
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        mut,
        constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator,
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotBothRegulators,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotBothRegulators
    )]
    pub zone: Account<Zone>,
}

impl ExtendZone {
    pub fn extend_zone(&mut self, ends_at: u64) -> Result<()> {
        let zone = &mut self.zone;
        // An ended zone stays ended: accounts may have been closed since.
        require!(checks::now()? < zone.ends_at, SandboxError::ZoneEnded);
        require!(ends_at > zone.ends_at, SandboxError::BadEnd);
        zone.ends_at = ends_at;
        zone.revision += 1;
        record(EndChanged {
            zone: *zone.address(),
            ends_at,
            revision: zone.revision,
        });
        Ok(())
    }
}
