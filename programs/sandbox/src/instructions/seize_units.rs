// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::enforcement::Ruling;
use crate::errors::SandboxError;
use crate::events::{record, UnitsSeized};
use crate::seeds;
use crate::state::{enforcement_kind, Case, Enforcement, Holding, Instrument, Zone};
use crate::unit_orders::UnitOrder;

#[derive(Accounts)]
#[instruction(case: [u8; 16])]
pub struct SeizeUnits {
    /// Pays the record's rent; may be a regulator too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub first_regulator: Signer,
    pub second_regulator: Signer,
    #[account(
        constraint = address_eq(&zone.regulators[0], first_regulator.address()) @ SandboxError::NotBothRegulators,
        constraint = address_eq(&zone.regulators[1], second_regulator.address()) @ SandboxError::NotBothRegulators
    )]
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&treasury_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub treasury_holding: Account<Holding>,
    /// There already where the case is executed, which is refused by its name.
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [seeds::ENFORCEMENT, holding.address().as_ref(), case.as_ref()],
        bump
    )]
    pub enforcement: Account<Enforcement>,
    pub system_program: Program<System>,
}

impl SeizeUnits {
    pub fn seize_units(&mut self, case: &Case, quantity: u64, bump: u8) -> Result<()> {
        require!(
            self.treasury_holding.wallet == self.zone.treasury,
            SandboxError::NotTreasury
        );
        let ruling = Ruling {
            kind: enforcement_kind::SEIZURE_OF_UNITS,
            case,
            amount: quantity,
            zone: &self.zone,
            bump,
        };
        let mut order = UnitOrder {
            ruling,
            instrument: &mut self.instrument,
            holding: &mut self.holding,
            recipient_holding: &mut self.treasury_holding,
            record: &mut self.enforcement,
        };
        order.execute()?;
        record(UnitsSeized {
            enforcement: *self.enforcement.address(),
            instrument: *self.instrument.address(),
            holding: *self.holding.address(),
            treasury_holding: *self.treasury_holding.address(),
            regulators: self.zone.regulators,
            case: case.id,
            basis: case.basis as u64,
            quantity,
            units: self.holding.units,
            holding_revision: self.holding.revision,
            treasury_units: self.treasury_holding.units,
            treasury_revision: self.treasury_holding.revision,
            holders: self.instrument.holders,
            revision: self.instrument.revision,
        });
        Ok(())
    }
}
