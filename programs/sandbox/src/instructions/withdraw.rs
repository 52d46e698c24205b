use anchor_lang::address_eq;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::{Signer as SignerAccount, *};

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Withdrawn};
use crate::seeds;
use crate::state::{tally, Asset, Participant, PaymentAccount, Vault, Zone};
use crate::tokens::{TokenAccount, TransferChecked};

/// A returning instruction: it asks neither for the zone's end nor for licences, so
/// that what is available can be taken out by its owner; only a freeze with its case, or
/// both regulators for some days, stop it.
#[derive(Accounts)]
pub struct Withdraw {
    pub wallet: SignerAccount,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone, constraint = address_eq(&asset.mint, mint.address()) @ SandboxError::WrongMint)]
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&vault.asset, asset.address()) @ SandboxError::WrongVault)]
    pub vault: Account<Vault>,
    #[account(mut)]
    pub vault_token: UncheckedAccount,
    #[account(mut)]
    pub destination: UncheckedAccount,
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

impl Withdraw {
    pub fn withdraw(&mut self, sequence: u64, amount: u64, reference: [u8; 32]) -> Result<()> {
        self.account.use_sequence(sequence)?;
        self.check(amount)?;
        self.account.debit(amount)?;
        let left = self.give(amount)?;
        self.apply(sequence, left, reference)
    }

    #[inline(always)]
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
        TokenAccount(&self.destination).check_owner(self.wallet.address())?;
        let now = checks::now()?;
        // Once the zone has ended lane 0 may be closed, and cannot be opened again: then
        // what a lane has leaves from there.
        if now < self.zone.ends_at {
            checks::spending_lane(&self.account)?;
        }
        require!(
            now >= self.zone.withdrawals_stopped_until,
            SandboxError::WithdrawalsStopped
        );
        checks::unfrozen(&self.account, &self.participant, now)
    }

    /// Moves the tokens, signed by the vault.  What left is exactly what was debited.
    #[inline(always)]
    fn give(&mut self, amount: u64) -> Result<u64> {
        let before = TokenAccount(&self.vault_token).amount();
        let bump = [self.vault.bump];
        let vault_seeds = [seeds::VAULT, self.asset.address().as_ref(), &bump].map(Seed::from);
        TransferChecked {
            program: self.token_program.address(),
            from: &self.vault_token,
            mint: &self.mint,
            to: &self.destination,
            authority: self.vault.account(),
            amount,
            decimals: self.asset.decimals,
        }
        .invoke(&[Signer::from(&vault_seeds)]);
        let left = before
            .checked_sub(TokenAccount(&self.vault_token).amount())
            .ok_or(SandboxError::Overflow)?;
        require!(left == amount, SandboxError::VaultShort);
        Ok(left)
    }

    #[inline(always)]
    fn apply(&mut self, sequence: u64, left: u64, reference: [u8; 32]) -> Result<()> {
        self.vault.withdraw(left)?;
        let address = *self.account.address();
        let account = &mut *self.account;
        tally(&mut account.withdrawn, left);
        account.revision += 1;
        record(Withdrawn {
            account: address,
            asset: account.asset,
            destination: *self.destination.address(),
            reference,
            sequence,
            amount: left,
            available: account.available,
            revision: account.revision,
            liabilities: self.vault.liabilities,
            vault_revision: self.vault.revision,
        });
        Ok(())
    }
}
