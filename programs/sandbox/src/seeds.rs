//! The seeds of every address of this program.

pub const ZONE: &[u8] = b"zone";
pub const ASSET: &[u8] = b"asset";
pub const VAULT: &[u8] = b"vault";
pub const PARTICIPANT: &[u8] = b"participant";
pub const ACCOUNT: &[u8] = b"account";
pub const PAYMENT: &[u8] = b"payment";
pub const ENFORCEMENT: &[u8] = b"enforcement";
pub const ALLOWANCE: &[u8] = b"allowance";
pub const PLAN: &[u8] = b"plan";
pub const MANDATE: &[u8] = b"mandate";
pub const TAX: &[u8] = b"tax";
pub const INSTRUMENT: &[u8] = b"instrument";
pub const HOLDING: &[u8] = b"holding";
pub const OFFER: &[u8] = b"offer";
pub const OFFERING: &[u8] = b"offering";
pub const SUBSCRIPTION: &[u8] = b"subscription";
