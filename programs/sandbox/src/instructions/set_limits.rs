use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, LimitsSet};
use crate::state::{PaymentAccount, Zone};

#[derive(Accounts)]
pub struct SetLimits {
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
}

impl SetLimits {
    pub fn set_limits(&mut self, receive_per_day: u64, receive_per_month: u64) -> Result<()> {
        require!(receive_per_day <= receive_per_month, SandboxError::BadCaps);
        let account = &mut self.account;
        let (day, month) = (account.receive_per_day, account.receive_per_month);
        account.receive_per_day = receive_per_day;
        account.receive_per_month = receive_per_month;
        account.revision += 1;
        record(LimitsSet {
            account: *account.address(),
            receive_per_day,
            receive_per_month,
            receive_per_day_before: day,
            receive_per_month_before: month,
            revision: account.revision,
        });
        Ok(())
    }
}
