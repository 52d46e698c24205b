use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ParticipantFreezeLifted};
use crate::state::{Participant, Zone};

#[derive(Accounts)]
pub struct UnfreezeParticipant {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

impl UnfreezeParticipant {
    pub fn unfreeze_participant(&mut self) -> Result<()> {
        let slot = self.zone.regulator(self.regulator.address())?;
        let participant = &mut self.participant;
        let lifted = participant.freezes[slot].lift(checks::now()?)?;
        participant.revision += 1;
        record(ParticipantFreezeLifted {
            participant: *participant.address(),
            regulator: *self.regulator.address(),
            case: lifted.case,
            basis: lifted.basis as u64,
            slot: slot as u64,
            revision: participant.revision,
        });
        Ok(())
    }
}
