use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::pay::{Order, Parties};
use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Drawn};
use crate::state::{Allowance, Asset, Legs, Participant, PaymentAccount, Zone};

/// As `Pay`, but that a delegate signs, whom the owner has given an allowance.
#[derive(Accounts)]
pub struct Draw {
    /// Any wallet: it need not be a participant.
    pub delegate: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&allowance.owner_account, payer_account.address()) @ SandboxError::WrongAllowance,
        constraint = address_eq(&allowance.delegate, delegate.address()) @ SandboxError::NotDelegate
    )]
    pub allowance: Account<Allowance>,
}

impl Draw {
    pub fn draw(&mut self, order: &Order) -> Result<()> {
        let now = checks::now()?;
        let allowance = &mut self.allowance;
        allowance.use_sequence(order.sequence)?;
        allowance.check(order.service, now)?;
        let owner = allowance.wallet;
        let mut parties = Parties {
            wallet: &owner,
            zone: &self.zone,
            asset: &self.asset,
            payer: &self.payer,
            payee: &self.payee,
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
        };
        let (legs, tax_bps) = parties.take(order, now)?;
        parties.credit(order.amount, legs, tax_bps)?;
        allowance.spend(order.amount, now)?;
        self.record(order, legs);
        Ok(())
    }

    #[inline(always)]
    fn record(&self, order: &Order, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        let allowance = &self.allowance;
        record(Drawn {
            allowance: *allowance.address(),
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            reference: order.reference,
            sequence: order.sequence,
            amount: order.amount,
            fee: legs.fee,
            tax: legs.tax,
            service: order.service as u64,
            index: allowance.index,
            spent: allowance.spent,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
            revision: allowance.revision,
        });
    }
}
