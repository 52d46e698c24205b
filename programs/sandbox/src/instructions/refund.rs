use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Refunded};
use crate::settlement;
use crate::state::{Legs, Participant, Payment, PaymentAccount};

/// A returning instruction: refunds are possible as long as the payment exists.
#[derive(Accounts)]
pub struct Refund {
    pub wallet: Signer,
    pub payee: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&payee_account.wallet, wallet.address()) @ SandboxError::NotPayee,
        constraint = address_eq(&payee_account.participant, payee.address()) @ SandboxError::WrongParticipant
    )]
    pub payee_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&payment.payer_account, payer_account.address()) @ SandboxError::WrongParty,
        constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty
    )]
    pub payment: Account<Payment>,
}

impl Refund {
    pub fn refund(&mut self, refunded_before: u64, amount: u64) -> Result<()> {
        self.check(refunded_before, amount)?;
        let legs = self.apply(amount)?;
        self.record(amount, legs);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, refunded_before: u64, amount: u64) -> Result<()> {
        let payment = &self.payment;
        require!(
            payment.refunded == refunded_before,
            SandboxError::RefundedChanged
        );
        require!(
            payment.is_held() || payment.is_settled(),
            SandboxError::NotRefundable
        );
        checks::positive(amount)
    }

    /// What is held is not the payee's yet, so a freeze stops only what has settled.
    #[inline(always)]
    fn apply(&mut self, amount: u64) -> Result<Legs> {
        let (payment, payee, payer) = (
            &mut self.payment,
            &mut self.payee_account,
            &mut self.payer_account,
        );
        if payment.is_held() {
            settlement::refund_held(payment, payee, payer, amount)?;
            return Ok(Legs { fee: 0, tax: 0 });
        }
        let now = checks::now()?;
        checks::unfrozen(payee, &self.payee, now)?;
        settlement::refund_settled(payment, payee, payer, amount, now)
    }

    #[inline(always)]
    fn record(&self, amount: u64, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        record(Refunded {
            payment: *self.payment.address(),
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            amount,
            fee: legs.fee,
            tax: legs.tax,
            refunded: self.payment.refunded,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_held: payee.held,
            payee_reserve: payee.reserve,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_fee_credit: payee.fee_credit,
            payee_tax_credit: payee.tax_credit,
            payee_revision: payee.revision,
            revision: self.payment.revision,
        });
    }
}
