use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::list_asset::Charges;
use crate::errors::SandboxError;
use crate::events::{record, AssetAmended};
use crate::state::{Asset, Vault, Zone};

/// Nobody alone changes what payments cost: the operator and both regulators sign.
#[derive(Accounts)]
pub struct AmendAsset {
    pub operator: Signer,
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator,
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotRegulator,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotRegulator
    )]
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&vault.asset, asset.address()) @ SandboxError::WrongVault)]
    pub vault: Account<Vault>,
}

impl AmendAsset {
    pub fn amend_asset(&mut self, terms: &Charges) -> Result<()> {
        terms.check()?;
        let before = Charges::of(&self.asset, &self.vault);
        let (asset, vault) = (&mut self.asset, &mut self.vault);
        terms.apply(asset, vault);
        asset.revision += 1;
        vault.revision += 1;
        record(AssetAmended {
            asset: *asset.address(),
            vault: *vault.address(),
            fee_bps: terms.fee_bps as u64,
            fee_min: terms.fee_min,
            fee_max: terms.fee_max,
            tax_bps: terms.tax_bps.map(u64::from),
            caps: terms.caps,
            vault_cap: terms.vault_cap,
            fee_bps_before: before.fee_bps as u64,
            fee_min_before: before.fee_min,
            fee_max_before: before.fee_max,
            tax_bps_before: before.tax_bps.map(u64::from),
            caps_before: before.caps,
            vault_cap_before: before.vault_cap,
            revision: asset.revision,
            vault_revision: vault.revision,
        });
        Ok(())
    }
}
