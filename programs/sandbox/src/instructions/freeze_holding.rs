use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HoldingFreezeSet};
use crate::state::{Case, Freeze, Holding, Instrument, Zone};

#[derive(Accounts)]
pub struct FreezeHolding {
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotBothRegulators,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotBothRegulators
    )]
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

impl FreezeHolding {
    /// A freeze that is there already is replaced: its case and its end change.
    pub fn freeze_holding(&mut self, case: &Case, until: u64) -> Result<()> {
        let freeze = Freeze::begin(case, until, checks::now()?)?;
        let holding = &mut self.holding;
        holding.freeze = freeze;
        holding.revision += 1;
        record(HoldingFreezeSet {
            holding: *holding.address(),
            instrument: holding.instrument,
            regulators: self.zone.regulators,
            case: freeze.case,
            basis: freeze.basis as u64,
            until,
            revision: holding.revision,
        });
        Ok(())
    }
}
