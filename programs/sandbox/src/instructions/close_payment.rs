use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, PaymentClosed};
use crate::state::{payment_flag, payment_state, Payment, PaymentAccount};

/// A returning instruction, of anyone: the rent can only go to whom it is from.  The payer's
/// account has used the sequence up, so that no payment can come to this address again.
#[derive(Accounts)]
pub struct ClosePayment {
    #[account(mut)]
    pub rent_payer: UncheckedAccount,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&payment.rent_payer, rent_payer.address()) @ SandboxError::WrongRentPayer,
        constraint = address_eq(&payment.payer_account, payer_account.address()) @ SandboxError::WrongParty
    )]
    pub payment: Account<Payment>,
}

impl ClosePayment {
    pub fn close_payment(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()?;
        self.record();
        let rent_payer = *self.rent_payer.account();
        self.payment.close(rent_payer)
    }

    fn check(&self, now: u64) -> Result<()> {
        let payment = &self.payment;
        require!(
            payment.state == payment_state::SETTLED || payment.state == payment_state::REFUNDED,
            SandboxError::NotOver
        );
        require!(payment.reserve == 0, SandboxError::NotOver);
        require!(now >= payment.closes_at, SandboxError::RetentionNotOver);
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let payer = &mut self.payer_account;
        if self.payment.has_flag(payment_flag::COUNTED) {
            payer.open_payments = payer
                .open_payments
                .checked_sub(1)
                .ok_or(SandboxError::Overflow)?;
        }
        payer.revision += 1;
        Ok(())
    }

    fn record(&self) {
        let payment = &self.payment;
        record(PaymentClosed {
            payment: *payment.address(),
            payer_account: payment.payer_account,
            payee_account: payment.payee_account,
            rent_payer: payment.rent_payer,
            reference: payment.reference,
            sequence: payment.sequence,
            amount: payment.amount,
            refunded: payment.refunded,
            settled: payment.settled,
            fee: payment.fee,
            tax: payment.tax,
            lamports: payment.account().lamports(),
            payer_revision: self.payer_account.revision,
            revision: payment.revision + 1,
        });
    }
}
