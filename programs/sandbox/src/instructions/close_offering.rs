use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, OfferingClosed};
use crate::state::{Holding, Instrument, Offering, PaymentAccount};

/// A returning instruction, of anyone, once no subscription is left: units that nobody could be
/// allotted are the issuer's, and the rent goes back.
#[derive(Accounts)]
pub struct CloseOffering {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&offering.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        close = rent_payer
    )]
    pub offering: Account<Offering>,
    #[account(mut, constraint = address_eq(&offering.issuer_account, issuer_account.address()) @ SandboxError::WrongParty)]
    pub issuer_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&issuer_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&issuer_holding.wallet, &instrument.issuer) @ SandboxError::WrongOwner
    )]
    pub issuer_holding: Account<Holding>,
    #[account(mut, constraint = address_eq(&offering.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
}

impl CloseOffering {
    pub fn close_offering(&mut self) -> Result<()> {
        self.check()?;
        self.apply()?;
        self.record();
        Ok(())
    }

    fn check(&self) -> Result<()> {
        self.offering.check_over()?;
        require!(
            self.offering.subscriptions == 0,
            SandboxError::SubscriptionsNotAllotted
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let less = |from: u64| from.checked_sub(1).ok_or(SandboxError::Overflow);
        let (instrument, offering) = (&mut self.instrument, &self.offering);
        if offering.unallotted > 0 {
            let (units, since) = (offering.unallotted, offering.counted_at);
            instrument.give_since(&mut self.issuer_holding, units, since)?;
        }
        instrument.open_offerings = less(instrument.open_offerings)?;
        instrument.revision += 1;
        let account = &mut self.issuer_account;
        account.open_payments = less(account.open_payments)?;
        account.revision += 1;
        Ok(())
    }

    fn record(&self) {
        let (offering, holding) = (&self.offering, &self.issuer_holding);
        let units = offering.unallotted;
        record(OfferingClosed {
            offering: *offering.address(),
            instrument: offering.instrument,
            issuer_account: offering.issuer_account,
            holding: *holding.address(),
            rent_payer: offering.rent_payer,
            units,
            holding_units: holding.units,
            holding_revision: if units > 0 { holding.revision } else { 0 },
            instrument_revision: self.instrument.revision,
            issuer_account_revision: self.issuer_account.revision,
            lamports: offering.account().lamports(),
            revision: offering.revision + 1,
        });
    }
}
