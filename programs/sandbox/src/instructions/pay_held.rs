use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::pay::{Order, Parties};
use crate::checks;
use crate::errors::SandboxError;
use crate::new_account::NewAccount;
use crate::seeds;
use crate::state::{
    add, payment_flag, payment_state, Asset, Legs, Participant, Payment, PaymentAccount, Zone,
    VERSION,
};

/// As `Pay`, and an account for the payment.
#[derive(Accounts)]
pub struct PayHeld {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
    /// Pays the rent of `payment`; often the wallet itself, which is harmless here, as
    /// neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    #[account(mut)]
    pub payment: UncheckedAccount,
    pub system_program: Program<System>,
}

impl PayHeld {
    pub fn pay_held(&mut self, order: &Order) -> Result<()> {
        let now = checks::now()?;
        let mut parties = Parties {
            wallet: self.wallet.address(),
            zone: &self.zone,
            asset: &self.asset,
            payer: &self.payer,
            payee: &self.payee,
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
        };
        let (legs, tax_bps) = parties.debit(order, now)?;
        parties.check_deadline(order, now)?;
        parties.hold(order.amount)?;
        parties.record(order, legs);
        self.create_payment(order, legs, tax_bps, now)
    }

    fn create_payment(&mut self, order: &Order, legs: Legs, tax_bps: u16, now: u64) -> Result<()> {
        let payer_account = self.payer_account.address();
        let sequence = order.sequence.to_le_bytes();
        let (mut payment, bump) = NewAccount {
            rent_payer: self.rent_payer.account(),
            account: self.payment.account(),
            seeds: [seeds::PAYMENT, payer_account.as_ref(), &sequence],
        }
        .create::<Payment>(SandboxError::WrongPaymentAddress)?;
        payment.version = VERSION;
        payment.bump = bump;
        payment.state = payment_state::OPEN;
        payment.flags = payment_flag::COUNTED;
        payment.service = order.service;
        payment.revision = 1;
        payment.payer_account = *payer_account;
        payment.payee_account = *self.payee_account.address();
        payment.rent_payer = *self.rent_payer.address();
        payment.reference = order.reference;
        payment.sequence = order.sequence;
        payment.amount = order.amount;
        payment.held = order.amount;
        payment.fee_total = legs.fee;
        payment.tax_total = legs.tax;
        payment.paid_at = now;
        payment.deliver_by = order.deliver_by;
        payment.settle_window = self.zone.settle_window;
        payment.closes_at = add(order.deliver_by, self.zone.retention)?;
        // At most a year each: they fit.
        payment.respond_window = self.zone.respond_window as u32;
        payment.resolve_window = self.zone.resolve_window as u32;
        payment.reserve_window = self.payee.reserve_window;
        payment.reserve_bps = self.payee.reserve_bps;
        payment.tax_bps = tax_bps;
        Ok(())
    }
}

impl Parties<'_> {
    #[inline(always)]
    fn check_deadline(&self, order: &Order, now: u64) -> Result<()> {
        require!(
            order.deliver_by > now && order.deliver_by - now <= self.zone.deliver_within,
            SandboxError::BadDeadline
        );
        Ok(())
    }

    /// A held payment: all of it waits on the payee's account.  The payer's has to stay as long
    /// as the payment may come back to it.
    #[inline(always)]
    fn hold(&mut self, amount: u64) -> Result<()> {
        let payer = &mut self.payer_account;
        payer.open_payments = add(payer.open_payments, 1)?;
        let account = &mut self.payee_account;
        account.held = add(account.held, amount)?;
        account.revision += 1;
        Ok(())
    }
}
