use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, InstrumentDelisted};
use crate::state::{instrument_state, Instrument, Zone};

/// The authority ends an instrument, in whatever state: for good.
#[derive(Accounts)]
pub struct DelistInstrument {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
}

impl DelistInstrument {
    pub fn delist_instrument(&mut self) -> Result<()> {
        checks::instrument_authority(&self.zone, self.regulator.address())?;
        let instrument = &mut self.instrument;
        require!(
            instrument.state != instrument_state::DELISTED,
            SandboxError::InstrumentDelisted
        );
        instrument.state = instrument_state::DELISTED;
        instrument.revision += 1;
        record(InstrumentDelisted {
            instrument: *instrument.address(),
            regulator: *self.regulator.address(),
            revision: instrument.revision,
        });
        Ok(())
    }
}
