use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Refunded};
use crate::state::{add, payment_state, Legs, Payment, PaymentAccount};

/// A returning instruction: refunds are possible as long as the payment exists.
#[derive(Accounts)]
pub struct Refund {
    pub wallet: Signer,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payee_account.wallet, wallet.address()) @ SandboxError::NotPayee)]
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
        let legs = if self.payment.is_held() {
            self.take_held(amount)?
        } else {
            self.take_settled(amount)?
        };
        self.give(amount)?;
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
            payment.is_held() || payment.state == payment_state::SETTLED,
            SandboxError::NotRefundable
        );
        checks::positive(amount)
    }

    /// Before settlement, fee and tax have not accrued: all comes from what is held.
    #[inline(always)]
    fn take_held(&mut self, amount: u64) -> Result<Legs> {
        let (payment, payee) = (&mut self.payment, &mut self.payee_account);
        payment.refunded = payment.refunded_after(amount)?;
        payment.held = payment
            .held
            .checked_sub(amount)
            .ok_or(SandboxError::Overflow)?;
        if payment.held == 0 {
            payment.state = payment_state::REFUNDED;
        }
        payee.held = payee
            .held
            .checked_sub(amount)
            .ok_or(SandboxError::Overflow)?;
        Ok(Legs { fee: 0, tax: 0 })
    }

    /// After it, each leg returns its share: what was collected already is fronted by
    /// the payee and becomes a credit.
    #[inline(always)]
    fn take_settled(&mut self, amount: u64) -> Result<Legs> {
        let (payment, payee) = (&mut self.payment, &mut self.payee_account);
        let refunded = payment.refunded_after(amount)?;
        let legs = payment.refund_legs(refunded);
        let net = amount
            .checked_sub(legs.fee + legs.tax)
            .ok_or(SandboxError::Overflow)?;
        payment.refunded = refunded;
        payment.settled = payment
            .settled
            .checked_sub(net)
            .ok_or(SandboxError::Overflow)?;
        payment.fee = payment
            .fee
            .checked_sub(legs.fee)
            .ok_or(SandboxError::Overflow)?;
        payment.tax = payment
            .tax
            .checked_sub(legs.tax)
            .ok_or(SandboxError::Overflow)?;
        if payment.refunded == payment.amount {
            payment.state = payment_state::REFUNDED;
        }

        let fee = legs.fee.min(payee.fee_due);
        let tax = legs.tax.min(payee.tax_due);
        payee.fee_due -= fee;
        payee.tax_due -= tax;
        payee.fee_credit = add(payee.fee_credit, legs.fee - fee)?;
        payee.tax_credit = add(payee.tax_credit, legs.tax - tax)?;
        payee.debit(amount - fee - tax)?;
        Ok(legs)
    }

    #[inline(always)]
    fn give(&mut self, amount: u64) -> Result<()> {
        let (payer, payee) = (&mut self.payer_account, &mut self.payee_account);
        payer.credit(amount)?;
        payer.revision += 1;
        payee.refunded = add(payee.refunded, amount)?;
        payee.revision += 1;
        self.payment.revision += 1;
        Ok(())
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
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_fee_credit: payee.fee_credit,
            payee_tax_credit: payee.tax_credit,
            payee_revision: payee.revision,
            revision: self.payment.revision,
        });
    }
}
