use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, Paused};
use crate::state::{scope, Zone};

#[derive(Accounts)]
pub struct Pause {
    pub authority: Signer,
    #[account(mut)]
    pub zone: Account<Zone>,
}

impl Pause {
    pub fn pause(&mut self, scopes: u8) -> Result<()> {
        require!(scopes & !scope::ALL == 0, SandboxError::BadScopes);
        let zone = &mut self.zone;
        let holder = zone.authority(self.authority.address())?;
        zone.paused[holder] = scopes;
        zone.revision += 1;
        record(Paused {
            zone: *zone.address(),
            authority: *self.authority.address(),
            scopes: scopes as u64,
            revision: zone.revision,
        });
        Ok(())
    }
}
