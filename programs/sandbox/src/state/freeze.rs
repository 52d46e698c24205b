//! A freeze, with a case and an end: one regulator's, of a holding both regulators'.

use anchor_lang::prelude::*;

use crate::checks::YEAR;
use crate::errors::SandboxError;

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

/// What a regulator orders, and on what it rests.
#[derive(Clone, Copy)]
pub struct Case {
    pub id: [u8; 16],
    pub basis: u16,
}

impl Case {
    pub fn check(&self) -> Result<()> {
        require!(self.id != [0; 16], SandboxError::BadCase);
        require!(self.basis != 0, SandboxError::BadBasis);
        Ok(())
    }
}

impl Freeze {
    pub const NONE: Freeze = Freeze {
        until: 0,
        case: [0; 16],
        basis: 0,
        spare: [0; 6],
    };

    /// A freeze from now on: it ends by itself, at the latest after 366 days.
    pub fn begin(case: &Case, until: u64, now: u64) -> Result<Freeze> {
        case.check()?;
        require!(until > now && until - now <= YEAR, SandboxError::BadFreeze);
        Ok(Freeze {
            until,
            case: case.id,
            basis: case.basis,
            spare: [0; 6],
        })
    }

    /// Ends it before its time.
    pub fn lift(&mut self, now: u64) -> Result<Freeze> {
        require!(self.is_active(now), SandboxError::NotFrozen);
        Ok(core::mem::replace(self, Freeze::NONE))
    }

    #[inline(always)]
    pub fn is_active(&self, now: u64) -> bool {
        now < self.until
    }
}
