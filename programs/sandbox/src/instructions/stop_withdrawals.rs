use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, WithdrawalsStopped};
use crate::state::Zone;

/// The longest that one decision can stop withdrawals: each further one is signed anew.
const LONGEST_STOP: u64 = 14 * 86_400;

/// Both regulators stop withdrawals until a time, or allow them again (0).
#[derive(Accounts)]
pub struct StopWithdrawals {
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        mut,
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotBothRegulators,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotBothRegulators
    )]
    pub zone: Account<Zone>,
}

impl StopWithdrawals {
    pub fn stop_withdrawals(&mut self, until: u64) -> Result<()> {
        let now = checks::now()?;
        require!(
            until == 0 || until > now && until - now <= LONGEST_STOP,
            SandboxError::BadStop
        );
        let zone = &mut self.zone;
        zone.withdrawals_stopped_until = until;
        zone.revision += 1;
        record(WithdrawalsStopped {
            zone: *zone.address(),
            until,
            revision: zone.revision,
        });
        Ok(())
    }
}
