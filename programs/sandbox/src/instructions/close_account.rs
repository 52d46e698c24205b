use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AccountClosed};
use crate::state::{PaymentAccount, Zone};

/// After the zone's end, the rent of an account that owes and is owed nothing, and is not
/// frozen, goes back; anyone may.  Not before: a new account at the same address would forget its sequences.
/// The treasury's stays: none can be opened any more, and without it what is still due, and
/// tax periods, could not be collected.
#[derive(Accounts)]
pub struct CloseAccount {
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer)]
    pub rent_payer: UncheckedAccount,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
}

impl CloseAccount {
    pub fn close_account(&mut self) -> Result<()> {
        self.check()?;
        let account = &self.account;
        record(AccountClosed {
            account: *account.address(),
            rent_payer: *self.rent_payer.address(),
            lamports: account.account().lamports(),
            revision: account.revision + 1,
        });
        self.account.close(*self.rent_payer.account())
    }

    fn check(&self) -> Result<()> {
        let account = &self.account;
        let now = checks::now()?;
        require!(now >= self.zone.ends_at, SandboxError::ZoneNotEnded);
        // One that is opened again for a claim would not be frozen.
        let [first, second] = &account.freezes;
        require!(
            !first.is_active(now) && !second.is_active(now),
            SandboxError::AccountFrozen
        );
        require!(
            !address_eq(&account.wallet, &self.zone.treasury),
            SandboxError::TreasuryStays
        );
        require!(
            account.liability()? == 0 && account.fee_credit == 0 && account.tax_credit == 0,
            SandboxError::AccountNotEmpty
        );
        require!(account.open_payments == 0, SandboxError::PaymentsNotClosed);
        require!(
            account.tax_periods.iter().all(|period| period.key == 0),
            SandboxError::TaxPeriodsNotClosed
        );
        Ok(())
    }
}
