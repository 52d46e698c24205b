//! An instrument: a mint that the program alone controls, its terms, and how many units there
//! are.

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::asset::TIERS;
use super::holding::Holding;
use super::participant::{role, Participant};
use super::payment_account::add;
use super::zone::Zone;
use crate::errors::SandboxError;

/// What an instrument is.
pub mod instrument_kind {
    pub const EQUITY: u8 = 0;
    pub const BOND: u8 = 1;
    pub const FUND_UNIT: u8 = 2;
    pub const REAL_ESTATE_SHARE: u8 = 3;
    pub const TICKET: u8 = 4;
    pub const COUNT: u8 = 5;
}

/// Where an instrument stands with the authority.
pub mod instrument_state {
    pub const PROPOSED: u8 = 1;
    pub const ADMITTED: u8 = 2;
    pub const SUSPENDED: u8 = 3;
    pub const DELISTED: u8 = 4;
    /// Called: units are redeemed, and neither issued nor moved any more.
    pub const REDEEMING: u8 = 5;
}

/// Bits of all tiers.
pub const ALL_CLASSES: u8 = (1 << TIERS) - 1;
/// How many countries an instrument can name.
pub const COUNTRIES: usize = 16;

#[account]
pub struct Instrument {
    pub version: u8,
    pub bump: u8,
    /// See `instrument_kind`.
    pub kind: u8,
    /// See `instrument_state`.
    pub state: u8,
    pub decimals: u8,
    /// Bits of the tiers whose participants may hold it.
    pub holder_classes: u8,
    pub spare_bytes: [u8; 2],
    pub revision: u64,
    pub zone: Address,
    pub mint: Address,
    /// The issuer's wallet.
    pub issuer: Address,
    /// The asset that holders are paid in.
    pub payout_asset: Address,
    /// The token account that all units are minted into.
    pub vault_token: Address,
    /// Who paid the rent.
    pub rent_payer: Address,
    /// The most units that there may ever be.
    pub authorised: u64,
    /// Units that there are: the mint's supply.
    pub issued: u64,
    /// What a unit stands for, base units of the payout asset.
    pub face_value: u64,
    /// Neither cap binds the issuer; `u64::MAX` is none.
    pub max_per_holder: u64,
    pub holder_cap: u64,
    /// Holdings with at least one unit, the issuer's apart.
    pub holders: u64,
    /// Unix seconds until which only the issuer's units move.
    pub locked_until: u64,
    /// Unix seconds; 0: none.
    pub maturity: u64,
    /// ISO 3166-1 alpha-2, zeros behind the last; none: any.
    pub countries: [[u8; 2]; 16],
    /// SHA-256 of the document that it is offered by.
    pub document: [u8; 32],
    /// So many shares are `per_units` units: a split changes them and no holding.
    pub shares: u64,
    pub per_units: u64,
    /// What a unit was entitled to since the beginning, base units of the payout asset with 64
    /// binary places, low word first; and what of the sums paid in did not divide.
    pub index: [u64; 2],
    pub index_excess: u64,
    /// Sums paid in for holders, and of them claimed.
    pub distributed: u64,
    pub claimed: u64,
    /// Offerings there were; the next one's number is one more.
    pub offerings: u64,
    /// Of them not closed.
    pub open_offerings: u64,
    /// Units redeemed, which are no more.
    pub redeemed: u64,
    /// Base units of the payout asset for a unit, set aside for whoever holds them; 0: not called.
    pub redemption_price: u64,
    /// Withheld from what holders claim, by their tax category.
    pub tax_bps: [u16; 4],
    /// What the issuer takes units back for, and how many more; both 0: no tender is open.
    pub tender_price: u64,
    pub tender_left: u64,
    /// Units that offerings which are not concluded may still issue.
    pub promised: u64,
    /// Places that confirmed subscriptions keep among the holders.
    pub reserved: u64,
    pub spare: [u64; 16],
}

impl Instrument {
    pub fn is_issuer(&self, wallet: &Address) -> bool {
        address_eq(&self.issuer, wallet)
    }

    /// Only admitted ones are issued and move.
    #[inline(always)]
    pub fn check_admitted(&self) -> Result<()> {
        match self.state {
            instrument_state::ADMITTED => Ok(()),
            instrument_state::SUSPENDED => Err(SandboxError::InstrumentSuspended.into()),
            instrument_state::DELISTED => Err(SandboxError::InstrumentDelisted.into()),
            instrument_state::REDEEMING => Err(SandboxError::InstrumentRedeeming.into()),
            _ => Err(SandboxError::InstrumentNotAdmitted.into()),
        }
    }

    /// Whether its units only end from now on: none is issued, traded or transferred any more.
    #[inline(always)]
    pub fn is_ending(&self, zone: &Zone, now: u64) -> bool {
        self.state == instrument_state::DELISTED
            || self.state == instrument_state::REDEEMING
            || now >= zone.ends_at
    }

    /// Whether this participant may hold its units.  The issuer always may hold its own.
    #[inline(always)]
    pub fn check_holder(&self, participant: &Participant) -> Result<()> {
        if self.is_issuer(&participant.wallet) {
            return Ok(());
        }
        self.check_investor(participant)
    }

    /// As `check_holder`, of one that is known not to be the issuer.
    #[inline(always)]
    pub fn check_investor(&self, participant: &Participant) -> Result<()> {
        require!(
            participant.has_role(role::INVESTOR),
            SandboxError::HolderNotInvestor
        );
        let class = 1u8.checked_shl(participant.tier as u32).unwrap_or(0);
        require!(
            self.holder_classes & class != 0,
            SandboxError::HolderClassExcluded
        );
        require!(
            self.admits(participant.country),
            SandboxError::HolderCountryExcluded
        );
        Ok(())
    }

    fn admits(&self, country: [u8; 2]) -> bool {
        let named = |each: &&[u8; 2]| **each != [0; 2];
        self.countries[0] == [0; 2]
            || self
                .countries
                .iter()
                .take_while(named)
                .any(|each| *each == country)
    }

    /// Counts what a holding is entitled to up to now.  Before every change of its units, so that
    /// nobody loses or gains by a trade between two distributions.
    #[inline(always)]
    pub fn count(&self, holding: &mut Holding) -> Result<()> {
        if holding.counted_at != self.index {
            let since = long(self.index)
                .checked_sub(long(holding.counted_at))
                .ok_or(SandboxError::Overflow)?;
            let more = since
                .checked_mul(holding.units as u128)
                .and_then(|more| more.checked_add(long(holding.entitled)))
                .ok_or(SandboxError::Overflow)?;
            holding.entitled = words(more);
            holding.counted_at = self.index;
        }
        Ok(())
    }

    /// Takes units from a holding that is not frozen.
    #[inline(always)]
    pub fn debit(&mut self, holding: &mut Holding, quantity: u64, now: u64) -> Result<()> {
        holding.check_unfrozen(now)?;
        self.take(holding, quantity)
    }

    /// Takes units from a holding, frozen or not: by order alone.
    #[inline(always)]
    pub fn take(&mut self, holding: &mut Holding, quantity: u64) -> Result<()> {
        self.count(holding)?;
        require!(quantity <= holding.free(), SandboxError::InsufficientUnits);
        holding.units -= quantity; // what is free is among them
        holding.revision += 1;
        if holding.units == 0 && !self.is_issuer(&holding.wallet) {
            self.holders = self.holders.checked_sub(1).ok_or(SandboxError::Overflow)?;
        }
        Ok(())
    }

    /// Counts units that are no more; once called, the last of them ends the instrument.
    #[inline(always)]
    pub fn retire(&mut self, quantity: u64) -> Result<()> {
        self.issued = self
            .issued
            .checked_sub(quantity)
            .ok_or(SandboxError::Overflow)?;
        self.redeemed = add(self.redeemed, quantity)?;
        if self.issued == 0 && self.redemption_price != 0 {
            self.state = instrument_state::DELISTED;
        }
        self.revision += 1;
        Ok(())
    }

    /// Units that were ever issued: no redemption makes it less.
    #[inline(always)]
    pub fn ever_issued(&self) -> Result<u64> {
        add(self.issued, self.redeemed)
    }

    /// Gives units that have been entitled since the index stood there, though in no holding.
    pub fn give_since(
        &mut self,
        holding: &mut Holding,
        quantity: u64,
        since: [u64; 2],
    ) -> Result<()> {
        self.give(holding, quantity)?;
        let more = long(self.index)
            .checked_sub(long(since))
            .and_then(|since| since.checked_mul(quantity as u128))
            .and_then(|more| more.checked_add(long(holding.entitled)))
            .ok_or(SandboxError::Overflow)?;
        holding.entitled = words(more);
        Ok(())
    }

    /// Units that may still be issued, but those that offerings have promised: up to what is
    /// authorised, and what 64 bits can count of all that were ever issued.
    pub fn issuable(&self) -> u64 {
        let ever = u64::MAX.saturating_sub(self.redeemed);
        self.authorised
            .min(ever)
            .saturating_sub(self.issued)
            .saturating_sub(self.promised)
    }

    /// Adds at least one unit to a holding, within the caps.
    #[inline(always)]
    pub fn credit(&mut self, holding: &mut Holding, quantity: u64) -> Result<()> {
        self.check_room(holding, quantity)?;
        self.give(holding, quantity)
    }

    /// Adds at least one unit to a holding, whatever the caps are: by order, or where they were
    /// asked before.
    #[inline(always)]
    pub fn give(&mut self, holding: &mut Holding, quantity: u64) -> Result<()> {
        self.count(holding)?;
        if holding.units == 0 && !self.is_issuer(&holding.wallet) {
            self.holders = add(self.holders, 1)?;
        }
        holding.units = add(holding.units, quantity)?;
        holding.revision += 1;
        Ok(())
    }
}

/// A number of 128 bits out of its words, low one first: accounts are aligned to 8 bytes.
pub fn long(words: [u64; 2]) -> u128 {
    (words[1] as u128) << 64 | words[0] as u128
}

pub fn words(long: u128) -> [u64; 2] {
    [long as u64, (long >> 64) as u64]
}

#[cfg(test)]
mod tests;
