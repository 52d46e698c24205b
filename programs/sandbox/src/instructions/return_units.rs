use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsReturned};
use crate::outside::Outside;
use crate::state::{Holding, Instrument};

/// A returning instruction: the holder brings units back from its own token account.  It names
/// neither zone nor participant, so that no pause, end, expiry or freeze can stop it.
#[derive(Accounts)]
pub struct ReturnUnits {
    pub wallet: Signer,
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub holding: Account<Holding>,
    #[account(constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    #[account(mut)]
    pub wallet_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl ReturnUnits {
    pub fn return_units(&mut self, sequence: u64, quantity: u64) -> Result<()> {
        self.holding.use_sequence(sequence)?;
        checks::positive(quantity)?;
        self.outside().check(self.wallet.address())?;
        self.holding.bring_inside(quantity)?;
        self.outside().bring(self.wallet.account(), quantity);
        self.record(sequence, quantity);
        Ok(())
    }

    #[inline(always)]
    fn outside(&self) -> Outside<'_> {
        Outside {
            instrument: &self.instrument,
            program: self.token_program.address(),
            mint: &self.mint,
            vault_token: &self.vault_token,
            wallet_token: &self.wallet_token,
        }
    }

    #[inline(always)]
    fn record(&self, sequence: u64, quantity: u64) {
        let holding = &self.holding;
        record(UnitsReturned {
            instrument: holding.instrument,
            holding: *holding.address(),
            sequence,
            quantity,
            units: holding.units,
            outside: holding.outside,
            holding_revision: holding.revision,
        });
    }
}
