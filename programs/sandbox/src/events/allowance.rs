//! What happened to allowances, plans and mandates.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct AllowanceGranted {
    pub allowance: Address,
    pub owner_account: Address,
    pub delegate: Address,
    pub per_payment: u64,
    pub per_period: u64,
    pub period: u64,
    pub services: u64,
    pub starts_at: u64,
    pub expires_at: u64,
    /// What has been spent of the current period.
    pub spent: u64,
    /// How often it has been granted and revoked.
    pub grants: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AllowanceRevoked {
    pub allowance: Address,
    pub owner_account: Address,
    pub delegate: Address,
    /// How often it has been granted and revoked.
    pub grants: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AllowanceClosed {
    pub allowance: Address,
    pub rent_payer: Address,
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Drawn {
    pub allowance: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    /// The allowance's, not the account's.
    pub sequence: u64,
    pub amount: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    /// The allowance's period, from 0, and what has been spent of it.
    pub index: u64,
    pub spent: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct PlanCreated {
    pub plan: Address,
    pub payee_account: Address,
    pub terms: [u8; 32],
    pub number: u64,
    pub amount: u64,
    pub period: u64,
    pub service: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct PlanClosed {
    pub plan: Address,
    pub payee_account: Address,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct PlanDeleted {
    pub plan: Address,
    pub rent_payer: Address,
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct MandateGranted {
    pub mandate: Address,
    pub plan: Address,
    pub payer_account: Address,
    pub sequence: u64,
    pub amount: u64,
    pub period: u64,
    pub service: u64,
    pub starts_at: u64,
    pub ends_at: u64,
    pub payer_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct MandateCancelled {
    pub mandate: Address,
    pub plan: Address,
    pub payer_account: Address,
    pub rent_payer: Address,
    pub lamports: u64,
    /// How many periods were pulled, and what they came to.
    pub count: u64,
    pub pulled: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Pulled {
    pub mandate: Address,
    pub plan: Address,
    pub payer_account: Address,
    pub payee_account: Address,
    /// The period, from 0.
    pub index: u64,
    pub amount: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
    pub revision: u64,
}
