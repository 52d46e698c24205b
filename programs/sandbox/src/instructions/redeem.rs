use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsRedeemed};
use crate::redemption::{cost, pay_out, Retired};
use crate::state::{Holding, Instrument, PaymentAccount};

/// A returning instruction, of anyone: a holding of a called instrument has money for its units.
/// It names no zone, so that neither a pause nor the end can stop it; a freeze of the holding does,
/// until it ends by itself.  The issuer's own were no
/// more when it called them, and its account is the one that is paid from.
#[derive(Accounts)]
pub struct Redeem {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, &holding.wallet) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&issuer_account.wallet, &instrument.issuer) @ SandboxError::WrongOwner,
        constraint = address_eq(&issuer_account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub issuer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl Redeem {
    pub fn redeem(&mut self) -> Result<()> {
        let (quantity, amount) = self.check()?;
        self.instrument
            .debit(&mut self.holding, quantity, checks::now()?)?;
        self.instrument.retire(quantity)?;
        pay_out(&mut self.issuer_account, &mut self.account, amount)?;
        Retired {
            instrument: &self.instrument,
            program: self.token_program.address(),
            mint: self.mint.account(),
            vault_token: self.vault_token.account(),
        }
        .burn(quantity);
        self.record(quantity, amount);
        Ok(())
    }

    /// Says how many units are redeemed, and for what.
    #[inline(always)]
    fn check(&self) -> Result<(u64, u64)> {
        let price = self.instrument.redemption_price;
        require!(price != 0, SandboxError::RedemptionNotCalled);
        checks::spending_lane(&self.account)?;
        checks::spending_lane(&self.issuer_account)?;
        let quantity = self.holding.free();
        require!(quantity > 0, SandboxError::NothingToRedeem);
        Ok((quantity, cost(quantity, price)?))
    }

    #[inline(always)]
    fn record(&self, quantity: u64, amount: u64) {
        let (instrument, holding) = (&self.instrument, &self.holding);
        let (account, issuer) = (&self.account, &self.issuer_account);
        record(UnitsRedeemed {
            instrument: *instrument.address(),
            holding: *holding.address(),
            account: *account.address(),
            issuer_account: *issuer.address(),
            quantity,
            amount,
            issued: instrument.issued,
            holders: instrument.holders,
            units: holding.units,
            holding_revision: holding.revision,
            account_available: account.available,
            account_revision: account.revision,
            issuer_held: issuer.held,
            issuer_revision: issuer.revision,
            revision: instrument.revision,
        });
    }
}
