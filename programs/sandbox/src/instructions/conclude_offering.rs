use anchor_lang::address_eq;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, OfferingConcluded};
use crate::seeds;
use crate::state::{offering_state, Instrument, Offering, Zone};
use crate::tokens::OwnMint;

/// Sells what was confirmed, or nothing where that is below the minimum; anyone may, once all
/// subscriptions are confirmed.  What is sold is made at once, and allotted one by one.
#[derive(Accounts)]
pub struct ConcludeOffering {
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(mut, constraint = address_eq(&offering.instrument, instrument.address()) @ SandboxError::WrongInstrument)]
    pub offering: Account<Offering>,
    #[account(mut, constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl ConcludeOffering {
    pub fn conclude_offering(&mut self) -> Result<()> {
        let now = checks::now()?;
        self.check(now)?;
        let sold = self.sold();
        if sold > 0 {
            self.check_issuing(now)?;
        }
        self.apply(sold)?;
        if sold > 0 {
            self.mint(sold);
        }
        self.record();
        Ok(())
    }

    fn check(&self, now: u64) -> Result<()> {
        let offering = &self.offering;
        offering.check_open()?;
        require!(
            now >= offering.concludes_at(),
            SandboxError::OfferingWindowNotOver
        );
        require!(
            offering.unconfirmed == 0,
            SandboxError::SubscriptionsNotConfirmed
        );
        Ok(())
    }

    fn sold(&self) -> u64 {
        let offering = &self.offering;
        if offering.confirmed >= offering.minimum {
            offering.quantity.min(offering.confirmed)
        } else {
            0
        }
    }

    /// No units are made of an instrument that is not admitted, nor after the zone's end: then
    /// anyone may cancel the offering.
    fn check_issuing(&self, now: u64) -> Result<()> {
        self.instrument.check_admitted()?;
        require!(now < self.zone.ends_at, SandboxError::ZoneEnded);
        Ok(())
    }

    fn apply(&mut self, sold: u64) -> Result<()> {
        let (instrument, offering) = (&mut self.instrument, &mut self.offering);
        instrument.promised = instrument
            .promised
            .checked_sub(offering.quantity)
            .ok_or(SandboxError::Overflow)?;
        instrument.issued += sold; // what was promised: at most what is authorised
        instrument.revision += 1;
        offering.state = if sold > 0 {
            offering_state::SUCCEEDED
        } else {
            offering_state::FAILED
        };
        offering.sold = sold;
        offering.unallotted = sold;
        offering.counted_at = instrument.index;
        offering.revision += 1;
        Ok(())
    }

    fn mint(&self, sold: u64) {
        let instrument = &self.instrument;
        let bump = [instrument.bump];
        let (zone, mint) = (self.zone.address(), self.mint.address());
        let instrument_seeds =
            [seeds::INSTRUMENT, zone.as_ref(), mint.as_ref(), &bump].map(Seed::from);
        OwnMint {
            program: self.token_program.address(),
            mint: self.mint.account(),
            token: self.vault_token.account(),
            authority: instrument.account(),
        }
        .mint_to(
            sold,
            instrument.decimals,
            &[Signer::from(&instrument_seeds)],
        );
    }

    fn record(&self) {
        let (instrument, offering) = (&self.instrument, &self.offering);
        record(OfferingConcluded {
            offering: *offering.address(),
            instrument: *instrument.address(),
            state: offering.state as u64,
            confirmed: offering.confirmed,
            sold: offering.sold,
            issued: instrument.issued,
            promised: instrument.promised,
            instrument_revision: instrument.revision,
            revision: offering.revision,
        });
    }
}
