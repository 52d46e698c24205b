//! A freeze: one regulator's, with a case and an end.

use anchor_lang::prelude::*;

#[derive(Clone, Copy, IdlType)]
#[repr(C)]
pub struct Freeze {
    /// Unix seconds from which it is no freeze any more; 0: there is none.
    pub until: u64,
    /// The case that it belongs to: a UUID, or text padded with zeros.
    pub case: [u8; 16],
    /// The legal basis, by the number that the regulator gives it.
    pub basis: u16,
    pub spare: [u8; 6],
}

// SAFETY: C order leaves no padding (8 + 16 + 2 + 6) and any bits are valid.
unsafe impl anchor_lang::bytemuck::Zeroable for Freeze {}
unsafe impl anchor_lang::bytemuck::Pod for Freeze {}

impl Freeze {
    #[inline(always)]
    pub fn is_active(&self, now: u64) -> bool {
        now < self.until
    }
}
