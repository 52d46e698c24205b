use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HolderReplaced};
use crate::replacement;
use crate::state::{Holding, Instrument, Participant};

/// After a week without a veto all that a holding has goes to the new one of its owner; anyone
/// may.  It names no zone, so that neither a pause nor the end can stop it.
#[derive(Accounts)]
pub struct ReplaceHolder {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    pub holder: Account<Participant>,
    pub successor: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, holder.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&successor_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&successor_holding.participant, successor.address()) @ SandboxError::WrongParticipant
    )]
    pub successor_holding: Account<Holding>,
}

impl ReplaceHolder {
    pub fn replace_holder(&mut self) -> Result<()> {
        let now = checks::now()?;
        self.check(now)?;
        let (holding, successor_holding) = (&mut self.holding, &mut self.successor_holding);
        let (quantity, entitled) = self.instrument.replace(holding, successor_holding, now)?;
        holding.end_replacement();
        self.record(quantity, entitled);
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        let holding = &self.holding;
        holding.check_proposed()?;
        require!(
            address_eq(&holding.successor_holding, self.successor_holding.address()),
            SandboxError::WrongSuccessor
        );
        require!(holding.is_replaceable(now), SandboxError::ReplacementNotDue);
        require!(holding.open_offers == 0, SandboxError::OffersNotOver);
        require!(holding.outside == 0, SandboxError::UnitsStillOutside);
        replacement::check(
            &self.instrument,
            (&self.holder, holding),
            &self.successor,
            now,
        )
    }

    fn record(&self, quantity: u64, entitled: [u64; 2]) {
        let (old, new) = (&self.holding, &self.successor_holding);
        record(HolderReplaced {
            instrument: *self.instrument.address(),
            holding: *old.address(),
            successor_holding: *new.address(),
            quantity,
            entitled_low: entitled[0],
            entitled_high: entitled[1],
            units: old.units,
            holding_revision: old.revision,
            successor_units: new.units,
            successor_revision: new.revision,
            holders: self.instrument.holders,
            revision: self.instrument.revision,
        });
    }
}
