use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Released};
use crate::settlement;
use crate::state::{add, payment_state, Payment, PaymentAccount};

/// A returning instruction, of anyone: the reserve can only become its payee's.
#[derive(Accounts)]
pub struct Release {
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty)]
    pub payment: Account<Payment>,
}

impl Release {
    pub fn release(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()
    }

    fn check(&self, now: u64) -> Result<()> {
        let payment = &self.payment;
        require!(
            payment.state == payment_state::SETTLED,
            SandboxError::NotSettled
        );
        require!(payment.reserve > 0, SandboxError::NothingReserved);
        require!(now >= payment.reserve_until, SandboxError::ReserveNotDue);
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (payment, payee) = (&mut self.payment, &mut self.payee_account);
        let amount = payment.reserve;
        settlement::take_reserve(payment, payee, amount)?;
        payment.settled = add(payment.settled, amount)?;
        payment.revision += 1;
        payee.credit(amount)?;
        payee.revision += 1;
        record(Released {
            payment: *payment.address(),
            payee_account: *payee.address(),
            released: amount,
            payee_available: payee.available,
            payee_reserve: payee.reserve,
            payee_revision: payee.revision,
            revision: payment.revision,
        });
        Ok(())
    }
}
