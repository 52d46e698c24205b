use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, SubscriptionConfirmed};
use crate::state::{add, subscription_state, Holding, Instrument, Offering, Subscription};

/// Gives a subscription that can be withdrawn no more its place among the others; anyone may.
/// Not before: one withdrawn later would leave a hole, and parts would not add up.  From then on
/// nobody else takes its investor's place among the holders, where there is one.
#[derive(Accounts)]
pub struct ConfirmSubscription {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&offering.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub offering: Account<Offering>,
    #[account(mut, constraint = address_eq(&subscription.offering, offering.address()) @ SandboxError::WrongOffering)]
    pub subscription: Account<Subscription>,
    #[account(constraint = address_eq(&subscription.holding, holding.address()) @ SandboxError::WrongParty)]
    pub holding: Account<Holding>,
}

impl ConfirmSubscription {
    pub fn confirm_subscription(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()?;
        self.record();
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        self.offering.check_open()?;
        self.subscription.check_unconfirmed()?;
        require!(
            !self.subscription.is_cooling(self.offering.cooling_off, now),
            SandboxError::CoolingOffNotOver
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (offering, subscription) = (&mut self.offering, &mut self.subscription);
        subscription.state = subscription_state::CONFIRMED;
        subscription.offset = offering.confirmed;
        subscription.revision += 1;
        offering.confirmed = add(offering.confirmed, subscription.units)?;
        offering.unconfirmed = offering
            .unconfirmed
            .checked_sub(1)
            .ok_or(SandboxError::Overflow)?;
        offering.revision += 1;
        // Without a place the caps are asked at the allotment: one that could never be confirmed
        // would keep the offering from its conclusion.
        let instrument = &mut self.instrument;
        if instrument.reserve(&self.holding) {
            subscription.reserves = 1;
            instrument.revision += 1;
        }
        Ok(())
    }

    fn record(&self) {
        let (instrument, offering) = (&self.instrument, &self.offering);
        let subscription = &self.subscription;
        let reserves = subscription.reserves != 0;
        record(SubscriptionConfirmed {
            subscription: *subscription.address(),
            offering: *offering.address(),
            instrument: *instrument.address(),
            units: subscription.units,
            offset: subscription.offset,
            confirmed: offering.confirmed,
            reserved: instrument.reserved,
            instrument_revision: if reserves { instrument.revision } else { 0 },
            offering_revision: offering.revision,
            revision: subscription.revision,
        });
    }
}
