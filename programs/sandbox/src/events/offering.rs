//! What happened to offerings and subscriptions.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct OfferingCreated {
    pub offering: Address,
    pub instrument: Address,
    pub issuer_account: Address,
    pub number: u64,
    pub price: u64,
    pub quantity: u64,
    pub minimum: u64,
    pub least: u64,
    pub most: u64,
    pub opens_at: u64,
    pub closes_at: u64,
    pub cooling_off: u64,
    pub allotment: u64,
    /// Units that open offerings of the instrument may still issue.
    pub promised: u64,
    pub instrument_revision: u64,
    pub issuer_account_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Subscribed {
    pub subscription: Address,
    pub offering: Address,
    pub account: Address,
    pub wallet: Address,
    /// The account's.
    pub sequence: u64,
    pub units: u64,
    pub amount: u64,
    pub subscribed_at: u64,
    pub available: u64,
    pub held: u64,
    pub account_revision: u64,
    pub subscribed: u64,
    pub offering_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct SubscriptionWithdrawn {
    pub subscription: Address,
    pub offering: Address,
    pub account: Address,
    pub rent_payer: Address,
    pub units: u64,
    pub amount: u64,
    pub available: u64,
    pub held: u64,
    pub account_revision: u64,
    pub subscribed: u64,
    pub offering_revision: u64,
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct SubscriptionConfirmed {
    pub subscription: Address,
    pub offering: Address,
    pub instrument: Address,
    pub units: u64,
    /// Units that were confirmed before it, and with it.
    pub offset: u64,
    pub confirmed: u64,
    /// Places that subscriptions of the instrument keep after it.
    pub reserved: u64,
    /// 0 where it keeps no place: the instrument did not change.
    pub instrument_revision: u64,
    pub offering_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct OfferingConcluded {
    pub offering: Address,
    pub instrument: Address,
    /// See `offering_state`.
    pub state: u64,
    pub confirmed: u64,
    pub sold: u64,
    pub issued: u64,
    pub promised: u64,
    pub instrument_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct OfferingCancelled {
    pub offering: Address,
    pub instrument: Address,
    /// Who signed.
    pub signer: Address,
    pub promised: u64,
    pub instrument_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Allotted {
    pub subscription: Address,
    pub offering: Address,
    pub instrument: Address,
    pub account: Address,
    pub issuer_account: Address,
    pub holding: Address,
    pub rent_payer: Address,
    /// Units that came into the holding, and what was paid for them; the rest went back.
    pub units: u64,
    pub amount: u64,
    pub returned: u64,
    pub available: u64,
    pub held: u64,
    pub account_revision: u64,
    pub issuer_available: u64,
    /// 0 where nothing was paid: neither account nor holding changed.
    pub issuer_revision: u64,
    pub holding_units: u64,
    pub holding_revision: u64,
    pub holders: u64,
    /// Places that subscriptions of the instrument keep after it.
    pub reserved: u64,
    /// 0 where it had neither units nor a place: the instrument did not change.
    pub instrument_revision: u64,
    pub unallotted: u64,
    pub offering_revision: u64,
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct OfferingClosed {
    pub offering: Address,
    pub instrument: Address,
    pub issuer_account: Address,
    pub holding: Address,
    pub rent_payer: Address,
    /// Units that nobody was allotted: the issuer's.
    pub units: u64,
    pub holding_units: u64,
    /// 0 where there were none.
    pub holding_revision: u64,
    pub instrument_revision: u64,
    pub issuer_account_revision: u64,
    pub lamports: u64,
    pub revision: u64,
}
