//! What happened: one fixed-size event per change, in Anchor's format, with the new
//! balances and revisions of the accounts that it changed.

use anchor_lang::prelude::*;

mod account;
mod allowance;
mod asset;
mod authority;
mod batch;
mod conversion;
mod disputes;
mod distributions;
mod enforcement;
mod freeze;
mod instrument;
mod lane;
mod offering;
mod outside;
mod participant;
mod payment;
mod redemption;
mod replacement;
mod taxes;
mod trades;
mod unit_orders;
mod zone;

pub use account::*;
pub use allowance::*;
pub use asset::*;
pub use authority::*;
pub use batch::*;
pub use conversion::*;
pub use disputes::*;
pub use distributions::*;
pub use enforcement::*;
pub use freeze::*;
pub use instrument::*;
pub use lane::*;
pub use offering::*;
pub use outside::*;
pub use participant::*;
pub use payment::*;
pub use redemption::*;
pub use replacement::*;
pub use taxes::*;
pub use trades::*;
pub use unit_orders::*;
pub use zone::*;

/// Logs an event with one system call and no allocation.
#[inline(always)]
pub fn record<E: Event + Copy>(event: E) {
    #[repr(C)]
    struct Record<E> {
        discriminator: [u8; 8],
        event: E,
    }
    let mut discriminator = [0; 8];
    discriminator.copy_from_slice(E::DISCRIMINATOR);
    let record = Record {
        discriminator,
        event,
    };
    // SAFETY: `#[event(bytemuck)]` asserts that the event has no padding; 8 bytes before
    // it, whose alignment is at most 8, add none.
    let bytes = unsafe {
        core::slice::from_raw_parts(
            (&record as *const Record<E>).cast::<u8>(),
            core::mem::size_of::<Record<E>>(),
        )
    };
    sol_log_data(&[bytes]);
}
