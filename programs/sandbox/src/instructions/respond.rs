use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Responded};
use crate::state::{add, payment_flag, Payment, PaymentAccount};

#[derive(Accounts)]
pub struct Respond {
    pub wallet: Signer,
    #[account(constraint = address_eq(&payee_account.wallet, wallet.address()) @ SandboxError::NotPayee)]
    pub payee_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payment.payee_account, payee_account.address()) @ SandboxError::WrongParty)]
    pub payment: Account<Payment>,
}

impl Respond {
    pub fn respond(&mut self, evidence: [u8; 32]) -> Result<()> {
        let now = checks::now()?;
        self.check(now)?;
        self.apply(evidence, now)
    }

    fn check(&self, now: u64) -> Result<()> {
        let payment = &self.payment;
        require!(payment.is_disputed(), SandboxError::NotDisputed);
        require!(
            !payment.has_flag(payment_flag::ANSWERED),
            SandboxError::AlreadyAnswered
        );
        require!(now < payment.decide_by, SandboxError::AnswerOverdue);
        Ok(())
    }

    /// Both sides' evidence is bound by one digest: neither can be exchanged later.
    fn apply(&mut self, answer: [u8; 32], now: u64) -> Result<()> {
        let payment = &mut self.payment;
        let mut both = [0; 64];
        both[..32].copy_from_slice(&payment.evidence);
        both[32..].copy_from_slice(&answer);
        payment.evidence = sha256(&both);
        payment.flags |= payment_flag::ANSWERED;
        payment.decide_by = add(now, payment.resolve_window as u64)?;
        payment.revision += 1;
        record(Responded {
            payment: *payment.address(),
            payee_account: payment.payee_account,
            evidence: answer,
            combined: payment.evidence,
            decide_by: payment.decide_by,
            revision: payment.revision,
        });
        Ok(())
    }
}
