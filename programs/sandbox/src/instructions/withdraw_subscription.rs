use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, SubscriptionWithdrawn};
use crate::state::{Offering, PaymentAccount, Subscription};

/// A returning instruction of the investor, while it cools off: all its money is available again.
/// It names neither zone nor instrument, so that nothing about them can stop it.
#[derive(Accounts)]
pub struct WithdrawSubscription {
    pub wallet: Signer,
    #[account(mut)]
    pub offering: Account<Offering>,
    #[account(
        mut,
        constraint = address_eq(&subscription.offering, offering.address()) @ SandboxError::WrongOffering,
        constraint = address_eq(&subscription.wallet, wallet.address()) @ SandboxError::WrongOwner,
        close = rent_payer
    )]
    pub subscription: Account<Subscription>,
    #[account(mut, constraint = address_eq(&subscription.account, account.address()) @ SandboxError::WrongParty)]
    pub account: Account<PaymentAccount>,
    /// May be the wallet too, as neither holds data of ours.
    #[account(
        mut,
        unsafe(dup),
        constraint = address_eq(&subscription.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer
    )]
    pub rent_payer: UncheckedAccount,
}

impl WithdrawSubscription {
    pub fn withdraw_subscription(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()?;
        self.record();
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        self.subscription.check_unconfirmed()?;
        require!(
            self.subscription.is_cooling(self.offering.cooling_off, now),
            SandboxError::CoolingOffOver
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (account, amount) = (&mut self.account, self.subscription.held);
        account.unhold(amount)?;
        account.credit(amount)?;
        account.revision += 1;
        self.offering.forget(&self.subscription)
    }

    fn record(&self) {
        let (subscription, account) = (&self.subscription, &self.account);
        record(SubscriptionWithdrawn {
            subscription: *subscription.address(),
            offering: subscription.offering,
            account: subscription.account,
            rent_payer: subscription.rent_payer,
            units: subscription.units,
            amount: subscription.held,
            available: account.available,
            held: account.held,
            account_revision: account.revision,
            subscribed: self.offering.subscribed,
            offering_revision: self.offering.revision,
            lamports: subscription.account().lamports(),
            revision: subscription.revision + 1,
        });
    }
}
