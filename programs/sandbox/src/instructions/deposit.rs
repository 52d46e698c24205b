use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Deposited};
use crate::state::{scope, Asset, Participant, PaymentAccount, Vault, Zone};
use crate::tokens::TransferChecked;

#[derive(Accounts)]
pub struct Deposit {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone, constraint = address_eq(&asset.mint, mint.address()) @ SandboxError::WrongMint)]
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&vault.asset, asset.address()) @ SandboxError::WrongVault)]
    pub vault: Account<Vault>,
    #[account(mut)]
    pub vault_token: InterfaceAccount<TokenAccount>,
    #[account(mut)]
    pub source: InterfaceAccount<TokenAccount>,
    pub mint: InterfaceAccount<Mint>,
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, asset.address()) @ SandboxError::WrongAsset,
        constraint = address_eq(&account.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub account: Account<PaymentAccount>,
    pub token_program: Interface<'static, TokenInterface>,
}

impl Deposit {
    pub fn deposit(&mut self, sequence: u64, amount: u64, reference: [u8; 32]) -> Result<()> {
        self.account.use_sequence(sequence)?;
        self.check(amount)?;
        let arrived = self.take(amount)?;
        self.apply(sequence, arrived, reference)
    }

    fn check(&self, amount: u64) -> Result<()> {
        checks::positive(amount)?;
        require!(
            address_eq(&self.vault.token_account, self.vault_token.address()),
            SandboxError::WrongVaultToken
        );
        require!(
            address_eq(&self.asset.token_program, self.token_program.address()),
            SandboxError::WrongTokenProgram
        );
        require!(
            self.source.owner() == self.wallet.address(),
            SandboxError::TokenAccountNotOwned
        );
        let now = checks::now()?;
        checks::entering(&self.zone, scope::DEPOSITS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.participant, now)
    }

    /// Moves the tokens; what arrived can be less than what was sent (transfer fees).
    fn take(&mut self, amount: u64) -> Result<u64> {
        let before = self.vault_token.amount();
        TransferChecked {
            program: self.token_program.address(),
            from: self.source.cpi_handle_mut(),
            mint: self.mint.cpi_handle(),
            to: self.vault_token.cpi_handle_mut(),
            authority: self.wallet.cpi_handle(),
            amount,
            decimals: self.asset.decimals,
        }
        .invoke(&[]);
        let arrived = self
            .vault_token
            .amount()
            .checked_sub(before)
            .ok_or(SandboxError::Overflow)?;
        checks::positive(arrived)?;
        Ok(arrived)
    }

    fn apply(&mut self, sequence: u64, arrived: u64, reference: [u8; 32]) -> Result<()> {
        self.vault.deposit(arrived)?;
        let account = &mut self.account;
        account.credit(arrived)?;
        account.deposited = account
            .deposited
            .checked_add(arrived)
            .ok_or(SandboxError::Overflow)?;
        account.revision += 1;
        record(Deposited {
            account: *account.address(),
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
