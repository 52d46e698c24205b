use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, SuccessionCancelled};
use crate::state::{seat, Succession, Zone};

/// Takes a proposal back, or vetoes it.
#[derive(Accounts)]
pub struct CancelSuccession {
    pub authority: Signer,
    #[account(mut)]
    pub zone: Account<Zone>,
}

impl CancelSuccession {
    pub fn cancel_succession(&mut self, seat: u8) -> Result<()> {
        self.check(seat)?;
        let zone = &mut self.zone;
        let successor = zone.successions[seat as usize].successor;
        zone.successions[seat as usize] = Succession::NOBODY;
        zone.replacements &= !(1 << seat);
        zone.revision += 1;
        record(SuccessionCancelled {
            zone: *zone.address(),
            successor,
            authority: *self.authority.address(),
            seat: seat as u64,
            revision: zone.revision,
        });
        Ok(())
    }

    fn check(&self, seat: u8) -> Result<()> {
        require!(seat < seat::COUNT, SandboxError::BadSeat);
        let zone = &self.zone;
        require!(
            zone.successions[seat as usize].is_pending(),
            SandboxError::NoSuccession
        );
        let authority = self.authority.address();
        let replaced = zone.is_replaced(seat);
        // An operator who is being replaced has no veto; the others can take it back.
        let vetoes = zone.holds(seat, authority) && !(replaced && seat == seat::OPERATOR);
        let withdraws = replaced && zone.is_other_authority(seat, authority);
        require!(vetoes || withdraws, SandboxError::NotIncumbent);
        Ok(())
    }
}
