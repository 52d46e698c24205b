//! Rules that several instructions share.

use anchor_lang::pinocchio::sysvars::{clock::Clock, Sysvar as _};
use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::state::{class, Asset, Participant, PaymentAccount, Zone};

/// The longest of spans.
pub const YEAR: u64 = 366 * 86_400;

/// The chain's clock, unix seconds.
#[inline(always)]
pub fn now() -> Result<u64> {
    Ok(Clock::get()?.unix_timestamp as u64)
}

/// Entering needs a zone that has not ended and does not pause this scope.
#[inline(always)]
pub fn entering(zone: &Zone, scope: u8, now: u64) -> Result<()> {
    let paused = zone.paused[0] | zone.paused[1] | zone.paused[2];
    require!(paused & scope == 0, SandboxError::ZonePaused);
    require!(now < zone.ends_at, SandboxError::ZoneEnded);
    Ok(())
}

/// Entering needs an asset that every regulator of its class consents to.
#[inline(always)]
pub fn consented(asset: &Asset) -> Result<()> {
    require!(asset.is_consented(), SandboxError::AssetNotConsented);
    Ok(())
}

/// Entering needs participants whose verification counts now.
#[inline(always)]
pub fn verified(participant: &Participant, now: u64) -> Result<()> {
    require!(
        now < participant.verified_until,
        SandboxError::VerificationExpired
    );
    Ok(())
}

/// A debit needs an account and a participant that no regulator of the class has frozen.
#[inline(always)]
pub fn unfrozen(account: &PaymentAccount, participant: &Participant, now: u64) -> Result<()> {
    let [first, second] = &account.freezes;
    require!(
        !first.is_active(now) && !second.is_active(now),
        SandboxError::AccountFrozen
    );
    participant_unfrozen(participant, account.class, now)
}

/// What a participant pays needs that no regulator of the asset's class has frozen it.
#[inline(always)]
pub fn participant_unfrozen(participant: &Participant, asset_class: u8, now: u64) -> Result<()> {
    let regulators = class::regulators(asset_class);
    let [first, second] = &participant.freezes;
    let frozen =
        regulators & 1 != 0 && first.is_active(now) || regulators & 2 != 0 && second.is_active(now);
    require!(!frozen, SandboxError::ParticipantFrozen);
    Ok(())
}

/// Only a regulator that answers for instruments decides over one.
pub fn instrument_authority(zone: &Zone, regulator: &Address) -> Result<()> {
    let slot = zone.regulator(regulator)?;
    require!(
        class::regulators(class::INSTRUMENT) & (1 << slot) != 0,
        SandboxError::NotRegulatorOfClass
    );
    Ok(())
}

/// Only lane 0 spends: those above only receive.
#[inline(always)]
pub fn spending_lane(account: &PaymentAccount) -> Result<()> {
    require!(account.lane == 0, SandboxError::LaneReceivesOnly);
    Ok(())
}

/// An amount that moves something.
#[inline(always)]
pub fn positive(amount: u64) -> Result<()> {
    require!(amount > 0, SandboxError::ZeroAmount);
    Ok(())
}

/// A span of time of the zone's policy: from a second to a year.
#[inline(always)]
pub fn window(seconds: u64) -> Result<()> {
    require!(seconds > 0 && seconds <= YEAR, SandboxError::BadWindow);
    Ok(())
}
