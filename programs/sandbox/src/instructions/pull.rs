use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::pay::{Order, Parties};
use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Pulled};
use crate::state::{Asset, Legs, Mandate, Participant, PaymentAccount, Plan, Zone};

/// As `Pay`, but that the payer has signed a mandate before; anyone may pull.
#[derive(Accounts)]
pub struct Pull {
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
    #[account(constraint = address_eq(&plan.payee_account, payee_account.address()) @ SandboxError::WrongPlan)]
    pub plan: Account<Plan>,
    #[account(
        mut,
        constraint = address_eq(&mandate.plan, plan.address()) @ SandboxError::WrongPlan,
        constraint = address_eq(&mandate.payer_account, payer_account.address()) @ SandboxError::WrongMandate
    )]
    pub mandate: Account<Mandate>,
}

impl Pull {
    pub fn pull(&mut self, index: u64) -> Result<()> {
        let now = checks::now()?;
        let mandate = &mut self.mandate;
        mandate.pull(index, now)?;
        self.plan.check_open()?;
        let owner = mandate.wallet;
        let order = Order {
            sequence: index,
            amount: mandate.amount,
            reference: [0; 32],
            service: mandate.service,
            deliver_by: 0,
        };
        let mut parties = Parties {
            wallet: &owner,
            zone: &self.zone,
            asset: &self.asset,
            payer: &self.payer,
            payee: &self.payee,
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
        };
        let (legs, tax_bps) = parties.take(&order, now)?;
        parties.credit(order.amount, legs, tax_bps)?;
        self.record(index, legs);
        Ok(())
    }

    #[inline(always)]
    fn record(&self, index: u64, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        let mandate = &self.mandate;
        record(Pulled {
            mandate: *mandate.address(),
            plan: mandate.plan,
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            index,
            amount: mandate.amount,
            fee: legs.fee,
            tax: legs.tax,
            service: mandate.service as u64,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
            revision: mandate.revision,
        });
    }
}
