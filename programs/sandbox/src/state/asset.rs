//! An asset that may be paid with: its class, consents, fees, taxes and caps.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math;

/// Classes of assets, and the regulators (a bit each) that a class needs.
pub mod class {
    pub const NATIONAL: u8 = 0;
    pub const CRYPTO: u8 = 1;
    pub const INSTRUMENT: u8 = 2;
    pub const COUNT: u8 = 3;

    const CENTRAL_BANK: u8 = 1;
    const FINANCIAL_AUTHORITY: u8 = 2;

    /// The central bank answers for money, the financial authority for instruments,
    /// and crypto assets that are paid with need both.
    #[inline(always)]
    pub fn regulators(class: u8) -> u8 {
        match class {
            NATIONAL => CENTRAL_BANK,
            CRYPTO => CENTRAL_BANK | FINANCIAL_AUTHORITY,
            _ => FINANCIAL_AUTHORITY,
        }
    }
}

/// What others can do to the tokens of a mint that is listed nevertheless; one bit each.
pub mod mint_flag {
    /// A delegate can move or burn any holder's tokens.
    pub const PERMANENT_DELEGATE: u8 = 1;
    /// An authority can stop all transfers.
    pub const PAUSABLE: u8 = 2;
    /// An authority can freeze a token account, the vault's too.
    pub const FREEZE_AUTHORITY: u8 = 4;
    /// Transfers can lose a fee: what arrived is credited.
    pub const TRANSFER_FEE: u8 = 8;
    /// New token accounts begin frozen, or can be made to, until the authority thaws them.
    pub const DEFAULT_FROZEN: u8 = 16;
    /// Wallets show amounts multiplied; base units are as ever.
    pub const SCALED_DISPLAY: u8 = 32;
}

/// Tiers of participants.
pub const TIERS: usize = 4;
/// Tax categories of merchants.
pub const TAX_CATEGORIES: usize = 4;

/// The largest sums, in base units, that a tier may pay; `u64::MAX` is no cap.
#[derive(Clone, Copy, IdlType)]
#[repr(C)]
pub struct Caps {
    pub per_payment: u64,
    pub per_day: u64,
    pub per_month: u64,
}

// SAFETY: three u64 in C order have no padding and any bits are valid.
unsafe impl anchor_lang::bytemuck::Zeroable for Caps {}
unsafe impl anchor_lang::bytemuck::Pod for Caps {}

#[account]
pub struct Asset {
    pub version: u8,
    pub bump: u8,
    pub class: u8,
    pub decimals: u8,
    /// One bit per regulator that consents.
    pub consents: u8,
    /// What others can do to this mint's tokens; bits of `mint_flag`.
    pub flags: u8,
    pub fee_bps: u16,
    pub revision: u64,
    pub zone: Address,
    pub mint: Address,
    pub token_program: Address,
    /// The fee is `fee_bps` of the amount, at least `fee_min` and at most `fee_max`.
    pub fee_min: u64,
    pub fee_max: u64,
    /// By tax category of the payee.
    pub tax_bps: [u16; 4],
    /// By tier of the payer.
    pub caps: [Caps; 4],
    pub spare: [u64; 8],
}

/// What of an amount goes elsewhere than to the payee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Legs {
    pub fee: u64,
    pub tax: u64,
}

impl Asset {
    /// Whether every regulator that the class needs consents.
    #[inline(always)]
    pub fn is_consented(&self) -> bool {
        let needed = class::regulators(self.class);
        self.consents & needed == needed
    }

    /// The tax rate of a category of merchants.
    #[inline(always)]
    pub fn tax_rate(&self, tax_category: u8) -> Result<u16> {
        let rate = self.tax_bps.get(tax_category as usize);
        Ok(*rate.ok_or(SandboxError::BadTaxCategory)?)
    }

    /// Fee and tax of a payment; together never more than the amount.
    #[inline(always)]
    pub fn legs(&self, amount: u64, tax_bps: u16) -> Legs {
        let tax = math::bps(amount, tax_bps);
        let fee = math::bps(amount, self.fee_bps)
            .max(self.fee_min)
            .min(self.fee_max)
            .min(amount - tax);
        Legs { fee, tax }
    }
}
