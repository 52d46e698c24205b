use anchor_lang::address_eq;
use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{Batch, SettledMany, SettledManyHead, SettledRow};
use crate::settlement;
use crate::state::{payment_state, Payment, PaymentAccount};

/// A returning instruction, of anyone: the payer's right to settle earlier is `settle`'s.
#[derive(Accounts)]
pub struct SettleMany {
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
}

impl SettleMany {
    /// All or none.  A payment named twice is not held any more the second time.
    pub fn settle_many(&mut self, payments: &[AccountView]) -> Result<()> {
        let now = checks::now()?;
        let mut batch = Batch::<SettledMany>::begin(payments.len())?;
        for payment in payments {
            self.settle(payment, now, &mut batch)?;
        }
        let payee = &self.payee_account;
        batch.record(SettledManyHead {
            payee_account: *payee.address(),
            payee_available: payee.available,
            payee_held: payee.held,
            payee_reserve: payee.reserve,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
        });
        Ok(())
    }

    #[inline(always)]
    fn settle(
        &mut self,
        payment: &AccountView,
        now: u64,
        batch: &mut Batch<SettledMany>,
    ) -> Result<()> {
        // SAFETY: it is the only reference to this account: the framework refuses the
        // payee's account here, and the one of an earlier row is gone.
        let mut payment = unsafe { Account::<Payment>::load_mut(*payment)? };
        let payee = &mut self.payee_account;
        require!(
            address_eq(&payment.payee_account, payee.address()),
            SandboxError::WrongParty
        );
        if payment.state != payment_state::FULFILLED {
            return Err(match payment.can_settle() {
                true => SandboxError::NotPayer.into(),
                false => SandboxError::NotHeld.into(),
            });
        }
        require!(now >= payment.settles_at, SandboxError::WindowOpen);
        let reserve_bps = payment.reserve_bps;
        let given = settlement::settle(&mut payment, payee, now, reserve_bps)?;
        batch.push(SettledRow {
            payment: *payment.address(),
            net: given.net,
            reserve: given.reserve,
            fee: given.legs.fee,
            tax: given.legs.tax,
            revision: payment.revision,
        });
        Ok(())
    }
}
