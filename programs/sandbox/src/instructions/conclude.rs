use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::resolve::Disputants;
use crate::checks;
use crate::errors::SandboxError;
use crate::events::outcome;
use crate::settlement;
use crate::state::{payment_flag, payment_state, Payment, PaymentAccount};

/// A returning instruction, as `resolve` is; of anyone, once the time has passed.
#[derive(Accounts)]
pub struct Conclude {
    pub signer: Signer,
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

impl Conclude {
    pub fn conclude(&mut self, drop: bool) -> Result<()> {
        let now = checks::now()?;
        self.check(drop, now)?;
        let (outcome, to_payer) = self.outcome(drop);
        let mut parties = Disputants {
            signer: self.signer.address(),
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
            payment: &mut self.payment,
        };
        parties.end(outcome, to_payer, now)
    }

    /// Dropping is said expressly: an instruction of the payer that lands a second earlier
    /// than thought must not lose it the dispute that it was about to win.
    fn check(&self, drop: bool, now: u64) -> Result<()> {
        require!(self.payment.is_disputed(), SandboxError::NotDisputed);
        if drop {
            require!(
                address_eq(&self.payer_account.wallet, self.signer.address()),
                SandboxError::NotDisputer
            );
        } else {
            require!(now >= self.payment.decide_by, SandboxError::DecisionNotDue);
        }
        Ok(())
    }

    /// How the dispute ends, and what the payer has back.
    fn outcome(&self, drop: bool) -> (u64, u64) {
        let payment = &self.payment;
        if drop {
            (outcome::DROPPED, 0)
        } else if payment.has_flag(payment_flag::ANSWERED) {
            (outcome::UNRESOLVED, 0)
        } else if payment.state == payment_state::DISPUTED {
            (outcome::UNANSWERED, payment.held)
        } else {
            let most = settlement::most_to_charge_back(payment, &self.payee_account);
            (outcome::UNANSWERED, most)
        }
    }
}
