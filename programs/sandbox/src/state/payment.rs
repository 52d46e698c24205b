//! A payment that can still change.

use anchor_lang::prelude::*;

use super::asset::Legs;
use crate::errors::SandboxError;
use crate::math;

/// A payment's states.
pub mod payment_state {
    pub const OPEN: u8 = 1;
    pub const FULFILLED: u8 = 2;
    pub const SETTLED: u8 = 3;
    pub const REFUNDED: u8 = 4;
    /// The payer disputes a payment that is held.
    pub const DISPUTED: u8 = 5;
    /// The payer disputes a settled payment, of which a reserve is kept.
    pub const CHARGEBACK: u8 = 6;
}

/// What has happened to a payment beside its state; one bit each.
pub mod payment_flag {
    /// It has been disputed, which can be done once.
    pub const DISPUTED: u8 = 1;
    /// The payee has answered.
    pub const ANSWERED: u8 = 2;
    /// The payer's account counts it among its open payments; those of version 1 were not.
    pub const COUNTED: u8 = 4;
}

/// Reasons to dispute a payment are the numbers from 1 to this; the client has their names.
pub const REASONS: u8 = 6;

#[account]
pub struct Payment {
    pub version: u8,
    pub bump: u8,
    /// See `payment_state`.
    pub state: u8,
    pub service: u8,
    /// Why it was disputed, by the payer's number.
    pub reason: u8,
    /// Bits of `payment_flag`.
    pub flags: u8,
    /// What share of what settles is kept in reserve.
    pub reserve_bps: u16,
    pub revision: u64,
    pub payer_account: Address,
    pub payee_account: Address,
    /// Who paid the rent, and gets it back when the payment is closed.
    pub rent_payer: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    /// With held, settled, reserve, fee and tax this is the amount, at any time.
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
    /// What of the settled sum is kept back until `reserve_until`.
    pub reserve: u64,
    /// Charge back before, release from then on; set by settlement.
    pub reserve_until: u64,
    /// Answer (or resolve, once answered) before, conclude from then on.
    pub decide_by: u64,
    /// From then on a payment that is over may be closed.
    pub closes_at: u64,
    /// SHA-256 of the payer's evidence; once answered, of that digest and the payee's.
    pub evidence: [u8; 32],
    /// Seconds to answer, to resolve, and of the reserve; as the rules were at payment.
    pub respond_window: u32,
    pub resolve_window: u32,
    pub reserve_window: u32,
    pub tax_bps: u16,
    pub spare_bytes: [u8; 2],
    pub spare: [u64; 4],
}

impl Payment {
    #[inline(always)]
    pub fn is_held(&self) -> bool {
        self.can_settle() || self.state == payment_state::DISPUTED
    }

    /// Held, and not disputed.
    #[inline(always)]
    pub fn can_settle(&self) -> bool {
        self.state == payment_state::OPEN || self.state == payment_state::FULFILLED
    }

    /// Disputed, whether held or settled.
    #[inline(always)]
    pub fn is_disputed(&self) -> bool {
        self.state == payment_state::DISPUTED || self.state == payment_state::CHARGEBACK
    }

    #[inline(always)]
    pub fn has_flag(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Settled, whether charged back or not.
    #[inline(always)]
    pub fn is_settled(&self) -> bool {
        self.state == payment_state::SETTLED || self.state == payment_state::CHARGEBACK
    }

    /// What of fee and tax belongs to the payer once `refunded` of the amount has been.
    ///
    /// Rounded down on cumulative sums, so that any sequence of partial refunds returns
    /// exactly what one full refund does; and on both legs together before they are
    /// divided, so that what remains of them never exceeds what remains of the amount.
    #[inline(always)]
    fn returned(&self, refunded: u64) -> Legs {
        let legs = self.fee_total + self.tax_total;
        if legs == 0 || refunded == 0 {
            return Legs { fee: 0, tax: 0 };
        }
        let returned = math::mul_div(legs, refunded, self.amount);
        let fee = math::mul_div(self.fee_total, returned, legs);
        Legs {
            fee,
            tax: returned - fee,
        }
    }

    /// What of fee and tax accrues with what has been refunded so far.
    #[inline(always)]
    pub fn remaining_legs(&self) -> Legs {
        if self.refunded == 0 {
            return Legs {
                fee: self.fee_total,
                tax: self.tax_total,
            };
        }
        let returned = self.returned(self.refunded);
        Legs {
            fee: self.fee_total - returned.fee,
            tax: self.tax_total - returned.tax,
        }
    }

    /// What the next refund of a settled payment takes from fee and tax.
    #[inline(always)]
    pub fn refund_legs(&self, refunded_after: u64) -> Legs {
        let after = self.returned(refunded_after);
        Legs {
            fee: after.fee - (self.fee_total - self.fee),
            tax: after.tax - (self.tax_total - self.tax),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(amount: u64, fee: u64, tax: u64) -> Payment {
        let mut payment: Payment = anchor_lang::bytemuck::Zeroable::zeroed();
        (payment.amount, payment.fee_total, payment.tax_total) = (amount, fee, tax);
        payment
    }

    #[test]
    fn remaining_legs_never_exceed_the_rest_of_the_amount() {
        for (amount, fee, tax) in [
            (10_000, 50, 1_200),
            (7, 3, 4),
            (9, 0, 9),
            (13, 5, 0),
            (5, 0, 0),
        ] {
            let mut payment = payment(amount, fee, tax);
            for refunded in 0..=amount {
                payment.refunded = refunded;
                let legs = payment.remaining_legs();
                assert!(
                    legs.fee + legs.tax <= amount - refunded,
                    "{refunded} of {amount}"
                );
            }
            assert_eq!(payment.remaining_legs(), Legs { fee: 0, tax: 0 });
        }
    }

    #[test]
    fn no_part_of_a_refund_is_negative_and_the_parts_add_up() {
        for step in 1..=11 {
            let mut payment = payment(10_007, 53, 1_211);
            (payment.fee, payment.tax) = (53, 1_211);
            let mut net = 0;
            while payment.refunded < payment.amount {
                let amount = step.min(payment.amount - payment.refunded);
                let legs = payment.refund_legs(payment.refunded + amount);
                net += amount - legs.fee - legs.tax;
                payment.refunded += amount;
                payment.fee -= legs.fee;
                payment.tax -= legs.tax;
            }
            assert_eq!((payment.fee, payment.tax, net), (0, 0, 10_007 - 53 - 1_211));
        }
    }

    #[test]
    fn refunds_of_the_largest_amounts_do_not_overflow() {
        let (amount, legs) = (u64::MAX, u64::MAX / 2 + 1);
        let mut payment = payment(amount, legs, amount - legs);
        (payment.fee, payment.tax) = (payment.fee_total, payment.tax_total);
        let parts = payment.refund_legs(amount - 1);
        assert_eq!(parts.fee + parts.tax, amount - 1);
    }
}
