use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

use crate::errors::SandboxError;
use crate::events::{record, AssetRescreened};
use crate::mint_screen;
use crate::state::{Asset, Zone};

/// What the regulators consented to is not what the mint is now: they are asked again.
#[derive(Accounts)]
pub struct RescreenAsset {
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    pub mint: InterfaceAccount<Mint>,
    #[account(
        mut,
        constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&asset.mint, mint.address()) @ SandboxError::WrongMint
    )]
    pub asset: Account<Asset>,
}

impl RescreenAsset {
    pub fn rescreen_asset(&mut self) -> Result<()> {
        // SAFETY: nothing of this program borrows a mint mutably.
        let flags = mint_screen::screen(unsafe { self.mint.account().borrow_unchecked() })?;
        require!(flags != self.asset.flags, SandboxError::NothingChanged);
        self.apply(flags);
        Ok(())
    }

    fn apply(&mut self, flags: u8) {
        let asset = &mut self.asset;
        let before = asset.flags;
        asset.flags = flags;
        asset.consents = 0;
        asset.revision += 1;
        record(AssetRescreened {
            asset: *asset.address(),
            flags_before: before as u64,
            flags: flags as u64,
            consents: asset.consents as u64,
            revision: asset.revision,
        });
    }
}
