use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsTransferred};
use crate::state::{class, scope, Holding, Instrument, Participant, Zone};

/// Units of an admitted instrument move to a holder that may hold them now.  A holding is one a
/// wallet, so that nobody can name two of its own.
#[derive(Accounts)]
pub struct TransferUnits {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub sender: Account<Participant>,
    pub recipient: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&sender_holding.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&sender_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&sender_holding.participant, sender.address()) @ SandboxError::WrongParticipant
    )]
    pub sender_holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&recipient_holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&recipient_holding.participant, recipient.address()) @ SandboxError::WrongParticipant
    )]
    pub recipient_holding: Account<Holding>,
}

impl TransferUnits {
    pub fn transfer_units(
        &mut self,
        sequence: u64,
        quantity: u64,
        reference: [u8; 32],
    ) -> Result<()> {
        self.sender_holding.use_sequence(sequence)?;
        let now = checks::now()?;
        self.check(quantity, now)?;
        let instrument = &mut *self.instrument;
        instrument.debit(&mut self.sender_holding, quantity, now)?;
        instrument.credit(&mut self.recipient_holding, quantity)?;
        instrument.revision += 1;
        self.record(sequence, quantity, reference);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, quantity: u64, now: u64) -> Result<()> {
        checks::positive(quantity)?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        let instrument = &self.instrument;
        instrument.check_admitted()?;
        checks::verified(&self.sender, now)?;
        checks::verified(&self.recipient, now)?;
        checks::participant_unfrozen(&self.sender, class::INSTRUMENT, now)?;
        require!(
            now >= instrument.locked_until || instrument.is_issuer(self.wallet.address()),
            SandboxError::UnitsLocked
        );
        instrument.check_holder(&self.recipient)
    }

    #[inline(always)]
    fn record(&self, sequence: u64, quantity: u64, reference: [u8; 32]) {
        let (sender, recipient) = (&self.sender_holding, &self.recipient_holding);
        record(UnitsTransferred {
            instrument: *self.instrument.address(),
            sender_holding: *sender.address(),
            recipient_holding: *recipient.address(),
            reference,
            sequence,
            quantity,
            sender_units: sender.units,
            sender_revision: sender.revision,
            recipient_units: recipient.units,
            recipient_revision: recipient.revision,
            holders: self.instrument.holders,
            revision: self.instrument.revision,
        });
    }
}
