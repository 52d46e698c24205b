use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, TenderOpened};
use crate::redemption::{cost, set_aside};
use crate::state::{role, scope, Instrument, Participant, PaymentAccount, Zone};

/// The issuer offers to take units back before the end, one tender at a time.
#[derive(Accounts)]
pub struct OpenTender {
    pub issuer: Signer,
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&instrument.issuer, issuer.address()) @ SandboxError::NotIssuer
    )]
    pub instrument: Account<Instrument>,
    /// The issuer's.
    #[account(
        constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&participant.wallet, issuer.address()) @ SandboxError::WrongParticipant
    )]
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, &instrument.issuer) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub account: Account<PaymentAccount>,
}

impl OpenTender {
    pub fn open_tender(&mut self, sequence: u64, price: u64, quantity: u64) -> Result<()> {
        self.account.use_sequence(sequence)?;
        self.check(price, quantity)?;
        let amount = cost(quantity, price)?;
        set_aside(&mut self.account, amount)?;
        let instrument = &mut *self.instrument;
        instrument.tender_price = price;
        instrument.tender_left = quantity;
        instrument.revision += 1;
        self.record(sequence, amount);
        Ok(())
    }

    fn check(&self, price: u64, quantity: u64) -> Result<()> {
        checks::positive(price)?;
        checks::positive(quantity)?;
        checks::spending_lane(&self.account)?;
        let now = checks::now()?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        self.instrument.check_admitted()?;
        require!(self.instrument.tender_left == 0, SandboxError::TenderOpen);
        checks::verified(&self.participant, now)?;
        require!(
            self.participant.has_role(role::ISSUER),
            SandboxError::IssuerRoleMissing
        );
        checks::unfrozen(&self.account, &self.participant, now)
    }

    fn record(&self, sequence: u64, amount: u64) {
        let (instrument, account) = (&self.instrument, &self.account);
        record(TenderOpened {
            instrument: *instrument.address(),
            account: *account.address(),
            sequence,
            price: instrument.tender_price,
            quantity: instrument.tender_left,
            amount,
            account_available: account.available,
            account_held: account.held,
            account_revision: account.revision,
            revision: instrument.revision,
        });
    }
}
