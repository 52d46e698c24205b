//! A participant: verified by the operator, licensed by the regulators.

use anchor_lang::prelude::*;

use super::asset::class;
use super::freeze::Freeze;
use crate::errors::SandboxError;

/// What a participant may be; one bit each.
pub mod role {
    pub const RESIDENT: u32 = 1;
    pub const MERCHANT: u32 = 2;
    pub const PROVIDER: u32 = 4;
    pub const ISSUER: u32 = 8;
    pub const INVESTOR: u32 = 16;
    pub const ALL: u32 = 31;
}

/// Services that payments are for: the bits of a licence's activities.
pub const SERVICES: u8 = 32;
/// The service of a provider that exchanges one asset for another.
pub const EXCHANGE: u8 = 31;

/// States of a licence slot.
pub mod licence {
    pub const NONE: u8 = 0;
    pub const ACTIVE: u8 = 1;
    pub const SUSPENDED: u8 = 2;
}

/// What one regulator allows a participant.
#[derive(Clone, Copy, IdlType)]
#[repr(C)]
pub struct Licence {
    /// Bits of services.
    pub activities: u32,
    /// Bits of asset classes.
    pub asset_classes: u8,
    /// See `licence`.
    pub status: u8,
    pub spare: [u8; 2],
    /// Unix seconds from which it is no licence any more.
    pub expires_at: u64,
    /// SHA-256 of the credential that it was granted on.
    pub credential: [u8; 32],
}

// SAFETY: C order leaves no padding (4 + 1 + 1 + 2 + 8 + 32) and any bits are valid.
unsafe impl anchor_lang::bytemuck::Zeroable for Licence {}
unsafe impl anchor_lang::bytemuck::Pod for Licence {}

impl Licence {
    /// Whether this service may be sold for assets of all these classes at this time.
    #[inline(always)]
    fn covers(&self, asset_classes: u8, service: u8, now: u64) -> bool {
        self.status == licence::ACTIVE
            && now < self.expires_at
            && self.activities & (1 << service) != 0
            && self.asset_classes & asset_classes == asset_classes
    }

    /// Whether this service may be sold for assets of this class at this time.
    #[inline(always)]
    fn check(&self, asset_class: u8, service: u8, now: u64) -> Result<()> {
        if self.status != licence::ACTIVE {
            return Err(match self.status {
                licence::SUSPENDED => SandboxError::LicenceSuspended.into(),
                _ => SandboxError::LicenceMissing.into(),
            });
        }
        require!(now < self.expires_at, SandboxError::LicenceExpired);
        require!(
            self.activities & (1 << service) != 0,
            SandboxError::ActivityNotLicensed
        );
        require!(
            self.asset_classes & (1 << asset_class) != 0,
            SandboxError::AssetClassNotLicensed
        );
        Ok(())
    }
}

#[account]
pub struct Participant {
    pub version: u8,
    pub bump: u8,
    pub tier: u8,
    pub tax_category: u8,
    /// Bits of `role`.
    pub roles: u32,
    pub revision: u64,
    pub zone: Address,
    pub wallet: Address,
    /// The operator that verified the holder.
    pub verified_by: Address,
    /// Unix seconds from which the verification no longer counts.
    pub verified_until: u64,
    /// ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    /// What share of a held payment to this merchant is kept in reserve when it settles.
    pub reserve_bps: u16,
    /// Seconds for which a reserve is kept.
    pub reserve_window: u32,
    /// One slot per regulator.
    pub licences: [Licence; 2],
    /// One slot per regulator: blocks debits in the asset classes that it answers for.
    pub freezes: [Freeze; 2],
    /// Payments straight from the wallet (see `wallet_spending`): the highest sequence used;
    /// bit n of the window is that of `wallet_sequence - n`.
    pub wallet_sequence: u64,
    pub wallet_window: [u64; 2],
    /// The zone's day and month that the shares are of.
    pub wallet_day: u64,
    pub wallet_month: u64,
    /// Shares of the tier's caps that these payments have used up, of 1,000,000,000 each.
    pub wallet_day_share: u64,
    pub wallet_month_share: u64,
    pub spare: [u64; 9],
}

impl Participant {
    #[inline(always)]
    pub fn has_role(&self, role: u32) -> bool {
        self.roles & role != 0
    }

    /// Licensed now to exchange assets of these two classes, by every regulator of each.
    #[inline(always)]
    pub fn is_exchange(&self, class_in: u8, class_out: u8, now: u64) -> bool {
        let (needs_in, needs_out) = (class::regulators(class_in), class::regulators(class_out));
        self.licences.iter().enumerate().all(|(slot, licence)| {
            let of = |needs: u8, class: u8| (needs >> slot & 1) << class;
            let classes = of(needs_in, class_in) | of(needs_out, class_out);
            classes == 0 || licence.covers(classes, EXCHANGE, now)
        })
    }

    /// Licensed now by every regulator that the asset's class needs.
    #[inline(always)]
    pub fn check_licensed(&self, asset_class: u8, service: u8, now: u64) -> Result<()> {
        require!(service < SERVICES, SandboxError::BadService);
        let needed = class::regulators(asset_class);
        if needed & 1 != 0 {
            self.licences[0].check(asset_class, service, now)?;
        }
        if needed & 2 != 0 {
            self.licences[1].check(asset_class, service, now)?;
        }
        Ok(())
    }
}
