//! Delivery versus payment: units one way and money the other, in one instruction or not at all.
//! Who agreed to it, and until when, is each instruction's own to check.

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::state::{
    class, scope, tally, Asset, Holding, Instrument, Legs, Participant, PaymentAccount, Zone,
};

/// Who and what a trade is between.  A holding is one a wallet, so that nobody can name two of
/// its own.
pub struct Sides<'a> {
    pub zone: &'a Account<Zone>,
    /// What the instrument is paid in.
    pub asset: &'a Account<Asset>,
    pub instrument: &'a mut Account<Instrument>,
    pub seller: &'a Account<Participant>,
    pub buyer: &'a Account<Participant>,
    pub seller_holding: &'a mut Account<Holding>,
    pub buyer_holding: &'a mut Account<Holding>,
    pub buyer_account: &'a mut Account<PaymentAccount>,
    pub seller_account: &'a mut Account<PaymentAccount>,
}

impl Sides<'_> {
    /// Everything but who signed, the sequences and what there is of units and money.
    #[inline(always)]
    pub fn check(&self, quantity: u64, price: u64, now: u64) -> Result<()> {
        self.check_accounts()?;
        checks::positive(quantity)?;
        require!(price > 0, SandboxError::ZeroPrice);
        checks::entering(self.zone, scope::TRANSFERS | scope::PAYMENTS, now)?;
        checks::consented(self.asset)?;
        let instrument = &self.instrument;
        instrument.check_admitted()?;
        checks::verified(self.seller, now)?;
        checks::verified(self.buyer, now)?;
        checks::participant_unfrozen(self.seller, class::INSTRUMENT, now)?;
        checks::participant_unfrozen(self.buyer, class::INSTRUMENT, now)?;
        checks::unfrozen(self.buyer_account, self.buyer, now)?;
        require!(
            now >= instrument.locked_until || instrument.is_issuer(&self.seller.wallet),
            SandboxError::UnitsLocked
        );
        instrument.check_holder(self.buyer)
    }

    #[inline(always)]
    fn check_accounts(&self) -> Result<()> {
        let (instrument, asset) = (self.instrument.address(), self.asset.address());
        let (seller, buyer) = (self.seller.address(), self.buyer.address());
        require!(
            address_eq(&self.seller_holding.instrument, instrument)
                && address_eq(&self.buyer_holding.instrument, instrument),
            SandboxError::WrongInstrument
        );
        require!(
            address_eq(&self.instrument.payout_asset, asset)
                && address_eq(&self.buyer_account.asset, asset)
                && address_eq(&self.seller_account.asset, asset),
            SandboxError::WrongAsset
        );
        require!(
            address_eq(&self.seller_holding.participant, seller)
                && address_eq(&self.seller_account.participant, seller)
                && address_eq(&self.buyer_holding.participant, buyer)
                && address_eq(&self.buyer_account.participant, buyer),
            SandboxError::WrongParticipant
        );
        checks::spending_lane(self.buyer_account)?;
        checks::spending_lane(self.seller_account)
    }

    /// Moves both.  The money is as that of a final payment: the buyer's caps, the seller's, and
    /// fee and tax of the seller.
    #[inline(always)]
    pub fn apply(&mut self, quantity: u64, price: u64, now: u64) -> Result<Legs> {
        let legs = self.pay(price, now)?;
        let instrument = &mut *self.instrument;
        instrument.debit(self.seller_holding, quantity, now)?;
        instrument.credit(self.buyer_holding, quantity)?;
        instrument.revision += 1;
        Ok(legs)
    }

    #[inline(always)]
    fn pay(&mut self, price: u64, now: u64) -> Result<Legs> {
        let asset = self.asset;
        let caps = &asset.caps[self.buyer.tier as usize % asset.caps.len()];
        let (buyer, seller) = (&mut *self.buyer_account, &mut *self.seller_account);
        buyer.debit(price)?;
        buyer.spend(price, caps, now)?;
        tally(&mut buyer.paid, price);
        buyer.revision += 1;
        seller.receive(price, now)?;
        let tax_bps = asset.tax_rate(self.seller.tax_category)?;
        let legs = asset.legs(price, tax_bps);
        seller.credit(price - legs.fee - legs.tax)?;
        seller.accrue(price, legs, tax_bps)?;
        seller.revision += 1;
        Ok(legs)
    }
}
