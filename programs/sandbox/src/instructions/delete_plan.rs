use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, PlanDeleted};
use crate::state::{Plan, Zone};

/// A returning instruction, of anyone: the rent can only go to who paid it.
#[derive(Accounts)]
pub struct DeletePlan {
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&plan.zone, zone.address()) @ SandboxError::WrongZone,
        close = rent_payer
    )]
    pub plan: Account<Plan>,
    #[account(mut, constraint = address_eq(&plan.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
}

impl DeletePlan {
    pub fn delete_plan(&mut self) -> Result<()> {
        require!(
            checks::now()? >= self.zone.ends_at,
            SandboxError::ZoneNotEnded
        );
        record(PlanDeleted {
            plan: *self.plan.address(),
            rent_payer: self.plan.rent_payer,
            lamports: self.plan.account().lamports(),
            revision: self.plan.revision + 1,
        });
        Ok(())
    }
}
