use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, ReplacementVetoed};
use crate::state::{Holding, Instrument, Zone};

/// A returning instruction: who is thought to have lost its wallet says no, or one of those who
/// said so takes it back.
#[derive(Accounts)]
pub struct VetoReplacement {
    /// The holder's, the issuer's or the operator's.
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub holding: Account<Holding>,
}

impl VetoReplacement {
    pub fn veto_replacement(&mut self) -> Result<()> {
        self.check()?;
        let holding = &mut self.holding;
        let successor_holding = holding.successor_holding;
        holding.end_replacement();
        holding.revision += 1;
        record(ReplacementVetoed {
            instrument: *self.instrument.address(),
            holding: *holding.address(),
            successor_holding,
            wallet: *self.wallet.address(),
            holding_revision: holding.revision,
        });
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let wallet = self.wallet.address();
        require!(
            address_eq(&self.holding.wallet, wallet)
                || self.instrument.is_issuer(wallet)
                || address_eq(&self.zone.operator, wallet),
            SandboxError::NotReplacementParty
        );
        self.holding.check_proposed()
    }
}
