use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Disputed};
use crate::state::{add, payment_flag, payment_state, Payment, PaymentAccount, REASONS};

/// It moves nothing: what is held, or in reserve, waits for the dispute's end.
#[derive(Accounts)]
pub struct Dispute {
    pub wallet: Signer,
    #[account(constraint = address_eq(&payer_account.wallet, wallet.address()) @ SandboxError::NotDisputer)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payment.payer_account, payer_account.address()) @ SandboxError::WrongParty)]
    pub payment: Account<Payment>,
}

impl Dispute {
    pub fn dispute(&mut self, reason: u8, evidence: [u8; 32]) -> Result<()> {
        let now = checks::now()?;
        let state = self.check(reason, now)?;
        self.apply(state, reason, evidence, now)
    }

    /// Says what the payment becomes.
    fn check(&self, reason: u8, now: u64) -> Result<u8> {
        let payment = &self.payment;
        require!(reason > 0 && reason <= REASONS, SandboxError::BadReason);
        require!(
            !payment.has_flag(payment_flag::DISPUTED),
            SandboxError::AlreadyDisputed
        );
        let (state, until) = match payment.state {
            payment_state::FULFILLED => (payment_state::DISPUTED, payment.settles_at),
            payment_state::SETTLED if payment.reserve > 0 => {
                (payment_state::CHARGEBACK, payment.reserve_until)
            }
            _ => return Err(SandboxError::NotDisputable.into()),
        };
        require!(now < until, SandboxError::DisputeOverdue);
        Ok(state)
    }

    fn apply(&mut self, state: u8, reason: u8, evidence: [u8; 32], now: u64) -> Result<()> {
        let payment = &mut self.payment;
        payment.state = state;
        payment.flags |= payment_flag::DISPUTED;
        payment.reason = reason;
        payment.evidence = evidence;
        payment.decide_by = add(now, payment.respond_window as u64)?;
        payment.revision += 1;
        record(Disputed {
            payment: *payment.address(),
            payer_account: payment.payer_account,
            payee_account: payment.payee_account,
            evidence,
            reason: reason as u64,
            state: state as u64,
            decide_by: payment.decide_by,
            revision: payment.revision,
        });
        Ok(())
    }
}
