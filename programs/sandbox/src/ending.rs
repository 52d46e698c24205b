//! Who ends before its time what an issuer has begun: an offering, a tender.

use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::state::{instrument_state, Instrument, Zone};

/// Who signs, of which instrument.
pub struct By<'a> {
    pub zone: &'a Zone,
    pub instrument: &'a Instrument,
    pub signer: &'a Address,
}

impl By<'_> {
    /// The issuer always; anyone where it cannot go on.  A suspension passes: while it lasts the
    /// authority may, and anyone from `abandoned_at` on.
    #[inline(always)]
    pub fn check(&self, abandoned_at: u64) -> Result<()> {
        let state = self.instrument.state;
        let admitted = state == instrument_state::ADMITTED;
        let goes_on = admitted || state == instrument_state::SUSPENDED;
        if self.instrument.is_issuer(self.signer) || !goes_on {
            return Ok(());
        }
        let now = checks::now()?;
        if now >= self.zone.ends_at {
            return Ok(());
        }
        require!(!admitted, SandboxError::NotIssuer);
        require!(
            now >= abandoned_at || checks::instrument_authority(self.zone, self.signer).is_ok(),
            SandboxError::NotIssuerNorAuthority
        );
        Ok(())
    }
}
