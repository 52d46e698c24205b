use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Deposited};
use crate::state::{scope, tally, Asset, Participant, PaymentAccount, Vault, Zone};
use crate::tokens::Entering;

#[derive(Accounts)]
pub struct Deposit {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone, constraint = address_eq(&asset.mint, mint.address()) @ SandboxError::WrongMint)]
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&vault.asset, asset.address()) @ SandboxError::WrongVault)]
    pub vault: Account<Vault>,
    #[account(mut)]
    pub vault_token: UncheckedAccount,
    #[account(mut)]
    pub source: UncheckedAccount,
    pub mint: UncheckedAccount,
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, asset.address()) @ SandboxError::WrongAsset,
        constraint = address_eq(&account.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub account: Account<PaymentAccount>,
    pub token_program: UncheckedAccount,
}

impl Deposit {
    pub fn deposit(&mut self, sequence: u64, amount: u64, reference: [u8; 32]) -> Result<()> {
        self.account.use_sequence(sequence)?;
        self.check(amount)?;
        let arrived = self.take(amount)?;
        self.apply(sequence, arrived, reference)
    }

    #[inline(always)]
    fn check(&self, amount: u64) -> Result<()> {
        checks::positive(amount)?;
        let now = checks::now()?;
        checks::entering(&self.zone, scope::DEPOSITS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.participant, now)
    }

    #[inline(always)]
    fn take(&mut self, amount: u64) -> Result<u64> {
        Entering {
            wallet: &self.wallet,
            asset: &self.asset,
            vault: &self.vault,
            vault_token: &self.vault_token,
            source: &self.source,
            mint: &self.mint,
            token_program: &self.token_program,
        }
        .enter(amount)
    }

    #[inline(always)]
    fn apply(&mut self, sequence: u64, arrived: u64, reference: [u8; 32]) -> Result<()> {
        self.vault.deposit(arrived)?;
        let address = *self.account.address();
        let account = &mut *self.account;
        account.credit(arrived)?;
        tally(&mut account.deposited, arrived);
        account.revision += 1;
        record(Deposited {
            account: address,
            asset: account.asset,
            reference,
            sequence,
            amount: arrived,
            available: account.available,
            revision: account.revision,
            liabilities: self.vault.liabilities,
            vault_revision: self.vault.revision,
        });
        Ok(())
    }
}
