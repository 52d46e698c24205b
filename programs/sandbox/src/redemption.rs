//! What instructions that take units back for money share.

use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math;
use crate::seeds;
use crate::state::{Instrument, PaymentAccount};
use crate::tokens::OwnMint;

/// What so many units cost, base units of the payout asset.
#[inline(always)]
pub fn cost(quantity: u64, price: u64) -> Result<u64> {
    math::product(quantity, price).ok_or_else(|| SandboxError::Overflow.into())
}

/// Sets money aside on the issuer's account.
#[inline(always)]
pub fn set_aside(account: &mut PaymentAccount, amount: u64) -> Result<()> {
    account.debit(amount)?;
    account.held = account
        .held
        .checked_add(amount)
        .ok_or(SandboxError::Overflow)?;
    account.revision += 1;
    Ok(())
}

/// Pays what was set aside on the issuer's account to a holder's.
#[inline(always)]
pub fn pay_out(
    issuer: &mut PaymentAccount,
    holder: &mut PaymentAccount,
    amount: u64,
) -> Result<()> {
    issuer.unhold(amount)?;
    issuer.revision += 1;
    holder.credit(amount)?;
    holder.revision += 1;
    Ok(())
}

/// Units that are to be no more.
pub struct Retired<'a> {
    pub instrument: &'a Account<Instrument>,
    pub program: &'a Address,
    pub mint: &'a AccountView,
    pub vault_token: &'a AccountView,
}

impl Retired<'_> {
    /// Takes them out of the vault and the supply.  A failure ends the transaction.
    #[inline(always)]
    pub fn burn(&self, quantity: u64) {
        let instrument = self.instrument;
        let bump = [instrument.bump];
        let (zone, mint) = (instrument.zone.as_ref(), instrument.mint.as_ref());
        let instrument_seeds = [seeds::INSTRUMENT, zone, mint, &bump].map(Seed::from);
        OwnMint {
            program: self.program,
            mint: self.mint,
            token: self.vault_token,
            authority: instrument.account(),
        }
        .burn(
            quantity,
            instrument.decimals,
            &[Signer::from(&instrument_seeds)],
        );
    }
}
