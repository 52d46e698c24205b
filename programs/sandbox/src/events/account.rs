//! What happened to a payment account.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct AccountOpened {
    pub account: Address,
    pub asset: Address,
    pub wallet: Address,
    pub lane: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Deposited {
    pub account: Address,
    pub asset: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What arrived in the vault.
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub liabilities: u64,
    pub vault_revision: u64,
}

#[event(bytemuck)]
pub struct Withdrawn {
    pub account: Address,
    pub asset: Address,
    pub destination: Address,
    pub reference: [u8; 32],
    pub sequence: u64,
    /// What left the vault.
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub liabilities: u64,
    pub vault_revision: u64,
}

#[event(bytemuck)]
pub struct Collected {
    pub account: Address,
    pub treasury_account: Address,
    /// What the treasury received.
    pub fee: u64,
    pub tax: u64,
    /// What was set off against earlier returns and stays on the account.
    pub credit: u64,
    /// What the treasury paid back of them, once the zone has ended.
    pub repaid: u64,
    pub available: u64,
    pub fee_credit: u64,
    pub tax_credit: u64,
    pub revision: u64,
    pub treasury_available: u64,
    pub treasury_revision: u64,
}
