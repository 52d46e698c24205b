use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Settled};
use crate::state::{add, payment_state, Legs, Payment, PaymentAccount};

/// A returning instruction: what is held can be released after the zone's end too.
#[derive(Accounts)]
pub struct Settle {
    pub signer: Signer,
    pub payer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&payment.payer_account, payer_account.address()) @ SandboxError::WrongParty,
        constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty
    )]
    pub payment: Account<Payment>,
}

impl Settle {
    pub fn settle(&mut self) -> Result<()> {
        self.check()?;
        self.apply()
    }

    #[inline(always)]
    fn check(&self) -> Result<()> {
        let payment = &self.payment;
        require!(payment.is_held(), SandboxError::NotHeld);
        if !address_eq(&self.payer_account.wallet, self.signer.address()) {
            require!(
                payment.state == payment_state::FULFILLED,
                SandboxError::NotPayer
            );
            require!(
                checks::now()? >= payment.settles_at,
                SandboxError::WindowOpen
            );
        }
        Ok(())
    }

    #[inline(always)]
    fn apply(&mut self) -> Result<()> {
        let (payment, payee) = (&mut self.payment, &mut self.payee_account);
        let Legs { fee, tax } = payment.remaining_legs();
        let held = payment.held;
        let net = held
            .checked_sub(fee)
            .and_then(|rest| rest.checked_sub(tax))
            .ok_or(SandboxError::Overflow)?;

        payment.state = payment_state::SETTLED;
        payment.held = 0;
        payment.settled = net;
        payment.fee = fee;
        payment.tax = tax;
        payment.revision += 1;

        payee.held = payee.held.checked_sub(held).ok_or(SandboxError::Overflow)?;
        payee.credit(net)?;
        payee.fee_due = add(payee.fee_due, fee)?;
        payee.tax_due = add(payee.tax_due, tax)?;
        payee.revision += 1;

        record(Settled {
            payment: *payment.address(),
            payee_account: *payee.address(),
            signer: *self.signer.address(),
            net,
            fee,
            tax,
            payee_available: payee.available,
            payee_held: payee.held,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
            revision: payment.revision,
        });
        Ok(())
    }
}
