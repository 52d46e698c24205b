use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ReserveSet};
use crate::math::BPS;
use crate::state::{role, Participant, Zone};

/// Payments that exist keep the reserve of their day: they carry a copy.
#[derive(Accounts)]
pub struct SetReserve {
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

impl SetReserve {
    pub fn set_reserve(&mut self, reserve_bps: u16, reserve_window: u32) -> Result<()> {
        self.check(reserve_bps, reserve_window)?;
        self.apply(reserve_bps, reserve_window);
        Ok(())
    }

    fn check(&self, reserve_bps: u16, reserve_window: u32) -> Result<()> {
        require!(
            self.participant.has_role(role::MERCHANT),
            SandboxError::NotMerchant
        );
        require!(reserve_bps as u64 <= BPS, SandboxError::BadRate);
        // A reserve that is kept for no time would be none; no reserve needs no time.
        if reserve_bps > 0 || reserve_window > 0 {
            checks::window(reserve_window as u64)?;
        }
        Ok(())
    }

    fn apply(&mut self, reserve_bps: u16, reserve_window: u32) {
        let participant = &mut self.participant;
        participant.reserve_bps = reserve_bps;
        participant.reserve_window = reserve_window;
        participant.revision += 1;
        record(ReserveSet {
            participant: *participant.address(),
            operator: *self.operator.address(),
            reserve_bps: reserve_bps as u64,
            reserve_window: reserve_window as u64,
            revision: participant.revision,
        });
    }
}
