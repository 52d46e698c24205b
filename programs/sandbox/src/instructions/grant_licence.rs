use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, LicenceGranted};
use crate::state::{class, licence, Licence, Participant, Zone};

#[derive(Accounts)]
pub struct GrantLicence {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
}

pub struct LicenceTerms {
    pub activities: u32,
    pub asset_classes: u8,
    /// May be in the past: a register is copied as it is, lapsed licences included.
    pub expires_at: u64,
    pub credential: [u8; 32],
}

impl GrantLicence {
    pub fn grant_licence(&mut self, terms: LicenceTerms) -> Result<()> {
        let slot = self.check(&terms)?;
        self.apply(slot, terms);
        Ok(())
    }

    fn check(&self, terms: &LicenceTerms) -> Result<usize> {
        let classes = (1u8 << class::COUNT) - 1;
        require!(
            terms.activities != 0
                && terms.asset_classes != 0
                && terms.asset_classes & !classes == 0,
            SandboxError::BadLicence
        );
        self.zone.regulator(self.regulator.address())
    }

    fn apply(&mut self, slot: usize, terms: LicenceTerms) {
        let participant = &mut self.participant;
        participant.licences[slot] = Licence {
            activities: terms.activities,
            asset_classes: terms.asset_classes,
            status: licence::ACTIVE,
            spare: [0; 2],
            expires_at: terms.expires_at,
            credential: terms.credential,
        };
        participant.revision += 1;
        record(LicenceGranted {
            participant: *participant.address(),
            regulator: *self.regulator.address(),
            credential: terms.credential,
            activities: terms.activities as u64,
            asset_classes: terms.asset_classes as u64,
            expires_at: terms.expires_at,
            revision: participant.revision,
        });
    }
}
