use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, AssetConsented};
use crate::state::{Asset, Zone};

#[derive(Accounts)]
pub struct ConsentAsset {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
}

impl ConsentAsset {
    pub fn consent_asset(&mut self, consent: bool) -> Result<()> {
        let bit = 1u8 << self.zone.regulator(self.regulator.address())?;
        let asset = &mut self.asset;
        asset.consents = if consent {
            asset.consents | bit
        } else {
            asset.consents & !bit
        };
        asset.revision += 1;
        record(AssetConsented {
            asset: *asset.address(),
            regulator: *self.regulator.address(),
            consents: asset.consents as u64,
            revision: asset.revision,
        });
        Ok(())
    }
}
