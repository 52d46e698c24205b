//! What happened to instruments and holdings.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct InstrumentCreated {
    pub instrument: Address,
    pub zone: Address,
    pub mint: Address,
    pub issuer: Address,
    pub payout_asset: Address,
    pub vault_token: Address,
    pub document: [u8; 32],
    pub countries: [[u8; 2]; 16],
    pub kind: u64,
    pub decimals: u64,
    pub holder_classes: u64,
    pub authorised: u64,
    pub face_value: u64,
    pub max_per_holder: u64,
    pub holder_cap: u64,
    pub locked_until: u64,
    pub maturity: u64,
    pub tax_bps: [u64; 4],
    pub revision: u64,
}

#[event(bytemuck)]
pub struct InstrumentAdmitted {
    pub instrument: Address,
    pub regulator: Address,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct InstrumentSuspended {
    pub instrument: Address,
    pub regulator: Address,
    /// 0: it is admitted again.
    pub suspended: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct InstrumentDelisted {
    pub instrument: Address,
    pub regulator: Address,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct HoldingOpened {
    pub holding: Address,
    pub instrument: Address,
    pub wallet: Address,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct HoldingClosed {
    pub holding: Address,
    pub instrument: Address,
    pub rent_payer: Address,
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsIssued {
    pub instrument: Address,
    pub holding: Address,
    pub quantity: u64,
    /// Units that there are after it, and holders.
    pub issued: u64,
    pub holders: u64,
    pub units: u64,
    pub holding_revision: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct UnitsTransferred {
    pub instrument: Address,
    pub sender_holding: Address,
    pub recipient_holding: Address,
    pub reference: [u8; 32],
    /// The sender's holding's.
    pub sequence: u64,
    pub quantity: u64,
    pub sender_units: u64,
    pub sender_revision: u64,
    pub recipient_units: u64,
    pub recipient_revision: u64,
    pub holders: u64,
    pub revision: u64,
}
