use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, HoldingOpened};
use crate::seeds;
use crate::state::{scope, Holding, Instrument, Participant, Zone, VERSION};

/// Anyone may, for any participant: whether it may hold units is asked when it gets some.  The
/// treasury's is opened whatever is paused or over, so that units can always be seized; so is any
/// once units only end, or move by order or to their owner's new wallet: from then on no sequence
/// gives units away, so that those that a closed holding has forgotten harm nobody.
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
        if address_eq(&self.participant.wallet, &self.zone.treasury)
            || self.instrument.is_ending(&self.zone, now)
        {
            return Ok(());
        }
        checks::entering(&self.zone, scope::OPENING, now)?;
        checks::verified(&self.participant, now)
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
