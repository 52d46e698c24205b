//! What both regulators order together, by a case: available money moves without its owner.
//! Neither pause, end, caps, licences nor freezes are asked; held money, reserves and dues are
//! never touched.

use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::state::{tally, Case, Enforcement, PaymentAccount, Zone, VERSION};

/// What is ordered, of money or of units.
pub struct Ruling<'a> {
    /// See `enforcement_kind`.
    pub kind: u8,
    pub case: &'a Case,
    /// Base units, or units.
    pub amount: u64,
    pub zone: &'a Account<Zone>,
    pub bump: u8,
}

/// What a ruling was executed on: see `Enforcement`.
pub struct Executed {
    pub asset: Address,
    pub account: Address,
    pub recipient_account: Address,
}

impl Ruling<'_> {
    /// `record` is new, or that of the same case.
    pub fn check(&self, record: &Enforcement) -> Result<()> {
        require!(record.version == 0, SandboxError::CaseExecuted);
        self.case.check()?;
        checks::positive(self.amount)
    }

    pub fn keep(&self, on: Executed, record: &mut Enforcement) -> Result<()> {
        record.version = VERSION;
        record.bump = self.bump;
        record.kind = self.kind;
        record.basis = self.case.basis;
        record.revision = 1;
        record.zone = *self.zone.address();
        record.asset = on.asset;
        record.account = on.account;
        record.recipient_account = on.recipient_account;
        record.regulators = self.zone.regulators;
        record.case = self.case.id;
        record.amount = self.amount;
        record.executed_at = checks::now()?;
        Ok(())
    }
}

/// A ruling on money, and whose it is about.
pub struct Order<'a> {
    pub ruling: Ruling<'a>,
    pub account: &'a mut Account<PaymentAccount>,
    pub recipient_account: &'a mut Account<PaymentAccount>,
    pub record: &'a mut Account<Enforcement>,
}

impl Order<'_> {
    pub fn execute(&mut self) -> Result<()> {
        self.check()?;
        self.apply()?;
        let on = Executed {
            asset: self.account.asset,
            account: *self.account.address(),
            recipient_account: *self.recipient_account.address(),
        };
        self.ruling.keep(on, self.record)
    }

    fn check(&self) -> Result<()> {
        self.ruling.check(self.record)?;
        require!(
            self.recipient_account.asset == self.account.asset,
            SandboxError::WrongAsset
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let amount = self.ruling.amount;
        let (from, to) = (&mut self.account, &mut self.recipient_account);
        from.debit(amount)?;
        // An owner must not be able to stop an order by having paid too much.
        tally(&mut from.paid, amount);
        from.revision += 1;
        to.credit(amount)?;
        tally(&mut to.received, amount);
        to.revision += 1;
        Ok(())
    }
}
