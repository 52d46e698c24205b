use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ParticipantFreezeSet};
use crate::state::{Case, Freeze, Participant, Zone};

#[derive(Accounts)]
pub struct FreezeParticipant {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

impl FreezeParticipant {
    /// A freeze that the slot holds already is replaced: its case and its end change.
    pub fn freeze_participant(&mut self, case: &Case, until: u64) -> Result<()> {
        let slot = self.zone.regulator(self.regulator.address())?;
        let freeze = Freeze::begin(case, until, checks::now()?)?;
        let participant = &mut self.participant;
        participant.freezes[slot] = freeze;
        participant.revision += 1;
        record(ParticipantFreezeSet {
            participant: *participant.address(),
            regulator: *self.regulator.address(),
            case: freeze.case,
            basis: freeze.basis as u64,
            slot: slot as u64,
            until,
            revision: participant.revision,
        });
        Ok(())
    }
}
