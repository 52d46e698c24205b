//! What happened in disputes, to reserves, at a payment's end, and to what rules them.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Disputed {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    /// SHA-256 of the payer's evidence.
    pub evidence: [u8; 32],
    pub reason: u64,
    /// The state that the payment is in now: a disputed held one, or a chargeback.
    pub state: u64,
    /// Answer before; from then on the payer has won.
    pub decide_by: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Responded {
    pub payment: Address,
    pub payee_account: Address,
    /// SHA-256 of the payee's evidence.
    pub evidence: [u8; 32],
    /// SHA-256 of the payer's digest and that: what the payment carries now.
    pub combined: [u8; 32],
    /// Resolve before; from then on the payee has won.
    pub decide_by: u64,
    pub revision: u64,
}

/// A dispute was decided, by someone or by the passing of time.
#[event(bytemuck)]
pub struct Resolved {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    /// The operator or the arbiter; of a concluded dispute, whoever concluded it.
    pub signer: Address,
    /// See `outcome`.
    pub outcome: u64,
    /// What the payer has back.
    pub to_payer: u64,
    /// What became available to the payee.
    pub to_payee: u64,
    /// Fee and tax that the payment bears now.
    pub fee: u64,
    pub tax: u64,
    /// The sum of this payment's refunds so far.
    pub refunded: u64,
    /// The payer's account is unchanged where nothing went to the payer.
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

/// How a dispute ended.
pub mod outcome {
    /// The operator or the arbiter has divided the payment.
    pub const RESOLVED: u64 = 1;
    /// The payer has dropped it.
    pub const DROPPED: u64 = 2;
    /// The payee did not answer in time: the payer's.
    pub const UNANSWERED: u64 = 3;
    /// The payee answered and nobody resolved it in time: the payee's.
    pub const UNRESOLVED: u64 = 4;
}

#[event(bytemuck)]
pub struct Released {
    pub payment: Address,
    pub payee_account: Address,
    pub released: u64,
    pub payee_available: u64,
    pub payee_reserve: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

/// A payment's last event: its account is no more.
#[event(bytemuck)]
pub struct PaymentClosed {
    pub payment: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub rent_payer: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount: u64,
    /// With what settled, fee and tax, the amount.
    pub refunded: u64,
    pub settled: u64,
    pub fee: u64,
    pub tax: u64,
    /// The rent that was returned.
    pub lamports: u64,
    /// The payer's account counts one open payment less.
    pub payer_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct PolicySet {
    pub zone: Address,
    pub operator: Address,
    /// Zeros: the operator alone.
    pub arbiter: Address,
    pub settle_window: u64,
    pub deliver_within: u64,
    pub respond_window: u64,
    pub resolve_window: u64,
    pub retention: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct ReserveSet {
    pub participant: Address,
    pub operator: Address,
    pub reserve_bps: u64,
    pub reserve_window: u64,
    pub revision: u64,
}
