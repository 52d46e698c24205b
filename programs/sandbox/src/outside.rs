//! Units outside: in the associated token account of the holder's own wallet, where every wallet
//! shows them and, frozen, nobody moves them.
//!
//! That account and no other: its owner can never change, so what is on it always is its holding's.
//! Whoever made the mint may have thawed accounts before; after each of these moves it is frozen,
//! whatever it was.

use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::seeds;
use crate::state::Instrument;
use crate::tokens::{is_associated, OwnMint, TokenAccount, TransferChecked};

/// The two token accounts that units move between.
pub struct Outside<'a> {
    pub instrument: &'a Account<Instrument>,
    pub program: &'a Address,
    pub mint: &'a UncheckedAccount,
    pub vault_token: &'a UncheckedAccount,
    pub wallet_token: &'a UncheckedAccount,
}

impl Outside<'_> {
    /// Refused where the token account is another than the associated one of this wallet.
    #[inline(always)]
    pub fn check(&self, wallet: &Address) -> Result<()> {
        let (mint, token) = (self.mint.address(), self.wallet_token.address());
        require!(
            is_associated(token, wallet, self.program, mint),
            SandboxError::WrongWalletToken
        );
        TokenAccount(self.wallet_token).check_owner(wallet)
    }

    /// From the vault to the wallet's token account.
    #[inline(always)]
    pub fn put(&self, quantity: u64) {
        let instrument = self.instrument.account();
        self.shift(self.vault_token, self.wallet_token, instrument, quantity);
    }

    /// Back to the vault: by the wallet, or by the instrument, which is the mint's permanent
    /// delegate.
    #[inline(always)]
    pub fn bring(&self, authority: &AccountView, quantity: u64) {
        self.shift(self.wallet_token, self.vault_token, authority, quantity);
    }

    /// A failure ends the transaction.
    #[inline(always)]
    fn shift(
        &self,
        from: &UncheckedAccount,
        to: &UncheckedAccount,
        authority: &AccountView,
        amount: u64,
    ) {
        let instrument = self.instrument;
        let bump = [instrument.bump];
        let (zone, mint) = (instrument.zone.as_ref(), instrument.mint.as_ref());
        let instrument_seeds = [seeds::INSTRUMENT, zone, mint, &bump].map(Seed::from);
        let signers = [Signer::from(&instrument_seeds)];
        let wallet_token = OwnMint {
            program: self.program,
            mint: self.mint.account(),
            token: self.wallet_token.account(),
            authority: instrument.account(),
        };
        // The token program thaws none that is not frozen.
        if TokenAccount(self.wallet_token).is_frozen() {
            wallet_token.thaw(&signers);
        }
        TransferChecked {
            program: self.program,
            from,
            mint: self.mint,
            to,
            authority,
            amount,
            decimals: instrument.decimals,
        }
        .invoke(&signers);
        wallet_token.freeze(&signers);
    }
}
