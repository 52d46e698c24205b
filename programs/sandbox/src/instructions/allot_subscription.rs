use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Allotted};
use crate::state::{
    tally, Holding, Instrument, Offering, Participant, PaymentAccount, Subscription,
};

/// A returning instruction, of anyone: units for their price where an investor has a part of
/// what was sold and may hold it now, as far as there is room, and all other money back.  It
/// names no zone, and asks nothing but whether the units may be held, so that nothing can stop it.
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
        if self.keeps_place() {
            self.instrument.release()?;
        }
        let units = self.allotted(checks::now()?);
        let amount = self.apply(units)?;
        self.record(units, amount);
        Ok(())
    }

    /// Its part as far as there is room, or nothing where the investor cannot hold any now.
    fn allotted(&self, now: u64) -> u64 {
        let subscription = &self.subscription;
        let share = self.offering.share(subscription.offset, subscription.units);
        let units = share.min(self.instrument.room(&self.holding));
        if units > 0 && self.may_hold(units, now) {
            units
        } else {
            0
        }
    }

    fn may_hold(&self, units: u64, now: u64) -> bool {
        checks::verified(&self.participant, now).is_ok()
            && self.instrument.check_holder(&self.participant).is_ok()
            && (self.keeps_place() || self.instrument.check_room(&self.holding, units).is_ok())
    }

    /// Its place was kept since it was confirmed: no cap of holders is asked.
    fn keeps_place(&self) -> bool {
        self.subscription.reserves != 0
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
            tally(&mut account.paid, amount);
            let issuer = &mut self.issuer_account;
            issuer.credit(amount)?;
            tally(&mut issuer.received, amount);
            issuer.revision += 1;
            offering.unallotted = offering
                .unallotted
                .checked_sub(units)
                .ok_or(SandboxError::Overflow)?;
            let since = offering.counted_at;
            self.instrument
                .give_since(&mut self.holding, units, since)?;
        }
        if units > 0 || self.keeps_place() {
            self.instrument.revision += 1;
        }
        Ok(amount)
    }

    fn record(&self, units: u64, amount: u64) {
        let (subscription, account) = (&self.subscription, &self.account);
        let instrument = &self.instrument;
        let if_so = |changed: bool, revision: u64| if changed { revision } else { 0 };
        let paid = units > 0;
        record(Allotted {
            subscription: *subscription.address(),
            offering: subscription.offering,
            instrument: *instrument.address(),
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
            issuer_revision: if_so(paid, self.issuer_account.revision),
            holding_units: self.holding.units,
            holding_revision: if_so(paid, self.holding.revision),
            holders: instrument.holders,
            reserved: instrument.reserved,
            instrument_revision: if_so(paid || self.keeps_place(), instrument.revision),
            unallotted: self.offering.unallotted,
            offering_revision: self.offering.revision,
            lamports: subscription.account().lamports(),
            revision: subscription.revision + 1,
        });
    }
}
