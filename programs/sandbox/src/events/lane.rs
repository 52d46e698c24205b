//! What moved between the lanes of one owner.

use anchor_lang::prelude::*;

#[event(bytemuck)]
pub struct Consolidated {
    pub lane_account: Address,
    pub account: Address,
    pub amount: u64,
    pub lane_revision: u64,
    pub available: u64,
    pub revision: u64,
}

#[event(bytemuck)]
pub struct LaneFunded {
    pub account: Address,
    pub lane_account: Address,
    pub sequence: u64,
    pub amount: u64,
    pub available: u64,
    pub revision: u64,
    pub lane_available: u64,
    pub lane_revision: u64,
}
