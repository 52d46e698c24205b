use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Allotted};
use crate::state::{add, Holding, Instrument, Offering, Participant, PaymentAccount, Subscription};

/// A returning instruction, of anyone: units for their price where an investor has a part of
/// what was sold and may hold it now, and all other money back.  It names no zone, and asks
/// nothing but whether the units may be held, so that nothing can stop it.
#[derive(Accounts)]
pub struct AllotSubscription {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&offering.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub offering: Account<Offering>,
    #[account(
        mut,
        constraint = address_eq(&subscription.offering, offering.address()) @ SandboxError::WrongOffering,
        close = rent_payer
    )]
    pub subscription: Account<Subscription>,
    #[account(constraint = address_eq(&subscription.participant, participant.address()) @ SandboxError::WrongParticipant)]
    pub participant: Account<Participant>,
    #[account(mut, constraint = address_eq(&subscription.account, account.address()) @ SandboxError::WrongParty)]
    pub account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&subscription.holding, holding.address()) @ SandboxError::WrongParty)]
    pub holding: Account<Holding>,
    #[account(mut, constraint = address_eq(&offering.issuer_account, issuer_account.address()) @ SandboxError::WrongParty)]
    pub issuer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&subscription.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
}

impl AllotSubscription {
    pub fn allot_subscription(&mut self) -> Result<()> {
        self.offering.check_over()?;
        let units = self.allotted(checks::now()?);
        let amount = self.apply(units)?;
        self.record(units, amount);
        Ok(())
    }

    /// Its part, or nothing where the investor cannot hold it now.
    fn allotted(&self, now: u64) -> u64 {
        let subscription = &self.subscription;
        let units = self.offering.share(subscription.offset, subscription.units);
        if units > 0 && self.may_hold(units, now) {
            units
        } else {
            0
        }
    }

    fn may_hold(&self, units: u64, now: u64) -> bool {
        checks::verified(&self.participant, now).is_ok()
            && self.instrument.check_holder(&self.participant).is_ok()
            && self.instrument.check_room(&self.holding, units).is_ok()
    }

    /// Says what was paid.
    fn apply(&mut self, units: u64) -> Result<u64> {
        let (offering, account) = (&mut self.offering, &mut self.account);
        let held = self.subscription.held;
        // At most the units subscribed, whose price did not overflow.
        let amount = units.saturating_mul(offering.price);
        let returned = held.checked_sub(amount).ok_or(SandboxError::Overflow)?;
        account.unhold(held)?;
        account.credit(returned)?;
        account.revision += 1;
        offering.forget(&self.subscription)?;
        if units > 0 {
            account.paid = add(account.paid, amount)?;
            let issuer = &mut self.issuer_account;
            issuer.credit(amount)?;
            issuer.received = add(issuer.received, amount)?;
            issuer.revision += 1;
            offering.unallotted = offering
                .unallotted
                .checked_sub(units)
                .ok_or(SandboxError::Overflow)?;
            let since = offering.counted_at;
            let instrument = &mut self.instrument;
            instrument.credit_since(&mut self.holding, units, since)?;
            instrument.revision += 1;
        }
        Ok(amount)
    }

    fn record(&self, units: u64, amount: u64) {
        let (subscription, account) = (&self.subscription, &self.account);
        let changed = |revision: u64| if units > 0 { revision } else { 0 };
        record(Allotted {
            subscription: *subscription.address(),
            offering: subscription.offering,
            instrument: *self.instrument.address(),
            account: subscription.account,
            issuer_account: *self.issuer_account.address(),
            holding: subscription.holding,
            rent_payer: subscription.rent_payer,
            units,
            amount,
            returned: subscription.held.saturating_sub(amount),
            available: account.available,
            held: account.held,
            account_revision: account.revision,
            issuer_available: self.issuer_account.available,
            issuer_revision: changed(self.issuer_account.revision),
            holding_units: self.holding.units,
            holding_revision: changed(self.holding.revision),
            holders: self.instrument.holders,
            instrument_revision: changed(self.instrument.revision),
            unallotted: self.offering.unallotted,
            offering_revision: self.offering.revision,
            lamports: subscription.account().lamports(),
            revision: subscription.revision + 1,
        });
    }
}
