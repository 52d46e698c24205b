use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Expired};
use crate::state::{add, payment_state, tally, Payment, PaymentAccount};

/// A returning instruction, of anyone.
#[derive(Accounts)]
pub struct Expire {
    #[account(mut)]
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

impl Expire {
    pub fn expire(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()
    }

    fn check(&self, now: u64) -> Result<()> {
        require!(
            self.payment.state == payment_state::OPEN,
            SandboxError::NotOpen
        );
        require!(now >= self.payment.deliver_by, SandboxError::DeliveryNotDue);
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (payer, payee) = (&mut self.payer_account, &mut self.payee_account);
        let payment = &mut self.payment;
        let amount = payment.held;
        payment.state = payment_state::REFUNDED;
        payment.held = 0;
        payment.refunded = add(payment.refunded, amount)?;
        payment.revision += 1;

        payee.unhold(amount)?;
        tally(&mut payee.refunded, amount);
        payee.revision += 1;
        payer.credit(amount)?;
        payer.revision += 1;

        record(Expired {
            payment: *payment.address(),
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            amount,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_held: payee.held,
            payee_revision: payee.revision,
            revision: payment.revision,
        });
        Ok(())
    }
}
