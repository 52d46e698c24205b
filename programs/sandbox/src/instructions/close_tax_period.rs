use anchor_lang::accounts::AccountInitialize as _;
use anchor_lang::address_eq;
use anchor_lang::find_and_verify_program_address;
use anchor_lang::prelude::*;

use super::collect::Sweep;
use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, TaxPeriodClosed};
use crate::seeds;
use crate::state::{leave_period, PaymentAccount, TaxPeriod, TaxRecord, Zone, VERSION};

/// A returning instruction, of anyone: it takes a month's sums out of the account, so that
/// there is room for the next, and puts them down for good.
#[derive(Accounts)]
pub struct CloseTaxPeriod {
    /// Pays the rent of `tax_record`.
    #[account(mut)]
    pub payer: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&treasury_account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub treasury_account: Account<PaymentAccount>,
    #[account(mut)]
    pub tax_record: UncheckedAccount,
    pub system_program: Program<System>,
}

impl CloseTaxPeriod {
    pub fn close_tax_period(&mut self, period: u64) -> Result<()> {
        let now = checks::now()?;
        let mut sweep = Sweep {
            zone: &self.zone,
            account: &mut self.account,
            treasury: &mut self.treasury_account,
        };
        sweep.check()?;
        sweep.collect()?;

        // Brought up to date, the account can book nothing more in a month that is over.
        self.account.roll(now);
        let closed = leave_period(&mut self.account.tax_periods, period)?;
        require!(
            closed.month() < self.account.month,
            SandboxError::TaxPeriodOpen
        );
        self.account.revision += 1;
        self.create_record(&closed, now)
    }

    fn create_record(&mut self, closed: &TaxPeriod, now: u64) -> Result<()> {
        let account = *self.account.address();
        let key = closed.key.to_le_bytes();
        let bump = find_and_verify_program_address(
            &[seeds::TAX, account.as_ref(), &key],
            &crate::ID,
            self.tax_record.address(),
        )
        .map_err(|_| SandboxError::WrongTaxRecord)?;
        let mut closing = Account::<TaxRecord>::create_and_initialize(
            self.payer.account(),
            self.tax_record.account(),
            Account::<TaxRecord>::INIT_SPACE,
            &crate::ID,
            &(),
            Some(&[seeds::TAX, account.as_ref(), &key, &[bump]]),
            None,
        )?;
        closing.version = VERSION;
        closing.bump = bump;
        closing.rate_bps = closed.rate();
        closing.revision = 1;
        closing.account = account;
        closing.asset = self.account.asset;
        closing.wallet = self.account.wallet;
        closing.rent_payer = *self.payer.address();
        closing.month = closed.month();
        closing.turnover = closed.turnover;
        closing.tax = closed.tax;
        closing.returned_turnover = closed.returned_turnover;
        closing.returned_tax = closed.returned_tax;
        closing.closed_at = now;
        record(TaxPeriodClosed {
            tax_record: *self.tax_record.address(),
            account,
            month: closed.month(),
            rate_bps: closed.rate() as u64,
            turnover: closed.turnover,
            tax: closed.tax,
            returned_turnover: closed.returned_turnover,
            returned_tax: closed.returned_tax,
            account_revision: self.account.revision,
            revision: closing.revision,
        });
        Ok(())
    }
}
