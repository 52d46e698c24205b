//! The program's accounts: fixed-size, zero-copy, versioned, with spare bytes.

mod asset;
mod enforcement;
mod freeze;
mod participant;
mod payment;
mod payment_account;
mod sequences;
mod tax_period;
mod vault;
mod zone;

pub use asset::*;
pub use enforcement::*;
pub use freeze::*;
pub use participant::*;
pub use payment::*;
pub use payment_account::*;
pub use sequences::*;
pub use tax_period::*;
pub use vault::*;
pub use zone::*;

/// The layout version that this program writes.
pub const VERSION: u8 = 2;
