use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AccountFreezeLifted};
use crate::state::{PaymentAccount, Zone};

#[derive(Accounts)]
pub struct UnfreezeAccount {
    pub regulator: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
}

impl UnfreezeAccount {
    pub fn unfreeze_account(&mut self) -> Result<()> {
        let slot = self.zone.regulator(self.regulator.address())?;
        let account = &mut self.account;
        let lifted = account.freezes[slot].lift(checks::now()?)?;
        account.revision += 1;
        record(AccountFreezeLifted {
            account: *account.address(),
            regulator: *self.regulator.address(),
            case: lifted.case,
            basis: lifted.basis as u64,
            slot: slot as u64,
            revision: account.revision,
        });
        Ok(())
    }
}
