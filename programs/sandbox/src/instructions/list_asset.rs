use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount};

use crate::errors::SandboxError;
use crate::events::{record, AssetListed};
use crate::mint_screen;
use crate::seeds;
use crate::state::{class, Asset, Caps, Vault, Zone, VERSION};
use crate::tokens::is_associated;

const MAX_BPS: u16 = 10_000;

#[derive(Accounts)]
pub struct ListAsset {
    /// Pays rent; may be the operator too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    pub mint: InterfaceAccount<Mint>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::ASSET, zone.address().as_ref(), mint.address().as_ref()],
        bump
    )]
    pub asset: Account<Asset>,
    #[account(init, payer = payer, seeds = [seeds::VAULT, asset.address().as_ref()], bump)]
    pub vault: Account<Vault>,
    pub vault_token: InterfaceAccount<TokenAccount>,
    pub system_program: Program<System>,
}

pub struct AssetTerms {
    pub class: u8,
    pub charges: Charges,
}

/// What payments with an asset cost, and how much of it there may be: what can be amended.
pub struct Charges {
    pub fee_bps: u16,
    pub fee_min: u64,
    pub fee_max: u64,
    pub tax_bps: [u16; 4],
    /// By tier: per payment, per day, per month.
    pub caps: [[u64; 3]; 4],
    pub vault_cap: u64,
}

impl Charges {
    pub fn of(asset: &Asset, vault: &Vault) -> Self {
        Charges {
            fee_bps: asset.fee_bps,
            fee_min: asset.fee_min,
            fee_max: asset.fee_max,
            tax_bps: asset.tax_bps,
            caps: asset
                .caps
                .map(|caps| [caps.per_payment, caps.per_day, caps.per_month]),
            vault_cap: vault.cap,
        }
    }

    pub fn check(&self) -> Result<()> {
        require!(
            self.fee_bps <= MAX_BPS && self.tax_bps.iter().all(|rate| *rate <= MAX_BPS),
            SandboxError::BadRate
        );
        require!(self.fee_min <= self.fee_max, SandboxError::BadFeeRange);
        require!(
            self.caps
                .iter()
                .all(|caps| caps[0] <= caps[1] && caps[1] <= caps[2]),
            SandboxError::BadCaps
        );
        Ok(())
    }

    pub fn apply(&self, asset: &mut Asset, vault: &mut Vault) {
        asset.fee_bps = self.fee_bps;
        asset.fee_min = self.fee_min;
        asset.fee_max = self.fee_max;
        asset.tax_bps = self.tax_bps;
        asset.caps = self.caps.map(|[per_payment, per_day, per_month]| Caps {
            per_payment,
            per_day,
            per_month,
        });
        vault.cap = self.vault_cap;
    }
}

impl ListAsset {
    pub fn list_asset(&mut self, terms: &AssetTerms, asset_bump: u8, vault_bump: u8) -> Result<()> {
        self.check(terms)?;
        let flags = self.screen()?;
        self.apply(terms, flags, asset_bump, vault_bump);
        Ok(())
    }

    fn check(&self, terms: &AssetTerms) -> Result<()> {
        require!(terms.class < class::COUNT, SandboxError::BadAssetClass);
        terms.charges.check()?;
        let (token, owner) = (&self.vault_token, self.vault.address());
        let program = self.mint.account().owner();
        require!(token.mint() == self.mint.address(), SandboxError::WrongMint);
        require!(token.owner() == owner, SandboxError::WrongVaultToken);
        require!(
            !token.has_delegate() && !token.has_close_authority(),
            SandboxError::VaultTokenNotExclusive
        );
        // Who made another could have asked for a memo of each transfer, for ever.
        require!(
            is_associated(token.address(), owner, program, self.mint.address()),
            SandboxError::VaultTokenNotAssociated
        );
        Ok(())
    }

    /// What others can do to this mint's tokens.
    fn screen(&self) -> Result<u8> {
        // SAFETY: nothing of this program borrows a mint mutably.
        mint_screen::screen(unsafe { self.mint.account().borrow_unchecked() })
    }

    fn apply(&mut self, terms: &AssetTerms, flags: u8, asset_bump: u8, vault_bump: u8) {
        let asset = &mut self.asset;
        asset.version = VERSION;
        asset.bump = asset_bump;
        asset.class = terms.class;
        asset.decimals = self.mint.decimals();
        asset.flags = flags;
        asset.revision = 1;
        asset.zone = *self.zone.address();
        asset.mint = *self.mint.address();
        asset.token_program = *self.mint.account().owner();

        let vault = &mut self.vault;
        vault.version = VERSION;
        vault.bump = vault_bump;
        vault.revision = 1;
        vault.asset = *asset.address();
        vault.token_account = *self.vault_token.address();
        terms.charges.apply(asset, vault);

        record(AssetListed {
            asset: *asset.address(),
            zone: asset.zone,
            mint: asset.mint,
            vault: *vault.address(),
            class: asset.class as u64,
            decimals: asset.decimals as u64,
            flags: asset.flags as u64,
            revision: asset.revision,
        });
    }
}
