use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Paid};
use crate::state::{role, scope, tally, Asset, Legs, Participant, PaymentAccount, Zone};

#[derive(Accounts)]
pub struct Pay {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
}

pub struct Order {
    pub sequence: u64,
    pub amount: u64,
    pub reference: [u8; 32],
    pub service: u8,
    /// Unix seconds; 0 where the payment is final.
    pub deliver_by: u64,
}

impl Pay {
    pub fn pay(&mut self, order: &Order) -> Result<()> {
        let mut parties = Parties {
            wallet: self.wallet.address(),
            zone: &self.zone,
            asset: &self.asset,
            payer: &self.payer,
            payee: &self.payee,
            payer_account: &mut self.payer_account,
            payee_account: &mut self.payee_account,
        };
        let now = checks::now()?;
        let (legs, tax_bps) = parties.debit(order, now)?;
        parties.credit(order.amount, legs, tax_bps)?;
        parties.record(order, legs);
        Ok(())
    }
}

/// Who and what a payment is between, whether it is final or held.
pub struct Parties<'a> {
    /// Whose the payer's account must be: the signer's, or who let the signer pay.
    pub wallet: &'a Address,
    pub zone: &'a Account<Zone>,
    pub asset: &'a Account<Asset>,
    pub payer: &'a Account<Participant>,
    pub payee: &'a Account<Participant>,
    pub payer_account: &'a mut Account<PaymentAccount>,
    pub payee_account: &'a mut Account<PaymentAccount>,
}

impl Parties<'_> {
    /// Uses the payer's sequence up and takes the amount.
    #[inline(always)]
    pub fn debit(&mut self, order: &Order, now: u64) -> Result<(Legs, u16)> {
        self.payer_account.use_sequence(order.sequence)?;
        self.take(order, now)
    }

    /// Checks everything but the sequence, takes the amount from the payer, counts it for
    /// both and says what its legs are and at what tax rate.
    #[inline(always)]
    pub fn take(&mut self, order: &Order, now: u64) -> Result<(Legs, u16)> {
        self.check(order, now)?;
        let caps = &self.asset.caps[self.payer.tier as usize % self.asset.caps.len()];
        let account = &mut self.payer_account;
        account.debit(order.amount)?;
        account.spend(order.amount, caps, now)?;
        tally(&mut account.paid, order.amount);
        account.revision += 1;
        self.payee_account.receive(order.amount, now)?;
        let tax_bps = self.asset.tax_rate(self.payee.tax_category)?;
        Ok((self.asset.legs(order.amount, tax_bps), tax_bps))
    }

    #[inline(always)]
    fn check(&self, order: &Order, now: u64) -> Result<()> {
        let (payer_account, payee_account) = (&self.payer_account, &self.payee_account);
        require!(
            address_eq(&payer_account.wallet, self.wallet),
            SandboxError::WrongOwner
        );
        require!(
            address_eq(&payer_account.asset, self.asset.address())
                && address_eq(&payee_account.asset, self.asset.address()),
            SandboxError::WrongAsset
        );
        require!(
            address_eq(&payer_account.participant, self.payer.address())
                && address_eq(&payee_account.participant, self.payee.address()),
            SandboxError::WrongParticipant
        );
        require!(
            !address_eq(&payee_account.wallet, self.wallet),
            SandboxError::PayerIsPayee
        );
        checks::positive(order.amount)?;
        checks::entering(self.zone, scope::PAYMENTS, now)?;
        checks::consented(self.asset)?;
        checks::verified(self.payer, now)?;
        checks::verified(self.payee, now)?;
        checks::unfrozen(payer_account, self.payer, now)?;
        checks::spending_lane(payer_account)?;
        require!(
            self.payee.has_role(role::MERCHANT),
            SandboxError::PayeeNotMerchant
        );
        self.payee
            .check_licensed(self.asset.class, order.service, now)
    }

    /// A final payment: fee and tax accrue at once.
    #[inline(always)]
    pub fn credit(&mut self, amount: u64, legs: Legs, tax_bps: u16) -> Result<()> {
        let account = &mut self.payee_account;
        account.credit(amount - legs.fee - legs.tax)?;
        account.accrue(amount, legs, tax_bps)?;
        account.revision += 1;
        Ok(())
    }

    #[inline(always)]
    pub fn record(&self, order: &Order, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        record(Paid {
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            reference: order.reference,
            sequence: order.sequence,
            amount: order.amount,
            fee: legs.fee,
            tax: legs.tax,
            service: order.service as u64,
            deliver_by: order.deliver_by,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_held: payee.held,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
        });
    }
}
