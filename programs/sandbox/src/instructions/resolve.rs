use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{outcome, record, Resolved};
use crate::settlement;
use crate::state::{payment_state, Payment, PaymentAccount, Zone};

/// A returning instruction: neither the zone's end nor a freeze stops it, as it takes from
/// nobody what is available.
#[derive(Accounts)]
pub struct Resolve {
    pub authority: Signer,
    pub zone: Account<Zone>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payee_account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub payee_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&payment.payer_account, payer_account.address()) @ SandboxError::WrongParty,
        constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty
    )]
    pub payment: Account<Payment>,
}

impl Resolve {
    pub fn resolve(&mut self, to_payer: u64) -> Result<()> {
        let now = checks::now()?;
        self.check(to_payer, now)?;
        // What the payee has returned since counts: by a small refund it cannot outdate a decision.
        let left = self.payment.amount.saturating_sub(self.payment.refunded);
        let mut parties = Disputants {
            signer: self.authority.address(),
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
            payment: &mut self.payment,
        };
        parties.end(outcome::RESOLVED, to_payer.min(left), now)
    }

    fn check(&self, to_payer: u64, now: u64) -> Result<()> {
        let authority = self.authority.address();
        require!(self.zone.is_arbiter(authority), SandboxError::NotArbiter);
        require!(
            !address_eq(&self.payer_account.wallet, authority)
                && !address_eq(&self.payee_account.wallet, authority),
            SandboxError::ArbiterIsParty
        );
        require!(self.payment.is_disputed(), SandboxError::NotDisputed);
        require!(now < self.payment.decide_by, SandboxError::DecisionOverdue);
        require!(
            to_payer <= self.payment.amount,
            SandboxError::RefundExceedsPayment
        );
        Ok(())
    }
}

/// Whom a dispute is between, and who ends it.
pub struct Disputants<'a> {
    pub signer: &'a Address,
    pub payer_account: &'a mut Account<PaymentAccount>,
    pub payee_account: &'a mut Account<PaymentAccount>,
    pub payment: &'a mut Account<Payment>,
}

impl Disputants<'_> {
    /// Divides what is disputed, and says so.
    pub fn end(&mut self, outcome: u64, to_payer: u64, now: u64) -> Result<()> {
        let (payer, payee) = (&mut *self.payer_account, &mut *self.payee_account);
        let payment = &mut *self.payment;
        let to_payee = if payment.state == payment_state::DISPUTED {
            settlement::split_held(payment, payee, payer, to_payer, now)?
        } else {
            settlement::charge_back(payment, payee, payer, to_payer, now)?
        };
        record(Resolved {
            payment: *payment.address(),
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            signer: *self.signer,
            outcome,
            to_payer,
            to_payee,
            fee: payment.fee,
            tax: payment.tax,
            refunded: payment.refunded,
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
            revision: payment.revision,
        });
        Ok(())
    }
}
