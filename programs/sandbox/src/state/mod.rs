//! The program's accounts: fixed-size, zero-copy, versioned, with spare bytes.

mod allowance;
mod asset;
mod caps;
mod distribution;
mod enforcement;
mod freeze;
mod holding;
mod instrument;
mod offer;
mod offering;
mod participant;
mod payment;
mod payment_account;
mod plan;
mod replacement;
mod sequences;
mod tax_period;
mod tax_record;
mod vault;
mod wallet_spending;
mod zone;

pub use allowance::*;
pub use asset::*;
pub use enforcement::*;
pub use freeze::*;
pub use holding::*;
pub use instrument::*;
pub use offer::*;
pub use offering::*;
pub use participant::*;
pub use payment::*;
pub use payment_account::*;
pub use plan::*;
pub use sequences::*;
pub use tax_period::*;
pub use tax_record::*;
pub use vault::*;
pub use wallet_spending::*;
pub use zone::*;

/// The layout version that this program writes.
pub const VERSION: u8 = 2;
