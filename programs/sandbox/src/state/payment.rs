//! A payment that can still change.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math;

/// A payment's states.
pub mod payment_state {
    pub const OPEN: u8 = 1;
    pub const FULFILLED: u8 = 2;
    pub const SETTLED: u8 = 3;
    pub const REFUNDED: u8 = 4;
}

#[account]
pub struct Payment {
    pub version: u8,
    pub bump: u8,
    /// See `payment_state`.
    pub state: u8,
    pub service: u8,
    pub spare_bytes: [u8; 4],
    pub revision: u64,
    pub payer_account: Address,
    pub payee_account: Address,
    /// Who paid the rent, and gets it back when the payment is closed.
    pub rent_payer: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    /// With held, settled, fee and tax this is the amount, at any time.
    pub refunded: u64,
    pub held: u64,
    pub settled: u64,
    /// What of fee and tax has accrued and was not returned.
    pub fee: u64,
    pub tax: u64,
    /// The legs of the whole amount, as the rules were at payment.
    pub fee_total: u64,
    pub tax_total: u64,
    pub paid_at: u64,
    /// Fulfil before, expire from then on.
    pub deliver_by: u64,
    /// Seconds after fulfilment for which only the payer may settle.
    pub settle_window: u64,
    /// From then on anyone may settle; set by fulfilment.
    pub settles_at: u64,
    pub spare: [u64; 4],
}

/// What a refund takes from each leg; `net` is the payee's part.
#[derive(Clone, Copy)]
pub struct RefundLegs {
    pub net: u64,
    pub fee: u64,
    pub tax: u64,
}

impl Payment {
    #[inline(always)]
    pub fn is_held(&self) -> bool {
        self.state == payment_state::OPEN || self.state == payment_state::FULFILLED
    }

    /// What of a leg belongs to the payer once `refunded` of the amount has been.
    ///
    /// Rounded down on the cumulative sum, so that any sequence of partial refunds
    /// returns exactly what one full refund does.
    #[inline(always)]
    fn returned(&self, leg: u64, refunded: u64) -> u64 {
        math::mul_div(leg, refunded, self.amount)
    }

    /// The legs that remain for fee and tax with what has been refunded so far.
    #[inline(always)]
    pub fn remaining_legs(&self) -> (u64, u64) {
        (
            self.fee_total - self.returned(self.fee_total, self.refunded),
            self.tax_total - self.returned(self.tax_total, self.refunded),
        )
    }

    /// How the next refund of a settled payment divides.
    #[inline(always)]
    pub fn refund_legs(&self, amount: u64) -> Result<RefundLegs> {
        let after = self.refunded_after(amount)?;
        let fee =
            self.returned(self.fee_total, after) - self.returned(self.fee_total, self.refunded);
        let tax =
            self.returned(self.tax_total, after) - self.returned(self.tax_total, self.refunded);
        let net = amount
            .checked_sub(fee)
            .and_then(|rest| rest.checked_sub(tax))
            .ok_or(SandboxError::Overflow)?;
        Ok(RefundLegs { net, fee, tax })
    }

    /// The sum of refunds after one more.
    #[inline(always)]
    pub fn refunded_after(&self, amount: u64) -> Result<u64> {
        let after = self
            .refunded
            .checked_add(amount)
            .ok_or(SandboxError::RefundExceedsPayment)?;
        require!(after <= self.amount, SandboxError::RefundExceedsPayment);
        Ok(after)
    }
}
