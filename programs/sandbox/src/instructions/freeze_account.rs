use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AccountFreezeSet};
use crate::state::{class, Case, Freeze, PaymentAccount, Zone};

#[derive(Accounts)]
pub struct FreezeAccount {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
}

impl FreezeAccount {
    /// A freeze that the slot holds already is replaced: its case and its end change.
    pub fn freeze_account(&mut self, case: &Case, until: u64) -> Result<()> {
        let slot = self.zone.regulator(self.regulator.address())?;
        require!(
            class::regulators(self.account.class) & (1 << slot) != 0,
            SandboxError::NotRegulatorOfClass
        );
        let freeze = Freeze::begin(case, until, checks::now()?)?;
        let account = &mut self.account;
        account.freezes[slot] = freeze;
        account.revision += 1;
        record(AccountFreezeSet {
            account: *account.address(),
            regulator: *self.regulator.address(),
            case: freeze.case,
            basis: freeze.basis as u64,
            slot: slot as u64,
            until,
            revision: account.revision,
        });
        Ok(())
    }
}
