use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Transferred};
use crate::state::{role, scope, tally, Asset, Participant, PaymentAccount, Zone};

#[derive(Accounts)]
pub struct Transfer {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&payer_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payer_account.asset, asset.address()) @ SandboxError::WrongAsset
    )]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payee_account.asset, asset.address()) @ SandboxError::WrongAsset)]
    pub payee_account: Account<PaymentAccount>,
}

impl Transfer {
    pub fn transfer(&mut self, sequence: u64, amount: u64, reference: [u8; 32]) -> Result<()> {
        self.payer_account.use_sequence(sequence)?;
        let now = checks::now()?;
        self.check(amount, now)?;
        let caps = self.asset.caps[self.payer.tier as usize % self.asset.caps.len()];
        self.payer_account.debit(amount)?;
        self.payer_account.spend(amount, &caps, now)?;
        self.apply(sequence, amount, reference)
    }

    #[inline(always)]
    fn check(&self, amount: u64, now: u64) -> Result<()> {
        checks::positive(amount)?;
        require!(
            address_eq(&self.payer_account.participant, self.payer.address()),
            SandboxError::WrongParticipant
        );
        require!(
            address_eq(&self.payee_account.participant, self.payee.address()),
            SandboxError::WrongParticipant
        );
        require!(
            !address_eq(&self.payee_account.wallet, self.wallet.address()),
            SandboxError::PayerIsPayee
        );
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.payer, now)?;
        checks::verified(&self.payee, now)?;
        checks::unfrozen(&self.payer_account, &self.payer, now)?;
        checks::spending_lane(&self.payer_account)?;
        require!(
            self.payer.has_role(role::RESIDENT),
            SandboxError::PayerNotResident
        );
        require!(
            self.payee.has_role(role::RESIDENT),
            SandboxError::PayeeNotResident
        );
        Ok(())
    }

    #[inline(always)]
    fn apply(&mut self, sequence: u64, amount: u64, reference: [u8; 32]) -> Result<()> {
        let (payer, payee) = (&mut self.payer_account, &mut self.payee_account);
        tally(&mut payer.paid, amount);
        payer.revision += 1;
        payee.credit(amount)?;
        tally(&mut payee.received, amount);
        payee.revision += 1;
        record(Transferred {
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            reference,
            sequence,
            amount,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_revision: payee.revision,
        });
        Ok(())
    }
}
