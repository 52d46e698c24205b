//! What happened to units that the issuer takes back for money.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct RedemptionCalled {
    pub instrument: Address,
    /// The issuer's payment account.
    pub account: Address,
    /// The issuer's; zeros where it has none, and then its units and revision are 0.
    pub holding: Address,
    /// The payment account's.
    pub sequence: u64,
    /// For a unit, and for all of them.
    pub price: u64,
    pub amount: u64,
    /// The issuer's own units, which were not paid for.
    pub quantity: u64,
    /// Units that there are after it, to be redeemed.
    pub issued: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub account_available: u64,
    pub account_held: u64,
    pub account_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsRedeemed {
    pub instrument: Address,
    pub holding: Address,
    /// The holder's payment account.
    pub account: Address,
    pub issuer_account: Address,
    pub quantity: u64,
    pub amount: u64,
    /// Units that there are after it, and holders.
    pub issued: u64,
    pub holders: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub account_available: u64,
    pub account_revision: u64,
    pub issuer_held: u64,
    pub issuer_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct TenderOpened {
    pub instrument: Address,
    /// The issuer's payment account.
    pub account: Address,
    /// The payment account's.
    pub sequence: u64,
    pub price: u64,
    pub quantity: u64,
    pub amount: u64,
    pub account_available: u64,
    pub account_held: u64,
    pub account_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsTendered {
    pub instrument: Address,
    pub holding: Address,
    /// The holder's payment account.
    pub account: Address,
    pub issuer_account: Address,
    /// The holding's.
    pub sequence: u64,
    pub quantity: u64,
    pub amount: u64,
    /// Units that the tender still takes.
    pub tender_left: u64,
    /// Units that there are after it, and holders.
    pub issued: u64,
    pub holders: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub account_available: u64,
    pub account_revision: u64,
    pub issuer_held: u64,
    pub issuer_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct TenderClosed {
    pub instrument: Address,
    /// The issuer's payment account.
    pub account: Address,
    /// Units that nobody tendered, and what was set aside for them.
    pub quantity: u64,
    pub amount: u64,
    pub account_available: u64,
    pub account_held: u64,
    pub account_revision: u64,
    pub revision: u64,
}
