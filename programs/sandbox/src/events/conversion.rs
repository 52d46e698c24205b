//! What happened to a payment that was no plain one: converted, or from a wallet.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Converted {
    pub payer_account: Address,
    /// The provider's, of the asset that the payer pays in.
    pub provider_in_account: Address,
    /// The provider's, of the asset that the payee receives.
    pub provider_out_account: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    pub amount_in: u64,
    pub amount_out: u64,
    /// What `amount_in` would buy at the mid rate; with it, the rate.
    pub mid_out: u64,
    /// What of that the provider keeps.
    pub spread: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    pub payer_available: u64,
    pub payer_revision: u64,
    pub provider_in_available: u64,
    pub provider_in_revision: u64,
    pub provider_out_available: u64,
    pub provider_out_revision: u64,
    pub payee_available: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
}

#[event(bytemuck)]
pub struct PaidFromWallet {
    /// The participant that paid.
    pub payer: Address,
    pub wallet: Address,
    pub asset: Address,
    pub payee_account: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What left the wallet.
    pub sent: u64,
    /// What arrived in the vault, and was paid.
    pub amount: u64,
    pub fee: u64,
    pub tax: u64,
    pub service: u64,
    /// Shares of the payer's caps that are used up now, of 1,000,000,000 each.
    pub payer_day_share: u64,
    pub payer_month_share: u64,
    pub payer_revision: u64,
    pub payee_available: u64,
    pub payee_fee_due: u64,
    pub payee_tax_due: u64,
    pub payee_revision: u64,
    pub liabilities: u64,
    pub vault_revision: u64,
}
