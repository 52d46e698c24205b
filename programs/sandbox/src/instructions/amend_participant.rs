use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::register_participant::Standing;
use crate::errors::SandboxError;
use crate::events::{record, ParticipantAmended};
use crate::state::{Participant, Zone};

#[derive(Accounts)]
pub struct AmendParticipant {
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

impl AmendParticipant {
    /// A date that is not still to come ends the verification: nothing enters for this
    /// participant any more, and everything of it can leave.
    pub fn amend_participant(&mut self, terms: Standing) -> Result<()> {
        terms.check(&self.zone, &self.participant.wallet)?;
        let participant = &mut self.participant;
        let before = Standing::of(participant);
        terms.apply(participant, *self.operator.address());
        participant.revision += 1;
        record(ParticipantAmended {
            participant: *participant.address(),
            verified_by: participant.verified_by,
            roles: terms.roles as u64,
            tier: terms.tier as u64,
            tax_category: terms.tax_category as u64,
            verified_until: terms.verified_until,
            roles_before: before.roles as u64,
            tier_before: before.tier as u64,
            tax_category_before: before.tax_category as u64,
            verified_until_before: before.verified_until,
            revision: participant.revision,
        });
        Ok(())
    }
}
