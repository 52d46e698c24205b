use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, EndChanged};
use crate::state::Zone;

/// Both regulators bring the zone's end forward: from then on nothing enters, and
/// everything can leave.
#[derive(Accounts)]
pub struct WindDown {
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        mut,
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotBothRegulators,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotBothRegulators
    )]
    pub zone: Account<Zone>,
}

impl WindDown {
    /// `ends_at` in the past or present ends it now.
    pub fn wind_down(&mut self, ends_at: u64) -> Result<()> {
        let now = checks::now()?;
        let zone = &mut self.zone;
        require!(now < zone.ends_at, SandboxError::ZoneEnded);
        require!(ends_at < zone.ends_at, SandboxError::BadEnd);
        zone.ends_at = ends_at.max(now);
        zone.revision += 1;
        record(EndChanged {
            zone: *zone.address(),
            ends_at: zone.ends_at,
            revision: zone.revision,
        });
        Ok(())
    }
}
