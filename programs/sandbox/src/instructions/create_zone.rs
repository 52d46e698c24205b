// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ZoneCreated};
use crate::seeds;
use crate::state::{Zone, VERSION};

const SECONDS_OF_DAY: u64 = 86_400;

#[derive(Accounts)]
#[instruction(name: [u8; 32])]
pub struct CreateZone {
    /// Pays rent; may be the operator too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub operator: Signer,
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    /// The wallet whose payment accounts receive fees and taxes.
    pub treasury: UncheckedAccount,
    #[account(init, payer = payer, seeds = [seeds::ZONE, name.as_ref()], bump)]
    pub zone: Account<Zone>,
    pub system_program: Program<System>,
}

pub struct ZoneTerms {
    pub name: [u8; 32],
    pub utc_offset: u64,
    pub ends_at: u64,
    pub settle_window: u64,
    pub deliver_within: u64,
    pub respond_window: u64,
    pub resolve_window: u64,
    pub retention: u64,
}

impl CreateZone {
    pub fn create_zone(&mut self, terms: ZoneTerms, bump: u8) -> Result<()> {
        self.check(&terms)?;
        self.apply(terms, bump);
        Ok(())
    }

    fn check(&self, terms: &ZoneTerms) -> Result<()> {
        let operator = self.operator.address();
        let (first, second) = (
            self.first_regulator.address(),
            self.second_regulator.address(),
        );
        require!(
            operator != first && operator != second && first != second,
            SandboxError::AuthoritiesNotDistinct
        );
        require!(is_padded(&terms.name), SandboxError::BadName);
        require!(terms.utc_offset < SECONDS_OF_DAY, SandboxError::BadOffset);
        require!(terms.ends_at > checks::now()?, SandboxError::BadEnd);
        checks::window(terms.settle_window)?;
        checks::window(terms.deliver_within)?;
        checks::window(terms.respond_window)?;
        checks::window(terms.resolve_window)?;
        checks::window(terms.retention)
    }

    fn apply(&mut self, terms: ZoneTerms, bump: u8) {
        let zone = &mut self.zone;
        zone.version = VERSION;
        zone.bump = bump;
        zone.revision = 1;
        zone.name = terms.name;
        zone.operator = *self.operator.address();
        zone.regulators = [
            *self.first_regulator.address(),
            *self.second_regulator.address(),
        ];
        zone.treasury = *self.treasury.address();
        zone.utc_offset = terms.utc_offset;
        zone.ends_at = terms.ends_at;
        zone.settle_window = terms.settle_window;
        zone.deliver_within = terms.deliver_within;
        zone.respond_window = terms.respond_window;
        zone.resolve_window = terms.resolve_window;
        zone.retention = terms.retention;
        record(ZoneCreated {
            zone: *zone.address(),
            operator: zone.operator,
            regulators: zone.regulators,
            treasury: zone.treasury,
            ends_at: zone.ends_at,
            revision: zone.revision,
        });
    }
}

/// At least one byte, and after the first zero only zeros: one name has one address.
fn is_padded(name: &[u8; 32]) -> bool {
    let length = name
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(name.len());
    length > 0 && name.iter().skip(length).all(|byte| *byte == 0)
}
