// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
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
#[instruction(period: u64)]
pub struct CloseTaxPeriod {
    /// Pays the rent of `tax_record`.
    #[account(mut)]
    pub payer: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&treasury_account.zone, zone.address()) @ SandboxError::WrongZone)]
    pub treasury_account: Account<PaymentAccount>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::TAX, account.address().as_ref(), &period.to_le_bytes()],
        bump
    )]
    pub tax_record: Account<TaxRecord>,
    pub system_program: Program<System>,
}

impl CloseTaxPeriod {
    pub fn close_tax_period(&mut self, period: u64, bump: u8) -> Result<()> {
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
        self.apply(&closed, now, bump);
        Ok(())
    }

    fn apply(&mut self, closed: &TaxPeriod, now: u64, bump: u8) {
        let (account, kept) = (&mut self.account, &mut self.tax_record);
        account.revision += 1;
        kept.version = VERSION;
        kept.bump = bump;
        kept.rate_bps = closed.rate();
        kept.revision = 1;
        kept.account = *account.address();
        kept.asset = account.asset;
        kept.wallet = account.wallet;
        kept.rent_payer = *self.payer.address();
        kept.month = closed.month();
        kept.turnover = closed.turnover;
        kept.tax = closed.tax;
        kept.returned_turnover = closed.returned_turnover;
        kept.returned_tax = closed.returned_tax;
        kept.closed_at = now;
        record(TaxPeriodClosed {
            tax_record: *kept.address(),
            account: kept.account,
            month: kept.month,
            rate_bps: kept.rate_bps as u64,
            turnover: kept.turnover,
            tax: kept.tax,
            returned_turnover: kept.returned_turnover,
            returned_tax: kept.returned_tax,
            account_revision: account.revision,
            revision: kept.revision,
        });
    }
}
