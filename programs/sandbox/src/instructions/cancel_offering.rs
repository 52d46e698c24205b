use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, OfferingCancelled};
use crate::state::{instrument_state, offering_state, Instrument, Offering, Zone};

/// The issuer gives an offering up before it is concluded; anyone may, where the instrument is
/// not admitted any more or the zone has ended, as it cannot succeed then.
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
        self.check(checks::now()?)?;
        self.apply()?;
        self.record();
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        self.offering.check_open()?;
        let instrument = &self.instrument;
        require!(
            instrument.is_issuer(self.signer.address())
                || instrument.state != instrument_state::ADMITTED
                || now >= self.zone.ends_at,
            SandboxError::NotIssuer
        );
        Ok(())
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
