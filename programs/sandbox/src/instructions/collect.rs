use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::events::{record, Collected};
use crate::state::{add, PaymentAccount, Zone};

/// A returning instruction, of anyone: what is due can only go to the treasury.
#[derive(Accounts)]
pub struct Collect {
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&treasury_account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub treasury_account: Account<PaymentAccount>,
}

impl Collect {
    pub fn collect(&mut self) -> Result<()> {
        self.check()?;
        self.apply()
    }

    fn check(&self) -> Result<()> {
        require!(
            self.treasury_account.wallet == self.zone.treasury,
            SandboxError::NotTreasury
        );
        require!(
            self.treasury_account.asset == self.account.asset,
            SandboxError::WrongAsset
        );
        require!(
            self.account.fee_due != 0 || self.account.tax_due != 0,
            SandboxError::NothingDue
        );
        Ok(())
    }

    /// Credits are set off first: that part was fronted by the account's owner.
    fn apply(&mut self) -> Result<()> {
        let (account, treasury) = (&mut self.account, &mut self.treasury_account);
        let fee_credit = account.fee_credit.min(account.fee_due);
        let tax_credit = account.tax_credit.min(account.tax_due);
        let fee = account.fee_due - fee_credit;
        let tax = account.tax_due - tax_credit;
        let credit = add(fee_credit, tax_credit)?;

        account.fee_due = 0;
        account.tax_due = 0;
        account.fee_credit -= fee_credit;
        account.tax_credit -= tax_credit;
        account.credit(credit)?;
        account.revision += 1;
        treasury.credit(add(fee, tax)?)?;
        treasury.received = add(treasury.received, add(fee, tax)?)?;
        treasury.revision += 1;

        record(Collected {
            account: *account.address(),
            treasury_account: *treasury.address(),
            fee,
            tax,
            credit,
            available: account.available,
            revision: account.revision,
            treasury_available: treasury.available,
            treasury_revision: treasury.revision,
        });
        Ok(())
    }
}
