use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Distributed};
use crate::state::{add, class, role, scope, Asset, Instrument, Participant, PaymentAccount, Zone};

/// The issuer pays in for all who hold units now.  The money stays on its account, held, until
/// each claims its share.
#[derive(Accounts)]
pub struct Distribute {
    pub issuer: Signer,
    pub zone: Account<Zone>,
    #[account(
        mut,
        constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone,
        constraint = address_eq(&instrument.issuer, issuer.address()) @ SandboxError::NotIssuer
    )]
    pub instrument: Account<Instrument>,
    #[account(constraint = address_eq(&instrument.payout_asset, payout_asset.address()) @ SandboxError::WrongAsset)]
    pub payout_asset: Account<Asset>,
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&issuer_account.wallet, issuer.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&issuer_account.asset, payout_asset.address()) @ SandboxError::WrongAsset,
        constraint = address_eq(&issuer_account.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub issuer_account: Account<PaymentAccount>,
}

impl Distribute {
    pub fn distribute(
        &mut self,
        sequence: u64,
        amount: u64,
        quotient: [u64; 2],
        reference: [u8; 32],
    ) -> Result<()> {
        self.issuer_account.use_sequence(sequence)?;
        self.check(amount)?;
        self.apply(amount, quotient)?;
        self.record(sequence, amount, reference);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, amount: u64) -> Result<()> {
        checks::positive(amount)?;
        let now = checks::now()?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        checks::consented(&self.payout_asset)?;
        self.instrument.check_admitted()?;
        checks::verified(&self.participant, now)?;
        require!(
            self.participant.has_role(role::ISSUER),
            SandboxError::IssuerRoleMissing
        );
        checks::unfrozen(&self.issuer_account, &self.participant, now)?;
        checks::participant_unfrozen(&self.participant, class::INSTRUMENT, now)?;
        checks::spending_lane(&self.issuer_account)
    }

    #[inline(always)]
    fn apply(&mut self, amount: u64, quotient: [u64; 2]) -> Result<()> {
        let (instrument, account) = (&mut self.instrument, &mut self.issuer_account);
        account.debit(amount)?;
        account.held = add(account.held, amount)?;
        account.revision += 1;
        instrument.distribute(amount, quotient)?;
        instrument.revision += 1;
        Ok(())
    }

    #[inline(always)]
    fn record(&self, sequence: u64, amount: u64, reference: [u8; 32]) {
        let (instrument, account) = (&self.instrument, &self.issuer_account);
        record(Distributed {
            instrument: *instrument.address(),
            issuer_account: *account.address(),
            reference,
            sequence,
            amount,
            issued: instrument.issued,
            index_low: instrument.index[0],
            index_high: instrument.index[1],
            index_excess: instrument.index_excess,
            distributed: instrument.distributed,
            issuer_available: account.available,
            issuer_held: account.held,
            issuer_revision: account.revision,
            revision: instrument.revision,
        });
    }
}
