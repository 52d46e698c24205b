//! What happened to a payment.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Paid {
    pub payer_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    /// 0: final.
    pub deliver_by: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
}

#[event(bytemuck)]
pub struct Transferred {
    pub payer_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_revision: u64,
}

#[event(bytemuck)]
pub struct Fulfilled {
    pub payment: Address,
    pub payee_account: Address,
    pub settles_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Settled {
    pub payment: Address,
    pub payee_account: Address,
    pub signer: Address,
    /// What the payee received; with reserve, fee and tax, what was held.
    pub net: u64,
    /// What of the payee's is kept back for now.
    pub reserve: u64,
    pub fee: u64,
    pub tax: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_reserve: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Refunded {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub amount: u64,
    /// What of the amount came out of accrued fee and tax.
    pub fee: u64,
    pub tax: u64,
    /// The sum of this payment's refunds so far.
    pub refunded: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_held: u64,
    pub payee_reserve: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_fee_credit: u64,
    pub payee_tax_credit: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Expired {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub amount: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_held: u64,
    pub payee_revision: u64,
    pub revision: u64,
}
