//! What happened to units that are sold, and to the ratio of units and shares.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Traded {
    pub instrument: Address,
    pub seller_holding: Address,
    pub buyer_holding: Address,
    pub buyer_account: Address,
    pub seller_account: Address,
    pub reference: [u8; 32],
    /// The seller's holding's, and the buyer's account's.
    pub sequence: u64,
    pub account_sequence: u64,
    pub quantity: u64,
    /// For all of them, and what of it is fee and tax.
    pub price: u64,
    pub fee: u64,
    pub tax: u64,
    pub seller_units: u64,
    pub seller_holding_revision: u64,
    pub buyer_units: u64,
    pub buyer_holding_revision: u64,
    pub buyer_available: u64,
    pub buyer_revision: u64,
    pub seller_available: u64,
    pub seller_fee_due: u64,
    pub seller_tax_due: u64,
    pub seller_revision: u64,
    pub holders: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsOffered {
    pub offer: Address,
    pub instrument: Address,
    pub holding: Address,
    /// The holding's sequence, which is the offer's number.
    pub sequence: u64,
    pub quantity: u64,
    /// For one unit.
    pub price: u64,
    pub expires_at: u64,
    /// Units taken at once at the least, unless fewer are left.
    pub least: u64,
    /// What the holding has set aside after it, in how many offers.
    pub offered: u64,
    pub open_offers: u64,
    pub holding_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct OfferTaken {
    pub offer: Address,
    pub instrument: Address,
    pub seller_holding: Address,
    pub buyer_holding: Address,
    pub buyer_account: Address,
    pub seller_account: Address,
    pub rent_payer: Address,
    /// The buyer's account's.
    pub sequence: u64,
    pub quantity: u64,
    /// What is left of the offer; 0: it is closed, and `lamports` went back to `rent_payer`.
    pub left: u64,
    pub lamports: u64,
    /// For the quantity, and what of it is fee and tax.
    pub price: u64,
    pub fee: u64,
    pub tax: u64,
    pub offered: u64,
    pub open_offers: u64,
    pub seller_units: u64,
    pub seller_holding_revision: u64,
    pub buyer_units: u64,
    pub buyer_holding_revision: u64,
    pub buyer_available: u64,
    pub buyer_revision: u64,
    pub seller_available: u64,
    pub seller_fee_due: u64,
    pub seller_tax_due: u64,
    pub seller_revision: u64,
    pub holders: u64,
    pub instrument_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct OfferCancelled {
    pub offer: Address,
    pub instrument: Address,
    pub holding: Address,
    pub rent_payer: Address,
    /// Units that are free again.
    pub quantity: u64,
    pub lamports: u64,
    pub offered: u64,
    pub open_offers: u64,
    pub holding_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct InstrumentSplit {
    pub instrument: Address,
    pub issuer: Address,
    pub regulator: Address,
    /// So many shares are `per_units` units, in lowest terms.
    pub shares: u64,
    pub per_units: u64,
    pub revision: u64,
}
