use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, ReplacementProposed};
use crate::replacement;
use crate::state::{Holding, Instrument, Participant, Zone};

/// The issuer, and the operator as who has verified both, say that a holder has lost its wallet
/// and which is its new one.  For a week the old wallet, or either of them, can veto.
#[derive(Accounts)]
pub struct ProposeReplacement {
    pub issuer: Signer,
    pub operator: Signer,
    #[account(constraint = address_eq(&zone.operator, operator.address()) @ SandboxError::NotOperator)]
    pub zone: Account<Zone>,
    #[account(
        constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&instrument.issuer, issuer.address()) @ SandboxError::NotIssuer
    )]
    pub instrument: Account<Instrument>,
    pub holder: Account<Participant>,
    pub successor: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, holder.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(
        constraint = address_eq(&successor_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&successor_holding.participant, successor.address()) @ SandboxError::WrongParticipant
    )]
    pub successor_holding: Account<Holding>,
}

impl ProposeReplacement {
    /// `revision` is the holding's that both have read: signed twice, it lands once.
    pub fn propose_replacement(&mut self, revision: u64) -> Result<()> {
        let now = checks::now()?;
        self.check(revision, now)?;
        let holding = &mut self.holding;
        holding.propose_replacement(*self.successor_holding.address(), now)?;
        holding.revision += 1;
        record(ReplacementProposed {
            instrument: *self.instrument.address(),
            holding: *holding.address(),
            successor_holding: holding.successor_holding,
            operator: *self.operator.address(),
            replace_at: holding.replace_at,
            holding_revision: holding.revision,
        });
        Ok(())
    }

    fn check(&self, revision: u64, now: u64) -> Result<()> {
        self.check_signers()?;
        require!(
            self.holding.replace_at == 0,
            SandboxError::ReplacementStands
        );
        require!(
            self.holding.revision == revision,
            SandboxError::HoldingChanged
        );
        replacement::check(
            &self.instrument,
            (&self.holder, &self.holding),
            &self.successor,
            now,
        )
    }

    /// Two who sign, neither of them for itself, of whom one has verified old and new owner.
    fn check_signers(&self) -> Result<()> {
        let (issuer, operator) = (self.issuer.address(), self.operator.address());
        require!(
            !address_eq(issuer, operator),
            SandboxError::SignersNotDistinct
        );
        for participant in [&self.holder, &self.successor] {
            require!(
                !address_eq(&participant.wallet, issuer)
                    && !address_eq(&participant.wallet, operator),
                SandboxError::SignerIsHolder
            );
            require!(
                address_eq(&participant.verified_by, operator),
                SandboxError::VerifiedByAnother
            );
        }
        Ok(())
    }
}
