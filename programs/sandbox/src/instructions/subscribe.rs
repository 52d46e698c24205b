use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Subscribed};
use crate::math;
use crate::new_account::NewAccount;
use crate::seeds;
use crate::state::{
    add, scope, subscription_state, Asset, Holding, Instrument, Offering, Participant,
    PaymentAccount, Subscription, Zone, VERSION,
};

/// An investor subscribes units: their price is held on its own payment account, where no order
/// reaches it.  Its holding is there, and stays until the offering is closed.
#[derive(Accounts)]
pub struct Subscribe {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    pub asset: Account<Asset>,
    pub instrument: Account<Instrument>,
    #[account(mut)]
    pub offering: Account<Offering>,
    pub participant: Account<Participant>,
    #[account(mut)]
    pub account: Account<PaymentAccount>,
    pub holding: Account<Holding>,
    /// Pays the rent of `subscription`; often the wallet itself, which is harmless here, as
    /// neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    #[account(mut)]
    pub subscription: UncheckedAccount,
    pub system_program: Program<System>,
}

impl Subscribe {
    pub fn subscribe(&mut self, sequence: u64, units: u64) -> Result<()> {
        self.account.use_sequence(sequence)?;
        let now = checks::now()?;
        let amount = self.check(units, now)?;
        self.apply(units, amount)?;
        self.create_subscription(units, amount, now)?;
        self.record(sequence, units, amount, now);
        Ok(())
    }

    /// Says what the units cost.
    #[inline(always)]
    fn check(&self, units: u64, now: u64) -> Result<u64> {
        self.check_parties()?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        checks::consented(&self.asset)?;
        self.instrument.check_admitted()?;
        let offering = &self.offering;
        offering.check_open()?;
        require!(
            now >= offering.opens_at && now < offering.closes_at,
            SandboxError::OutsideOfferingWindow
        );
        checks::verified(&self.participant, now)?;
        checks::unfrozen(&self.account, &self.participant, now)?;
        checks::spending_lane(&self.account)?;
        require!(
            !self.instrument.is_issuer(self.wallet.address()),
            SandboxError::SubscriberIsIssuer
        );
        self.instrument.check_investor(&self.participant)?;
        require!(
            units >= offering.least && units <= offering.most,
            SandboxError::SubscriptionOutOfRange
        );
        math::product(units, offering.price).ok_or_else(|| SandboxError::Overflow.into())
    }

    #[inline(always)]
    fn check_parties(&self) -> Result<()> {
        let instrument = &self.instrument;
        require!(
            address_eq(&instrument.zone, self.zone.address()),
            SandboxError::WrongZone
        );
        require!(
            address_eq(&self.offering.instrument, instrument.address())
                && address_eq(&self.holding.instrument, instrument.address()),
            SandboxError::WrongInstrument
        );
        require!(
            address_eq(&instrument.payout_asset, self.asset.address())
                && address_eq(&self.account.asset, self.asset.address()),
            SandboxError::WrongAsset
        );
        require!(
            address_eq(&self.account.wallet, self.wallet.address()),
            SandboxError::WrongOwner
        );
        let participant = self.participant.address();
        require!(
            address_eq(&self.account.participant, participant)
                && address_eq(&self.holding.participant, participant),
            SandboxError::WrongParticipant
        );
        Ok(())
    }

    #[inline(always)]
    fn apply(&mut self, units: u64, amount: u64) -> Result<()> {
        let account = &mut self.account;
        account.debit(amount)?;
        account.held = add(account.held, amount)?;
        account.revision += 1;
        let offering = &mut self.offering;
        offering.subscriptions = add(offering.subscriptions, 1)?;
        // No more than there are.
        offering.unconfirmed += 1;
        // The money for each is there: they cannot be more than all money of the asset.
        offering.subscribed = add(offering.subscribed, units)?;
        offering.revision += 1;
        Ok(())
    }

    #[inline(always)]
    fn create_subscription(&mut self, units: u64, amount: u64, now: u64) -> Result<()> {
        let (offering, wallet) = (self.offering.address(), self.wallet.address());
        require!(
            self.subscription.account().is_data_empty(),
            SandboxError::AlreadySubscribed
        );
        let (mut subscription, bump) = NewAccount {
            rent_payer: self.rent_payer.account(),
            account: self.subscription.account(),
            seeds: [seeds::SUBSCRIPTION, offering.as_ref(), wallet.as_ref()],
        }
        .create::<Subscription>(SandboxError::WrongSubscriptionAddress)?;
        subscription.version = VERSION;
        subscription.bump = bump;
        subscription.state = subscription_state::SUBSCRIBED;
        subscription.revision = 1;
        subscription.zone = *self.zone.address();
        subscription.offering = *offering;
        subscription.wallet = *wallet;
        subscription.participant = *self.participant.address();
        subscription.account = *self.account.address();
        subscription.holding = *self.holding.address();
        subscription.rent_payer = *self.rent_payer.address();
        subscription.units = units;
        subscription.held = amount;
        subscription.subscribed_at = now;
        Ok(())
    }

    #[inline(always)]
    fn record(&self, sequence: u64, units: u64, amount: u64, now: u64) {
        let (account, offering) = (&self.account, &self.offering);
        record(Subscribed {
            subscription: *self.subscription.address(),
            offering: *offering.address(),
            account: *account.address(),
            wallet: *self.wallet.address(),
            sequence,
            units,
            amount,
            subscribed_at: now,
            available: account.available,
            held: account.held,
            account_revision: account.revision,
            subscribed: offering.subscribed,
            offering_revision: offering.revision,
            revision: 1, // which it begins with
        });
    }
}
