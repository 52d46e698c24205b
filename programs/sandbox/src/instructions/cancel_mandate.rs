use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, MandateCancelled};
use crate::state::Mandate;

/// A returning instruction: it names neither plan nor zone, so that nothing about them can
/// stop it.
#[derive(Accounts)]
pub struct CancelMandate {
    pub wallet: Signer,
    #[account(
        mut,
        constraint = address_eq(&mandate.wallet, wallet.address()) @ SandboxError::NotPayer,
        close = rent_payer
    )]
    pub mandate: Account<Mandate>,
    /// May be the wallet too, as neither holds data of ours.
    #[account(
        mut,
        unsafe(dup),
        constraint = address_eq(&mandate.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer
    )]
    pub rent_payer: UncheckedAccount,
}

impl CancelMandate {
    pub fn cancel_mandate(&mut self) -> Result<()> {
        let mandate = &self.mandate;
        record(MandateCancelled {
            mandate: *mandate.address(),
            plan: mandate.plan,
            payer_account: mandate.payer_account,
            rent_payer: mandate.rent_payer,
            lamports: mandate.account().lamports(),
            count: mandate.count,
            pulled: mandate.pulled,
            revision: mandate.revision + 1,
        });
        Ok(())
    }
}
