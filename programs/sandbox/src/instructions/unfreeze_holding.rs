use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HoldingFreezeLifted};
use crate::state::{Holding, Instrument, Zone};

/// Either regulator may: the freeze rests on the consent of both.
#[derive(Accounts)]
pub struct UnfreezeHolding {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    /// Named, so that its history has every change of its holdings.
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub holding: Account<Holding>,
}

impl UnfreezeHolding {
    pub fn unfreeze_holding(&mut self) -> Result<()> {
        self.zone.regulator(self.regulator.address())?;
        let holding = &mut self.holding;
        let lifted = holding.freeze.lift(checks::now()?)?;
        holding.revision += 1;
        record(HoldingFreezeLifted {
            holding: *holding.address(),
            instrument: holding.instrument,
            regulator: *self.regulator.address(),
            case: lifted.case,
            basis: lifted.basis as u64,
            revision: holding.revision,
        });
        Ok(())
    }
}
