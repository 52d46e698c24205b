//! What happened to a participant.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct ParticipantRegistered {
    pub participant: Address,
    pub zone: Address,
    pub wallet: Address,
    pub verified_by: Address,
    pub roles: u64,
    pub tier: u64,
    pub tax_category: u64,
    pub verified_until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LicenceGranted {
    pub participant: Address,
    pub regulator: Address,
    pub credential: [u8; 32],
    pub activities: u64,
    pub asset_classes: u64,
    pub expires_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LicenceSuspended {
    pub participant: Address,
    pub regulator: Address,
    pub revision: u64,
}
