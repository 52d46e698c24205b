use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, InstrumentSuspended};
use crate::state::{instrument_state, Instrument, Zone};

/// The authority stops an admitted instrument's units, or lets them move again.
#[derive(Accounts)]
pub struct SuspendInstrument {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
}

impl SuspendInstrument {
    pub fn suspend_instrument(&mut self, suspended: bool) -> Result<()> {
        checks::instrument_authority(&self.zone, self.regulator.address())?;
        let instrument = &mut self.instrument;
        let (from, to) = if suspended {
            (instrument_state::ADMITTED, instrument_state::SUSPENDED)
        } else {
            (instrument_state::SUSPENDED, instrument_state::ADMITTED)
        };
        require!(instrument.state != to, SandboxError::NothingChanged);
        if instrument.state != from {
            instrument.check_admitted()?; // says why neither is possible
        }
        instrument.state = to;
        instrument.revision += 1;
        record(InstrumentSuspended {
            instrument: *instrument.address(),
            regulator: *self.regulator.address(),
            suspended: suspended as u64,
            revision: instrument.revision,
        });
        Ok(())
    }
}
