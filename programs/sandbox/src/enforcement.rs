//! What both regulators order together, by a case: available money moves without its owner.
//! Neither pause, end, caps, licences nor freezes are asked; held money, reserves and dues are
//! never touched.

use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::state::{Case, Enforcement, PaymentAccount, Zone, VERSION};

/// An order, and what it is executed on.
pub struct Order<'a> {
    /// See `enforcement_kind`.
    pub kind: u8,
    pub case: &'a Case,
    pub amount: u64,
    pub zone: &'a Account<Zone>,
    pub account: &'a mut Account<PaymentAccount>,
    pub recipient_account: &'a mut Account<PaymentAccount>,
    /// New, or that of the same case.
    pub record: &'a mut Account<Enforcement>,
    pub bump: u8,
}

impl Order<'_> {
    pub fn execute(&mut self) -> Result<()> {
        self.check()?;
        self.apply()?;
        self.keep()
    }

    fn check(&self) -> Result<()> {
        require!(self.record.version == 0, SandboxError::CaseExecuted);
        self.case.check()?;
        checks::positive(self.amount)?;
        require!(
            self.recipient_account.asset == self.account.asset,
            SandboxError::WrongAsset
        );
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (from, to) = (&mut self.account, &mut self.recipient_account);
        from.debit(self.amount)?;
        // An owner must not be able to stop an order by having paid too much.
        from.paid = from.paid.saturating_add(self.amount);
        from.revision += 1;
        to.credit(self.amount)?;
        to.received = to.received.saturating_add(self.amount);
        to.revision += 1;
        Ok(())
    }

    fn keep(&mut self) -> Result<()> {
        let record = &mut *self.record;
        record.version = VERSION;
        record.bump = self.bump;
        record.kind = self.kind;
        record.basis = self.case.basis;
        record.revision = 1;
        record.zone = *self.zone.address();
        record.asset = self.account.asset;
        record.account = *self.account.address();
        record.recipient_account = *self.recipient_account.address();
        record.regulators = self.zone.regulators;
        record.case = self.case.id;
        record.amount = self.amount;
        record.executed_at = checks::now()?;
        Ok(())
    }
}
