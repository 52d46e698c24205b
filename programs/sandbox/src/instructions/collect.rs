use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Collected};
use crate::state::{add, tally, PaymentAccount, Zone};

/// A returning instruction, of anyone: what is due can only go to the treasury, and what
/// the treasury owes only to the account.
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
        let mut sweep = Sweep {
            zone: &self.zone,
            account: &mut self.account,
            treasury: &mut self.treasury_account,
        };
        sweep.check()?;
        require!(sweep.collect()?, SandboxError::NothingDue);
        Ok(())
    }
}

/// Between an account and the treasury's of the same asset.
pub struct Sweep<'a> {
    pub zone: &'a Account<Zone>,
    pub account: &'a mut Account<PaymentAccount>,
    pub treasury: &'a mut Account<PaymentAccount>,
}

impl Sweep<'_> {
    pub fn check(&self) -> Result<()> {
        require!(
            address_eq(&self.treasury.wallet, &self.zone.treasury),
            SandboxError::NotTreasury
        );
        require!(
            address_eq(&self.treasury.asset, &self.account.asset),
            SandboxError::WrongAsset
        );
        Ok(())
    }

    /// Moves what is due and says whether there was anything.  Credits are set off first:
    /// that part was fronted by the account's owner.  Once the zone has ended nothing new
    /// falls due that the others could be set off against: the treasury pays them back, as
    /// far as it can.
    #[inline(always)]
    pub fn collect(&mut self) -> Result<bool> {
        let (account, treasury) = (&mut *self.account, &mut *self.treasury);
        let fee_credit = account.fee_credit.min(account.fee_due);
        let tax_credit = account.tax_credit.min(account.tax_due);
        let fee = account.fee_due - fee_credit;
        let tax = account.tax_due - tax_credit;
        let credit = add(fee_credit, tax_credit)?;
        let due = add(fee, tax)?;
        let funds = add(treasury.available, due)?;

        let (mut fee_repaid, mut tax_repaid) = (0, 0);
        let (fee_rest, tax_rest) = (
            account.fee_credit - fee_credit,
            account.tax_credit - tax_credit,
        );
        if (fee_rest | tax_rest) != 0 && checks::now()? >= self.zone.ends_at {
            fee_repaid = fee_rest.min(funds);
            tax_repaid = tax_rest.min(funds - fee_repaid);
        }
        let repaid = fee_repaid + tax_repaid; // at most `funds`
        if due | credit | repaid == 0 {
            return Ok(false);
        }

        account.fee_due = 0;
        account.tax_due = 0;
        account.fee_credit = fee_rest - fee_repaid;
        account.tax_credit = tax_rest - tax_repaid;
        tally(&mut account.tax_collected, tax);
        tally(&mut account.tax_repaid, tax_repaid);
        account.credit(credit)?;
        account.credit(repaid)?;
        account.revision += 1;
        treasury.available = funds - repaid;
        tally(&mut treasury.received, due);
        tally(&mut treasury.refunded, repaid);
        treasury.revision += 1;

        record(Collected {
            account: *account.address(),
            treasury_account: *treasury.address(),
            fee,
            tax,
            credit,
            repaid,
            available: account.available,
            fee_credit: account.fee_credit,
            tax_credit: account.tax_credit,
            revision: account.revision,
            treasury_available: treasury.available,
            treasury_revision: treasury.revision,
        });
        Ok(true)
    }
}
