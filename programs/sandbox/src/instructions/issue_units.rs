use anchor_lang::address_eq;
use anchor_lang::pinocchio::cpi::{Seed, Signer};
use anchor_lang::prelude::{Signer as SignerAccount, *};
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsIssued};
use crate::seeds;
use crate::state::{class, role, scope, Holding, Instrument, Participant, Zone};
use crate::tokens::OwnMint;

/// The issuer makes new units, for a holder that may hold them or for itself.
#[derive(Accounts)]
pub struct IssueUnits {
    pub issuer: SignerAccount,
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
    /// The recipient's; may be the issuer's too.
    pub recipient: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, recipient.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(mut, constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl IssueUnits {
    /// `issued_before` is what the issuer knows to have been issued, redeemed ones too, so that the
    /// number only grows: signed twice, it lands once.
    pub fn issue_units(&mut self, issued_before: u64, quantity: u64) -> Result<()> {
        self.check(issued_before, quantity)?;
        self.apply(quantity)?;
        self.mint(quantity);
        self.record(quantity);
        Ok(())
    }

    fn check(&self, issued_before: u64, quantity: u64) -> Result<()> {
        checks::positive(quantity)?;
        let now = checks::now()?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        let instrument = &self.instrument;
        instrument.check_admitted()?;
        checks::verified(&self.participant, now)?;
        require!(
            self.participant.has_role(role::ISSUER),
            SandboxError::IssuerRoleMissing
        );
        checks::participant_unfrozen(&self.participant, class::INSTRUMENT, now)?;
        checks::verified(&self.recipient, now)?;
        instrument.check_holder(&self.recipient)?;
        require!(
            instrument.ever_issued()? == issued_before,
            SandboxError::IssuedChanged
        );
        require!(
            quantity <= instrument.issuable(),
            SandboxError::AuthorisedExceeded
        );
        Ok(())
    }

    fn apply(&mut self, quantity: u64) -> Result<()> {
        let instrument = &mut *self.instrument;
        instrument.credit(&mut self.holding, quantity)?;
        instrument.issued += quantity; // at most what is authorised
        instrument.revision += 1;
        Ok(())
    }

    fn mint(&self, quantity: u64) {
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
            quantity,
            instrument.decimals,
            &[Signer::from(&instrument_seeds)],
        );
    }

    fn record(&self, quantity: u64) {
        let (instrument, holding) = (&self.instrument, &self.holding);
        record(UnitsIssued {
            instrument: *instrument.address(),
            holding: *holding.address(),
            quantity,
            issued: instrument.issued,
            holders: instrument.holders,
            units: holding.units,
            holding_revision: holding.revision,
            revision: instrument.revision,
        });
    }
}
