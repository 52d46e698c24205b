use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::ending;
use crate::errors::SandboxError;
use crate::events::{record, OfferingCancelled};
use crate::state::{offering_state, Instrument, Offering, Zone};

/// The issuer gives an offering up before it is concluded; anyone may, where the instrument is
/// delisted or the zone has ended, as it cannot succeed then.  A suspension passes: while it
/// lasts the authority may too, and anyone only once it has kept the money for a week.
#[derive(Accounts)]
pub struct CancelOffering {
    pub signer: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&offering.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub offering: Account<Offering>,
}

impl CancelOffering {
    pub fn cancel_offering(&mut self) -> Result<()> {
        self.check()?;
        self.apply()?;
        self.record();
        Ok(())
    }

    fn check(&self) -> Result<()> {
        self.offering.check_open()?;
        let by = ending::By {
            zone: &self.zone,
            instrument: &self.instrument,
            signer: self.signer.address(),
        };
        by.check(self.offering.abandoned_at())
    }

    fn apply(&mut self) -> Result<()> {
        let (instrument, offering) = (&mut self.instrument, &mut self.offering);
        instrument.promised = instrument
            .promised
            .checked_sub(offering.quantity)
            .ok_or(SandboxError::Overflow)?;
        instrument.revision += 1;
        offering.state = offering_state::FAILED;
        offering.revision += 1;
        Ok(())
    }

    fn record(&self) {
        record(OfferingCancelled {
            offering: *self.offering.address(),
            instrument: *self.instrument.address(),
            signer: *self.signer.address(),
            promised: self.instrument.promised,
            instrument_revision: self.instrument.revision,
            revision: self.offering.revision,
        });
    }
}
