use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, LicenceSuspended};
use crate::state::{licence, Participant, Zone};

#[derive(Accounts)]
pub struct SuspendLicence {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

impl SuspendLicence {
    pub fn suspend_licence(&mut self) -> Result<()> {
        let slot = self.zone.regulator(self.regulator.address())?;
        let participant = &mut self.participant;
        require!(
            participant.licences[slot].status != licence::NONE,
            SandboxError::LicenceMissing
        );
        participant.licences[slot].status = licence::SUSPENDED;
        participant.revision += 1;
        record(LicenceSuspended {
            participant: *participant.address(),
            regulator: *self.regulator.address(),
            revision: participant.revision,
        });
        Ok(())
    }
}
