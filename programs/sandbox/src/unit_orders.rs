//! What both regulators order about units, by a case: free ones move without their holder.
//! Neither state, pause, end, lock-up, caps, eligibility nor freezes are asked; units in offers or
//! outside are never touched.

use anchor_lang::prelude::*;

use crate::enforcement::{Executed, Ruling};
use crate::errors::SandboxError;
use crate::state::{Enforcement, Holding, Instrument};

/// A ruling on units, and whose they are.
pub struct UnitOrder<'a> {
    pub ruling: Ruling<'a>,
    pub instrument: &'a mut Account<Instrument>,
    pub holding: &'a mut Account<Holding>,
    pub recipient_holding: &'a mut Account<Holding>,
    pub record: &'a mut Account<Enforcement>,
}

impl UnitOrder<'_> {
    pub fn execute(&mut self) -> Result<()> {
        self.check()?;
        self.apply()?;
        let on = Executed {
            asset: *self.instrument.address(),
            account: *self.holding.address(),
            recipient_account: *self.recipient_holding.address(),
        };
        self.ruling.keep(on, self.record)
    }

    fn check(&self) -> Result<()> {
        self.ruling.check(self.record)?;
        // The price that is set aside for them would stay so for ever.
        require!(
            self.instrument.redemption_price == 0
                || !self.instrument.is_issuer(&self.recipient_holding.wallet),
            SandboxError::IssuerNotRedeemed
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (instrument, quantity) = (&mut *self.instrument, self.ruling.amount);
        instrument.take(self.holding, quantity)?;
        instrument.give(self.recipient_holding, quantity)?;
        instrument.revision += 1;
        Ok(())
    }
}
