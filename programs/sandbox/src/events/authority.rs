//! What happened to a zone's authorities, its end, and to layouts.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct AuthorityProposed {
    pub zone: Address,
    pub successor: Address,
    /// Who proposed: the incumbent, or the two others.
    pub first: Address,
    pub second: Address,
    pub seat: u64,
    pub ready_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AuthorityAccepted {
    pub zone: Address,
    pub successor: Address,
    pub previous: Address,
    pub seat: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct SuccessionCancelled {
    pub zone: Address,
    pub successor: Address,
    pub authority: Address,
    pub seat: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct WithdrawalsStopped {
    pub zone: Address,
    /// 0: they are allowed again.
    pub until: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct EndChanged {
    pub zone: Address,
    pub ends_at: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct AccountClosed {
    pub account: Address,
    pub rent_payer: Address,
    /// The rent that went back.
    pub lamports: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct Migrated {
    pub account: Address,
    pub version: u64,
    pub revision: u64,
}
