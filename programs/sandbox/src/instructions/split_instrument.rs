use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, InstrumentSplit};
use crate::math;
use crate::state::{instrument_state, Instrument, Zone};

/// Issuer and authority sign: so many shares are so many units from now on.  No holding changes.
/// While it is suspended too: no unit moves then, so that its revision stays the one they named.
#[derive(Accounts)]
pub struct SplitInstrument {
    pub issuer: Signer,
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&instrument.issuer, issuer.address()) @ SandboxError::NotIssuer
    )]
    pub instrument: Account<Instrument>,
}

impl SplitInstrument {
    pub fn split_instrument(&mut self, revision: u64, shares: u64, per_units: u64) -> Result<()> {
        checks::instrument_authority(&self.zone, self.regulator.address())?;
        let instrument = &mut self.instrument;
        if instrument.state != instrument_state::SUSPENDED {
            instrument.check_admitted()?;
        }
        require!(instrument.revision == revision, SandboxError::TermsChanged);
        require!(shares > 0 && per_units > 0, SandboxError::BadSplit);
        let common = math::gcd(shares, per_units);
        let (shares, per_units) = (shares / common, per_units / common);
        require!(
            instrument.shares != shares || instrument.per_units != per_units,
            SandboxError::NothingChanged
        );
        instrument.shares = shares;
        instrument.per_units = per_units;
        instrument.revision += 1;
        record(InstrumentSplit {
            instrument: *instrument.address(),
            issuer: *self.issuer.address(),
            regulator: *self.regulator.address(),
            shares,
            per_units,
            revision: instrument.revision,
        });
        Ok(())
    }
}
