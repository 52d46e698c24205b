// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, PlanCreated};
use crate::seeds;
use crate::state::{
    plan_state, role, scope, Participant, PaymentAccount, Plan, Zone, SERVICES, VERSION,
};

#[derive(Accounts)]
#[instruction(number: u64)]
pub struct CreatePlan {
    pub wallet: Signer,
    /// Pays rent; may be the wallet too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    pub zone: Account<Zone>,
    pub payee: Account<Participant>,
    #[account(
        constraint = address_eq(&payee_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payee_account.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&payee_account.participant, payee.address()) @ SandboxError::WrongParticipant
    )]
    pub payee_account: Account<PaymentAccount>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [
            seeds::PLAN,
            payee_account.address().as_ref(),
            &number.to_le_bytes()
        ],
        bump
    )]
    pub plan: Account<Plan>,
    pub system_program: Program<System>,
}

pub struct PlanTerms {
    pub number: u64,
    pub amount: u64,
    pub period: u64,
    pub service: u8,
    pub terms: [u8; 32],
}

impl CreatePlan {
    pub fn create_plan(&mut self, terms: &PlanTerms, bump: u8) -> Result<()> {
        self.check(terms)?;
        self.apply(terms, bump);
        Ok(())
    }

    /// Whether the merchant is licensed is asked at every pull.
    fn check(&self, terms: &PlanTerms) -> Result<()> {
        checks::positive(terms.amount)?;
        checks::window(terms.period)?;
        require!(terms.service < SERVICES, SandboxError::BadService);
        require!(
            self.payee.has_role(role::MERCHANT),
            SandboxError::PayeeNotMerchant
        );
        checks::entering(&self.zone, scope::OPENING, checks::now()?)
    }

    fn apply(&mut self, terms: &PlanTerms, bump: u8) {
        let plan = &mut self.plan;
        plan.version = VERSION;
        plan.bump = bump;
        plan.state = plan_state::OPEN;
        plan.service = terms.service;
        plan.revision = 1;
        plan.zone = *self.zone.address();
        plan.asset = self.payee_account.asset;
        plan.payee_account = *self.payee_account.address();
        plan.wallet = *self.wallet.address();
        plan.rent_payer = *self.rent_payer.address();
        plan.number = terms.number;
        plan.amount = terms.amount;
        plan.period = terms.period;
        plan.terms = terms.terms;
        record(PlanCreated {
            plan: *plan.address(),
            payee_account: plan.payee_account,
            terms: plan.terms,
            number: plan.number,
            amount: plan.amount,
            period: plan.period,
            service: plan.service as u64,
            revision: plan.revision,
        });
    }
}
