use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, InstrumentAdmitted};
use crate::state::{instrument_state, Instrument, Zone};

/// The authority consents to an instrument, as it has read it.
#[derive(Accounts)]
pub struct AdmitInstrument {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
}

impl AdmitInstrument {
    pub fn admit_instrument(&mut self, revision: u64) -> Result<()> {
        checks::instrument_authority(&self.zone, self.regulator.address())?;
        let instrument = &mut self.instrument;
        require!(
            instrument.state == instrument_state::PROPOSED,
            SandboxError::NotProposed
        );
        require!(instrument.revision == revision, SandboxError::TermsChanged);
        instrument.state = instrument_state::ADMITTED;
        instrument.revision += 1;
        record(InstrumentAdmitted {
            instrument: *instrument.address(),
            regulator: *self.regulator.address(),
            revision: instrument.revision,
        });
        Ok(())
    }
}
