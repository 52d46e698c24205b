use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::ending;
use crate::errors::SandboxError;
use crate::events::{record, TenderClosed};
use crate::redemption::cost;
use crate::state::{Instrument, PaymentAccount, Zone};

/// A returning instruction: what no unit was tendered for is the issuer's again.
#[derive(Accounts)]
pub struct CloseTender {
    pub signer: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    /// The issuer's.
    #[account(
        mut,
        constraint = address_eq(&account.wallet, &instrument.issuer) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub account: Account<PaymentAccount>,
}

impl CloseTender {
    pub fn close_tender(&mut self) -> Result<()> {
        self.check()?;
        let (instrument, account) = (&mut *self.instrument, &mut *self.account);
        let quantity = instrument.tender_left;
        let amount = cost(quantity, instrument.tender_price)?;
        account.unhold(amount)?;
        account.credit(amount)?;
        account.revision += 1;
        instrument.tender_price = 0;
        instrument.tender_left = 0;
        instrument.revision += 1;
        self.record(quantity, amount);
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let instrument = &self.instrument;
        checks::spending_lane(&self.account)?;
        require!(instrument.tender_left != 0, SandboxError::NoTender);
        let by = ending::By {
            zone: &self.zone,
            instrument,
            signer: self.signer.address(),
        };
        // What it keeps is the issuer's own money: no suspension makes that anybody's concern.
        by.check(u64::MAX)
    }

    fn record(&self, quantity: u64, amount: u64) {
        let (instrument, account) = (&self.instrument, &self.account);
        record(TenderClosed {
            instrument: *instrument.address(),
            account: *account.address(),
            quantity,
            amount,
            account_available: account.available,
            account_held: account.held,
            account_revision: account.revision,
            revision: instrument.revision,
        });
    }
}
