use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HoldingOpened};
use crate::seeds;
use crate::state::{instrument_state, scope, Holding, Instrument, Participant, Zone, VERSION};

/// Anyone may, for any participant: whether it may hold units is asked when it gets some.
#[derive(Accounts)]
pub struct OpenHolding {
    #[account(mut)]
    pub rent_payer: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [
            seeds::HOLDING,
            instrument.address().as_ref(),
            participant.wallet.as_ref()
        ],
        bump
    )]
    pub holding: Account<Holding>,
    pub system_program: Program<System>,
}

impl OpenHolding {
    pub fn open_holding(&mut self, bump: u8) -> Result<()> {
        self.check()?;
        self.apply(bump);
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let now = checks::now()?;
        checks::entering(&self.zone, scope::OPENING, now)?;
        checks::verified(&self.participant, now)?;
        match self.instrument.state {
            instrument_state::DELISTED => Err(SandboxError::InstrumentDelisted.into()),
            instrument_state::REDEEMING => Err(SandboxError::InstrumentRedeeming.into()),
            _ => Ok(()),
        }
    }

    fn apply(&mut self, bump: u8) {
        let holding = &mut self.holding;
        holding.version = VERSION;
        holding.bump = bump;
        holding.revision = 1;
        holding.zone = *self.zone.address();
        holding.instrument = *self.instrument.address();
        holding.wallet = self.participant.wallet;
        holding.participant = *self.participant.address();
        holding.rent_payer = *self.rent_payer.address();
        holding.window = [1, 0]; // sequence 0 is used: the first is 1
        record(HoldingOpened {
            holding: *holding.address(),
            instrument: holding.instrument,
            wallet: holding.wallet,
            revision: holding.revision,
        });
    }
}
