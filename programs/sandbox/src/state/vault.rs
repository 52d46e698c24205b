//! The vault of an asset: what entered and left.  Payments never touch it.

use anchor_lang::prelude::*;

use super::payment_account::tally;
use crate::errors::SandboxError;

#[account]
pub struct Vault {
    pub version: u8,
    pub bump: u8,
    pub spare_bytes: [u8; 6],
    pub revision: u64,
    pub asset: Address,
    /// The token account that this vault is the authority of.
    pub token_account: Address,
    /// What the sandbox owes: the sum over the asset's payment accounts.
    pub liabilities: u64,
    /// Liabilities may not grow beyond; `u64::MAX` is no cap.
    pub cap: u64,
    pub deposited: u64,
    pub withdrawn: u64,
    pub spare: [u64; 8],
}

impl Vault {
    /// Books what arrived.
    pub fn deposit(&mut self, amount: u64) -> Result<()> {
        let liabilities = self
            .liabilities
            .checked_add(amount)
            .ok_or(SandboxError::Overflow)?;
        require!(liabilities <= self.cap, SandboxError::VaultCapExceeded);
        self.liabilities = liabilities;
        tally(&mut self.deposited, amount);
        self.revision += 1;
        Ok(())
    }

    /// Books what left.
    pub fn withdraw(&mut self, amount: u64) -> Result<()> {
        self.liabilities = self
            .liabilities
            .checked_sub(amount)
            .ok_or(SandboxError::VaultShort)?;
        tally(&mut self.withdrawn, amount);
        self.revision += 1;
        Ok(())
    }
}
