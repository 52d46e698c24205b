use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Settled};
use crate::settlement;
use crate::state::{payment_state, Payment, PaymentAccount};

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
        let now = checks::now()?;
        self.check(now)?;
        self.apply(now)
    }

    #[inline(always)]
    fn check(&self, now: u64) -> Result<()> {
        let payment = &self.payment;
        require!(payment.can_settle(), SandboxError::NotHeld);
        if !address_eq(&self.payer_account.wallet, self.signer.address()) {
            require!(
                payment.state == payment_state::FULFILLED,
                SandboxError::NotPayer
            );
            require!(now >= payment.settles_at, SandboxError::WindowOpen);
        }
        Ok(())
    }

    #[inline(always)]
    fn apply(&mut self, now: u64) -> Result<()> {
        let (payment, payee) = (&mut self.payment, &mut self.payee_account);
        let reserve_bps = payment.reserve_bps;
        let given = settlement::settle(payment, payee, now, reserve_bps)?;
        record(Settled {
            payment: *payment.address(),
            payee_account: *payee.address(),
            signer: *self.signer.address(),
            net: given.net,
            reserve: given.reserve,
            fee: given.legs.fee,
            tax: given.legs.tax,
            payee_available: payee.available,
            payee_held: payee.held,
            payee_reserve: payee.reserve,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
            revision: payment.revision,
        });
        Ok(())
    }
}
