// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsOffered};
use crate::seeds;
use crate::state::{add, class, scope, Holding, Instrument, Offer, Participant, Zone, VERSION};

/// Sets units of a holding aside for whoever pays their price.  The offer's number is the
/// sequence that it uses up, so that no other offer can come to its address.
#[derive(Accounts)]
#[instruction(sequence: u64)]
pub struct OfferUnits {
    pub wallet: Signer,
    /// Pays rent; may be the wallet too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub seller: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, seller.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [seeds::OFFER, holding.address().as_ref(), &sequence.to_le_bytes()],
        bump
    )]
    pub offer: Account<Offer>,
    pub system_program: Program<System>,
}

pub struct OfferTerms {
    pub sequence: u64,
    pub quantity: u64,
    /// For one unit, base units of the payout asset.
    pub price: u64,
    pub expires_at: u64,
    /// Units taken at once at the least, but for the last ones.
    pub least: u64,
}

impl OfferUnits {
    pub fn offer_units(&mut self, terms: &OfferTerms, bump: u8) -> Result<()> {
        self.holding.use_sequence(terms.sequence)?;
        let now = checks::now()?;
        self.check(terms, now)?;
        self.apply(terms, now, bump)?;
        self.record();
        Ok(())
    }

    fn check(&self, terms: &OfferTerms, now: u64) -> Result<()> {
        checks::positive(terms.quantity)?;
        require!(terms.price > 0, SandboxError::ZeroPrice);
        require!(terms.expires_at > now, SandboxError::AlreadyExpired);
        require!(
            terms.least > 0 && terms.least <= terms.quantity,
            SandboxError::BadOfferLeast
        );
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        let instrument = &self.instrument;
        instrument.check_admitted()?;
        checks::verified(&self.seller, now)?;
        checks::participant_unfrozen(&self.seller, class::INSTRUMENT, now)?;
        self.holding.check_unfrozen(now)?;
        require!(
            now >= instrument.locked_until || instrument.is_issuer(self.wallet.address()),
            SandboxError::UnitsLocked
        );
        require!(
            terms.quantity <= self.holding.free(),
            SandboxError::InsufficientUnits
        );
        // All of it can be paid for at once.
        require!(
            terms.price.checked_mul(terms.quantity).is_some(),
            SandboxError::Overflow
        );
        Ok(())
    }

    fn apply(&mut self, terms: &OfferTerms, now: u64, bump: u8) -> Result<()> {
        let holding = &mut self.holding;
        holding.offered = add(holding.offered, terms.quantity)?;
        holding.open_offers = add(holding.open_offers, 1)?;
        holding.revision += 1;
        let offer = &mut self.offer;
        offer.version = VERSION;
        offer.bump = bump;
        offer.revision = 1;
        offer.zone = *self.zone.address();
        offer.instrument = *self.instrument.address();
        offer.holding = *holding.address();
        offer.rent_payer = *self.rent_payer.address();
        offer.number = terms.sequence;
        offer.quantity = terms.quantity;
        offer.left = terms.quantity;
        offer.price = terms.price;
        offer.offered_at = now;
        offer.expires_at = terms.expires_at;
        offer.least = terms.least;
        Ok(())
    }

    fn record(&self) {
        let (offer, holding) = (&self.offer, &self.holding);
        record(UnitsOffered {
            offer: *offer.address(),
            instrument: offer.instrument,
            holding: offer.holding,
            sequence: offer.number,
            quantity: offer.quantity,
            price: offer.price,
            expires_at: offer.expires_at,
            least: offer.least,
            offered: holding.offered,
            open_offers: holding.open_offers,
            holding_revision: holding.revision,
            revision: offer.revision,
        });
    }
}
