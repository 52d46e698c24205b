//! One file per instruction: its accounts, its checks, its effect.

mod collect;
mod consent_asset;
mod create_zone;
mod deposit;
mod expire;
mod fulfil;
mod grant_licence;
mod list_asset;
mod open_account;
mod pause;
mod pay;
mod pay_held;
mod refund;
mod register_participant;
mod settle;
mod suspend_licence;
mod transfer;
mod withdraw;

pub use collect::*;
pub use consent_asset::*;
pub use create_zone::*;
pub use deposit::*;
pub use expire::*;
pub use fulfil::*;
pub use grant_licence::*;
pub use list_asset::*;
pub use open_account::*;
pub use pause::*;
pub use pay::*;
pub use pay_held::*;
pub use refund::*;
pub use register_participant::*;
pub use settle::*;
pub use suspend_licence::*;
pub use transfer::*;
pub use withdraw::*;
