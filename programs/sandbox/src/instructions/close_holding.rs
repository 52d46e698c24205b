use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HoldingClosed};
use crate::state::{Holding, Instrument, Zone};

/// The rent of a holding without units and claims goes back, once none can be opened any more; anyone may.
/// Not before: a new holding at the same address would forget its sequences.  The treasury's, which
/// can always be opened, stays for the same reason.
#[derive(Accounts)]
pub struct CloseHolding {
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        close = rent_payer
    )]
    pub holding: Account<Holding>,
    #[account(mut, constraint = address_eq(&holding.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
}

impl CloseHolding {
    pub fn close_holding(&mut self) -> Result<()> {
        self.check()?;
        let holding = &self.holding;
        record(HoldingClosed {
            holding: *holding.address(),
            instrument: holding.instrument,
            rent_payer: holding.rent_payer,
            lamports: holding.account().lamports(),
            revision: holding.revision + 1,
        });
        Ok(())
    }

    fn check(&self) -> Result<()> {
        require!(
            self.instrument.is_ending(&self.zone, checks::now()?),
            SandboxError::HoldingStays
        );
        require!(
            !address_eq(&self.holding.wallet, &self.zone.treasury),
            SandboxError::TreasuryStays
        );
        require!(self.holding.units == 0, SandboxError::HoldingNotEmpty);
        require!(
            self.instrument.entitled(&self.holding)? == 0,
            SandboxError::ClaimLeft
        );
        // What an offering allots has to come somewhere.
        require!(
            self.instrument.open_offerings == 0,
            SandboxError::OfferingsNotClosed
        );
        Ok(())
    }
}
