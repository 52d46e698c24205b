use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsRecalled};
use crate::outside::Outside;
use crate::state::{Holding, Instrument, Zone};

/// A returning instruction, of anyone: all units of a holding come back, without its wallet, so
/// that a holder who disappears keeps neither a redemption nor a holding open, and one who does not
/// cooperate no order.
#[derive(Accounts)]
pub struct RecallUnits {
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub holding: Account<Holding>,
    #[account(constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    #[account(mut)]
    pub wallet_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl RecallUnits {
    pub fn recall_units(&mut self) -> Result<()> {
        self.check_recallable()?;
        self.outside().check(&self.holding.wallet)?;
        let quantity = self.holding.outside;
        require!(quantity > 0, SandboxError::NothingOutside);
        self.holding.bring_inside(quantity)?;
        self.outside().bring(self.instrument.account(), quantity);
        self.record(quantity);
        Ok(())
    }

    /// Once its units are to end, or are to go to another: by order, or as its wallet is lost.
    #[inline(always)]
    fn check_recallable(&self) -> Result<()> {
        let now = checks::now()?;
        require!(
            self.instrument.is_ending(&self.zone, now)
                || self.holding.freeze.is_active(now)
                || self.holding.is_replaceable(now),
            SandboxError::UnitsStayOutside
        );
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
    fn record(&self, quantity: u64) {
        let holding = &self.holding;
        record(UnitsRecalled {
            instrument: holding.instrument,
            holding: *holding.address(),
            quantity,
            units: holding.units,
            outside: holding.outside,
            holding_revision: holding.revision,
        });
    }
}
