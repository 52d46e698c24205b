use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, OfferTaken};
use crate::state::{Asset, Holding, Instrument, Legs, Offer, Participant, PaymentAccount, Zone};
use crate::trading::Sides;

/// As `Trade`, but that the seller has agreed by its offer.  Taken to the last unit, the offer is
/// closed.
#[derive(Accounts)]
pub struct TakeOffer {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub seller: Account<Participant>,
    pub buyer: Account<Participant>,
    #[account(mut)]
    pub seller_holding: Account<Holding>,
    #[account(mut)]
    pub buyer_holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&buyer_account.wallet, wallet.address()) @ SandboxError::WrongOwner
    )]
    pub buyer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub seller_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&offer.holding, seller_holding.address()) @ SandboxError::WrongOffer
    )]
    pub offer: Account<Offer>,
    /// May be the wallet too, as neither holds data of ours.
    #[account(
        mut,
        unsafe(dup),
        constraint = address_eq(&offer.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer
    )]
    pub rent_payer: UncheckedAccount,
}

impl TakeOffer {
    pub fn take_offer(&mut self, sequence: u64, quantity: u64) -> Result<()> {
        self.buyer_account.use_sequence(sequence)?;
        let now = checks::now()?;
        let price = self.check(quantity, now)?;
        let legs = self.trade(quantity, price, now)?;
        self.record(sequence, quantity, price, legs);
        if self.offer.left == 0 {
            let rent_payer = *self.rent_payer.account();
            self.offer.close(rent_payer)?;
        }
        Ok(())
    }

    /// Says what the quantity costs.
    #[inline(always)]
    fn check(&self, quantity: u64, now: u64) -> Result<u64> {
        let offer = &self.offer;
        require!(now < offer.expires_at, SandboxError::OfferExpired);
        require!(quantity <= offer.left, SandboxError::OfferExceeded);
        Ok(offer
            .price
            .checked_mul(quantity)
            .ok_or(SandboxError::Overflow)?)
    }

    /// What was set aside is free for as long as it takes to go.
    #[inline(always)]
    fn trade(&mut self, quantity: u64, price: u64, now: u64) -> Result<Legs> {
        let mut sides = Sides {
            zone: &self.zone,
            asset: &self.asset,
            instrument: &mut self.instrument,
            seller: &self.seller,
            buyer: &self.buyer,
            seller_holding: &mut self.seller_holding,
            buyer_holding: &mut self.buyer_holding,
            buyer_account: &mut self.buyer_account,
            seller_account: &mut self.seller_account,
        };
        sides.check(quantity, price, now)?;
        let offer = &mut self.offer;
        // Each part bears the asset's least fee at the seller's expense.
        require!(
            quantity >= offer.least || quantity == offer.left,
            SandboxError::BelowOfferLeast
        );
        offer.left -= quantity; // at most what is left
        offer.revision += 1;
        sides.seller_holding.unset(quantity, offer.left == 0)?;
        sides.apply(quantity, price, now)
    }

    #[inline(always)]
    fn record(&self, sequence: u64, quantity: u64, price: u64, legs: Legs) {
        let (offer, instrument) = (&self.offer, &self.instrument);
        let (sold, bought) = (&self.seller_holding, &self.buyer_holding);
        let (buyer, seller) = (&self.buyer_account, &self.seller_account);
        record(OfferTaken {
            offer: *offer.address(),
            instrument: *instrument.address(),
            seller_holding: *sold.address(),
            buyer_holding: *bought.address(),
            buyer_account: *buyer.address(),
            seller_account: *seller.address(),
            rent_payer: offer.rent_payer,
            sequence,
            quantity,
            left: offer.left,
            lamports: if offer.left == 0 {
                offer.account().lamports()
            } else {
                0
            },
            price,
            fee: legs.fee,
            tax: legs.tax,
            offered: sold.offered,
            open_offers: sold.open_offers,
            seller_units: sold.units,
            seller_holding_revision: sold.revision,
            buyer_units: bought.units,
            buyer_holding_revision: bought.revision,
            buyer_available: buyer.available,
            buyer_revision: buyer.revision,
            seller_available: seller.available,
            seller_fee_due: seller.fee_due,
            seller_tax_due: seller.tax_due,
            seller_revision: seller.revision,
            holders: instrument.holders,
            instrument_revision: instrument.revision,
            revision: offer.revision,
        });
    }
}
