// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, OfferingCreated};
use crate::seeds;
use crate::state::{
    add, allotment, class, offering_state, role, scope, Asset, Holding, Instrument, Offering,
    Participant, PaymentAccount, Zone, VERSION,
};

/// The issuer offers new units to investors.  Its payment account and its holding are there, and
/// stay until the offering is closed, so that neither price nor units lack a place to go.
#[derive(Accounts)]
#[instruction(number: u64)]
pub struct CreateOffering {
    /// Pays rent; may be the issuer too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    pub issuer: Signer,
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&instrument.issuer, issuer.address()) @ SandboxError::NotIssuer
    )]
    pub instrument: Account<Instrument>,
    #[account(
        constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&participant.wallet, issuer.address()) @ SandboxError::WrongParticipant
    )]
    pub participant: Account<Participant>,
    #[account(constraint = address_eq(&instrument.payout_asset, payout_asset.address()) @ SandboxError::WrongAsset)]
    pub payout_asset: Account<Asset>,
    #[account(
        mut,
        constraint = address_eq(&issuer_account.asset, payout_asset.address()) @ SandboxError::WrongAsset,
        constraint = address_eq(&issuer_account.wallet, issuer.address()) @ SandboxError::WrongOwner
    )]
    pub issuer_account: Account<PaymentAccount>,
    #[account(
        constraint = address_eq(&issuer_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&issuer_holding.wallet, issuer.address()) @ SandboxError::WrongOwner
    )]
    pub issuer_holding: Account<Holding>,
    #[account(
        init,
        payer = rent_payer,
        seeds = [
            seeds::OFFERING,
            instrument.address().as_ref(),
            &number.to_le_bytes()
        ],
        bump
    )]
    pub offering: Account<Offering>,
    pub system_program: Program<System>,
}

pub struct OfferingTerms {
    pub number: u64,
    pub price: u64,
    pub quantity: u64,
    pub minimum: u64,
    pub least: u64,
    pub most: u64,
    pub opens_at: u64,
    pub closes_at: u64,
    pub cooling_off: u64,
    pub allotment: u8,
}

impl OfferingTerms {
    fn check(&self, now: u64, ends_at: u64) -> Result<()> {
        checks::positive(self.price)?;
        checks::positive(self.quantity)?;
        require!(
            self.price.checked_mul(self.quantity).is_some(),
            SandboxError::Overflow
        );
        require!(
            self.minimum > 0 && self.minimum <= self.quantity,
            SandboxError::BadMinimum
        );
        require!(
            self.least > 0 && self.least <= self.most,
            SandboxError::BadSubscriptionRange
        );
        require!(
            self.closes_at > now
                && self.closes_at > self.opens_at
                && self.closes_at - now <= checks::YEAR,
            SandboxError::BadOfferingWindow
        );
        // At most two years from now: the sum cannot overflow.
        require!(
            self.cooling_off <= checks::YEAR && self.closes_at + self.cooling_off < ends_at,
            SandboxError::BadCoolingOff
        );
        require!(
            self.allotment < allotment::COUNT,
            SandboxError::BadAllotment
        );
        Ok(())
    }
}

impl CreateOffering {
    pub fn create_offering(&mut self, terms: &OfferingTerms, bump: u8) -> Result<()> {
        let now = checks::now()?;
        self.check(terms, now)?;
        terms.check(now, self.zone.ends_at)?;
        self.apply(terms, bump)?;
        self.record();
        Ok(())
    }

    fn check(&self, terms: &OfferingTerms, now: u64) -> Result<()> {
        checks::entering(&self.zone, scope::OPENING, now)?;
        let instrument = &self.instrument;
        instrument.check_admitted()?;
        checks::verified(&self.participant, now)?;
        require!(
            self.participant.has_role(role::ISSUER),
            SandboxError::IssuerRoleMissing
        );
        checks::participant_unfrozen(&self.participant, class::INSTRUMENT, now)?;
        checks::consented(&self.payout_asset)?;
        checks::spending_lane(&self.issuer_account)?;
        require!(
            terms.number == add(instrument.offerings, 1)?,
            SandboxError::OfferingsChanged
        );
        require!(
            terms.quantity <= instrument.issuable(),
            SandboxError::AuthorisedExceeded
        );
        Ok(())
    }

    fn apply(&mut self, terms: &OfferingTerms, bump: u8) -> Result<()> {
        let instrument = &mut self.instrument;
        instrument.offerings = terms.number;
        instrument.open_offerings = add(instrument.open_offerings, 1)?;
        instrument.promised += terms.quantity; // with what is issued, at most what is authorised
        instrument.revision += 1;
        let account = &mut self.issuer_account;
        account.open_payments = add(account.open_payments, 1)?;
        account.revision += 1;
        let offering = &mut self.offering;
        offering.version = VERSION;
        offering.bump = bump;
        offering.state = offering_state::OPEN;
        offering.allotment = terms.allotment;
        offering.revision = 1;
        offering.zone = *self.zone.address();
        offering.instrument = *self.instrument.address();
        offering.issuer_account = *self.issuer_account.address();
        offering.rent_payer = *self.rent_payer.address();
        offering.number = terms.number;
        offering.price = terms.price;
        offering.quantity = terms.quantity;
        offering.minimum = terms.minimum;
        offering.least = terms.least;
        offering.most = terms.most;
        offering.opens_at = terms.opens_at;
        offering.closes_at = terms.closes_at;
        offering.cooling_off = terms.cooling_off;
        Ok(())
    }

    fn record(&self) {
        let offering = &self.offering;
        record(OfferingCreated {
            offering: *offering.address(),
            instrument: offering.instrument,
            issuer_account: offering.issuer_account,
            number: offering.number,
            price: offering.price,
            quantity: offering.quantity,
            minimum: offering.minimum,
            least: offering.least,
            most: offering.most,
            opens_at: offering.opens_at,
            closes_at: offering.closes_at,
            cooling_off: offering.cooling_off,
            allotment: offering.allotment as u64,
            promised: self.instrument.promised,
            instrument_revision: self.instrument.revision,
            issuer_account_revision: self.issuer_account.revision,
            revision: offering.revision,
        });
    }
}
