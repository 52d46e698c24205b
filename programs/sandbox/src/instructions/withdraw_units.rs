use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsWithdrawn};
use crate::outside::Outside;
use crate::state::{class, scope, Holding, Instrument, Participant, Zone};

/// Units go to the token account of the holder's own wallet and stay its holding's.  It must be one
/// that may hold them now; a lock-up does not stop it, as nothing is disposed of.
#[derive(Accounts)]
pub struct WithdrawUnits {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, participant.address()) @ SandboxError::WrongParticipant
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

impl WithdrawUnits {
    pub fn withdraw_units(&mut self, sequence: u64, quantity: u64) -> Result<()> {
        self.holding.use_sequence(sequence)?;
        self.check(quantity)?;
        self.holding.put_outside(quantity)?;
        self.outside().put(quantity);
        self.record(sequence, quantity);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, quantity: u64) -> Result<()> {
        checks::positive(quantity)?;
        self.outside().check(self.wallet.address())?;
        let now = checks::now()?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        self.instrument.check_admitted()?;
        checks::verified(&self.participant, now)?;
        checks::participant_unfrozen(&self.participant, class::INSTRUMENT, now)?;
        self.holding.check_unfrozen(now)?;
        self.instrument.check_holder(&self.participant)
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
        record(UnitsWithdrawn {
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
