use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Traded};
use crate::state::{Asset, Holding, Instrument, Legs, Participant, PaymentAccount, Zone};
use crate::trading::Sides;

/// Seller and buyer sign the same transaction: that both do is their agreement.  It uses a
/// sequence of each up, so that what either signs twice lands once.
#[derive(Accounts)]
pub struct Trade {
    pub seller_wallet: Signer,
    pub buyer_wallet: Signer,
    pub zone: Account<Zone>,
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub seller: Account<Participant>,
    pub buyer: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&seller_holding.wallet, seller_wallet.address()) @ SandboxError::WrongOwner
    )]
    pub seller_holding: Account<Holding>,
    #[account(mut)]
    pub buyer_holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&buyer_account.wallet, buyer_wallet.address()) @ SandboxError::WrongOwner
    )]
    pub buyer_account: Account<PaymentAccount>,
    #[account(mut)]
    pub seller_account: Account<PaymentAccount>,
}

pub struct TradeTerms {
    /// The seller's holding's, and the buyer's account's.
    pub sequence: u64,
    pub account_sequence: u64,
    pub quantity: u64,
    /// For all of them, base units of the payout asset.
    pub price: u64,
    pub reference: [u8; 32],
    /// Unix seconds from which it is no trade any more.
    pub expires_at: u64,
}

impl Trade {
    pub fn trade(&mut self, terms: &TradeTerms) -> Result<()> {
        self.seller_holding.use_sequence(terms.sequence)?;
        self.buyer_account.use_sequence(terms.account_sequence)?;
        let now = checks::now()?;
        require!(now < terms.expires_at, SandboxError::TradeExpired);
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
        sides.check(terms.quantity, terms.price, now)?;
        let legs = sides.apply(terms.quantity, terms.price, now)?;
        self.record(terms, legs);
        Ok(())
    }

    #[inline(always)]
    fn record(&self, terms: &TradeTerms, legs: Legs) {
        let (sold, bought) = (&self.seller_holding, &self.buyer_holding);
        let (buyer, seller) = (&self.buyer_account, &self.seller_account);
        record(Traded {
            instrument: *self.instrument.address(),
            seller_holding: *sold.address(),
            buyer_holding: *bought.address(),
            buyer_account: *buyer.address(),
            seller_account: *seller.address(),
            reference: terms.reference,
            sequence: terms.sequence,
            account_sequence: terms.account_sequence,
            quantity: terms.quantity,
            price: terms.price,
            fee: legs.fee,
            tax: legs.tax,
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
            holders: self.instrument.holders,
            revision: self.instrument.revision,
        });
    }
}
