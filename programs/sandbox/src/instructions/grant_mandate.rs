use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, MandateGranted};
use crate::seeds;
use crate::state::{scope, Mandate, PaymentAccount, Plan, Zone, VERSION};

/// The payer's consent to be charged by a plan.
#[derive(Accounts)]
pub struct GrantMandate {
    pub wallet: Signer,
    /// Pays rent; may be the wallet too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&payer_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payer_account.zone, zone.address()) @ SandboxError::WrongZone
    )]
    pub payer_account: Account<PaymentAccount>,
    #[account(constraint = address_eq(&plan.asset, &payer_account.asset) @ SandboxError::WrongAsset)]
    pub plan: Account<Plan>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [
            seeds::MANDATE,
            payer_account.address().as_ref(),
            plan.address().as_ref()
        ],
        bump
    )]
    pub mandate: Account<Mandate>,
    pub system_program: Program<System>,
}

pub struct MandateTerms {
    /// The payer's account's: a consent that was cancelled cannot land again.
    pub sequence: u64,
    /// What the payer believes the plan to say.
    pub amount: u64,
    pub period: u64,
    /// When the first period begins; now where that has passed.
    pub starts_at: u64,
    pub ends_at: u64,
}

impl GrantMandate {
    pub fn grant_mandate(&mut self, terms: &MandateTerms, bump: u8) -> Result<()> {
        self.payer_account.use_sequence(terms.sequence)?;
        let now = checks::now()?;
        let starts_at = terms.starts_at.max(now);
        self.check(terms, starts_at, now)?;
        self.payer_account.revision += 1;
        self.apply(terms, starts_at, bump);
        self.record(terms.sequence);
        Ok(())
    }

    fn check(&self, terms: &MandateTerms, starts_at: u64, now: u64) -> Result<()> {
        self.plan.check_open()?;
        require!(
            terms.amount == self.plan.amount && terms.period == self.plan.period,
            SandboxError::PlanDiffers
        );
        require!(
            !address_eq(&self.plan.wallet, self.wallet.address()),
            SandboxError::PayerIsPayee
        );
        require!(starts_at < terms.ends_at, SandboxError::BadMandate);
        checks::spending_lane(&self.payer_account)?;
        checks::entering(&self.zone, scope::OPENING, now)
    }

    /// Its periods begin now or later, so that none of them is one that an earlier mandate
    /// at this address was pulled for.
    fn apply(&mut self, terms: &MandateTerms, starts_at: u64, bump: u8) {
        let mandate = &mut self.mandate;
        mandate.version = VERSION;
        mandate.bump = bump;
        mandate.service = self.plan.service;
        mandate.revision = 1;
        mandate.payer_account = *self.payer_account.address();
        mandate.wallet = *self.wallet.address();
        mandate.plan = *self.plan.address();
        mandate.rent_payer = *self.rent_payer.address();
        mandate.amount = self.plan.amount;
        mandate.period = self.plan.period;
        mandate.starts_at = starts_at;
        mandate.ends_at = terms.ends_at;
    }

    fn record(&self, sequence: u64) {
        let mandate = &self.mandate;
        record(MandateGranted {
            mandate: *mandate.address(),
            plan: mandate.plan,
            payer_account: mandate.payer_account,
            sequence,
            amount: mandate.amount,
            period: mandate.period,
            service: mandate.service as u64,
            starts_at: mandate.starts_at,
            ends_at: mandate.ends_at,
            payer_revision: self.payer_account.revision,
            revision: mandate.revision,
        });
    }
}
