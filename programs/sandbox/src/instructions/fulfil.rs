use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Fulfilled};
use crate::state::{add, payment_state, Payment, PaymentAccount};

#[derive(Accounts)]
pub struct Fulfil {
    pub wallet: Signer,
    #[account(constraint = address_eq(&payee_account.wallet, wallet.address()) @ SandboxError::NotPayee)]
    pub payee_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty)]
    pub payment: Account<Payment>,
}

impl Fulfil {
    pub fn fulfil(&mut self) -> Result<()> {
        let now = checks::now()?;
        self.check(now)?;
        self.apply(now)
    }

    fn check(&self, now: u64) -> Result<()> {
        require!(
            self.payment.state == payment_state::OPEN,
            SandboxError::NotOpen
        );
        require!(now < self.payment.deliver_by, SandboxError::DeliveryOverdue);
        Ok(())
    }

    fn apply(&mut self, now: u64) -> Result<()> {
        let payment = &mut self.payment;
        payment.state = payment_state::FULFILLED;
        payment.settles_at = add(now, payment.settle_window)?;
        payment.revision += 1;
        record(Fulfilled {
            payment: *payment.address(),
            payee_account: payment.payee_account,
            settles_at: payment.settles_at,
            revision: payment.revision,
        });
        Ok(())
    }
}
