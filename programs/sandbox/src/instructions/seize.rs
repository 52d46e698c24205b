// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::enforcement::{Order, Ruling};
use crate::errors::SandboxError;
use crate::events::{record, Seized};
use crate::seeds;
use crate::state::{enforcement_kind, Case, Enforcement, PaymentAccount, Zone};

#[derive(Accounts)]
#[instruction(case: [u8; 16])]
pub struct Seize {
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
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&treasury_account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub treasury_account: Account<PaymentAccount>,
    /// There already where the case is executed, which is refused by its name.
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [seeds::ENFORCEMENT, account.address().as_ref(), case.as_ref()],
        bump
    )]
    pub enforcement: Account<Enforcement>,
    pub system_program: Program<System>,
}

impl Seize {
    pub fn seize(&mut self, case: &Case, amount: u64, bump: u8) -> Result<()> {
        require!(
            self.treasury_account.wallet == self.zone.treasury,
            SandboxError::NotTreasury
        );
        let ruling = Ruling {
            kind: enforcement_kind::SEIZURE,
            case,
            amount,
            zone: &self.zone,
            bump,
        };
        let mut order = Order {
            ruling,
            account: &mut self.account,
            recipient_account: &mut self.treasury_account,
            record: &mut self.enforcement,
        };
        order.execute()?;
        record(Seized {
            enforcement: *self.enforcement.address(),
            account: *self.account.address(),
            treasury_account: *self.treasury_account.address(),
            regulators: self.zone.regulators,
            case: case.id,
            basis: case.basis as u64,
            amount,
            available: self.account.available,
            revision: self.account.revision,
            treasury_available: self.treasury_account.available,
            treasury_revision: self.treasury_account.revision,
        });
        Ok(())
    }
}
