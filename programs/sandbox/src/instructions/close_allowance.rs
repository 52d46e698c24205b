use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AllowanceClosed};
use crate::state::{Allowance, Zone};

/// A returning instruction, of anyone: the rent can only go to who paid it.
#[derive(Accounts)]
pub struct CloseAllowance {
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&allowance.zone, zone.address()) @ SandboxError::WrongZone,
        close = rent_payer
    )]
    pub allowance: Account<Allowance>,
    #[account(mut, constraint = address_eq(&allowance.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
}

impl CloseAllowance {
    pub fn close_allowance(&mut self) -> Result<()> {
        require!(
            checks::now()? >= self.zone.ends_at,
            SandboxError::ZoneNotEnded
        );
        record(AllowanceClosed {
            allowance: *self.allowance.address(),
            rent_payer: self.allowance.rent_payer,
            lamports: self.allowance.account().lamports(),
            revision: self.allowance.revision + 1,
        });
        Ok(())
    }
}
