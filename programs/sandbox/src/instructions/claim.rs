use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Claimed};
use crate::math;
use crate::state::{add, Holding, Instrument, Participant, PaymentAccount};

/// A returning instruction, of anyone: what a holding is entitled to goes to its owner.  It
/// names no zone, so that neither a pause nor the end can stop it.
#[derive(Accounts)]
pub struct Claim {
    #[account(mut)]
    pub instrument: Account<Instrument>,
    /// The holder's.
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    /// Lane 0 of the holder's.
    #[account(
        mut,
        unsafe(dup),
        constraint = address_eq(&holder_account.participant, participant.address()) @ SandboxError::WrongParticipant,
        constraint = address_eq(&holder_account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub holder_account: Account<PaymentAccount>,
    /// The issuer's; the same one where the issuer has units of its own.
    #[account(mut, unsafe(dup))]
    pub issuer_account: UncheckedAccount,
}

/// What a claim takes from the issuer's account, and of it for the treasury.
struct Share {
    gross: u64,
    tax: u64,
    issuer_held: u64,
    issuer_revision: u64,
}

impl Claim {
    pub fn claim(&mut self) -> Result<()> {
        require!(self.holder_account.lane == 0, SandboxError::NotMainLane);
        self.instrument.count(&mut self.holding)?;
        let gross = self.holding.take_entitled();
        require!(gross > 0, SandboxError::NothingToClaim);
        let share = if address_eq(self.issuer_account.address(), self.holder_account.address()) {
            self.release(gross)?
        } else {
            self.pay_out(gross)?
        };
        self.count(gross)?;
        self.record(&share);
        Ok(())
    }

    /// The issuer's own share is free again: it is no income, and not taxed.
    fn release(&mut self, gross: u64) -> Result<Share> {
        require!(
            self.instrument.is_issuer(&self.holder_account.wallet),
            SandboxError::WrongOwner
        );
        let account = &mut self.holder_account;
        account.unhold(gross)?;
        account.credit(gross)?;
        account.revision += 1;
        Ok(Share {
            gross,
            tax: 0,
            issuer_held: account.held,
            issuer_revision: account.revision,
        })
    }

    #[inline(always)]
    fn pay_out(&mut self, gross: u64) -> Result<Share> {
        // SAFETY: it is the only reference to this account: it is not the holder's, which was
        // looked at, and the framework refuses the two others here.
        let mut issuer =
            unsafe { Account::<PaymentAccount>::load_mut(*self.issuer_account.account())? };
        require!(
            self.instrument.is_issuer(&issuer.wallet),
            SandboxError::WrongOwner
        );
        require!(
            address_eq(&issuer.asset, &self.holder_account.asset),
            SandboxError::WrongAsset
        );
        require!(issuer.lane == 0, SandboxError::NotMainLane);
        let tax_bps = self.instrument.tax_rate(self.participant.tax_category);
        let tax = math::bps(gross, tax_bps);
        issuer.unhold(gross)?;
        issuer.revision += 1;
        let account = &mut self.holder_account;
        account.credit(gross - tax)?; // a rate is at most 100 %
        if tax_bps != 0 {
            account.roll(checks::now()?);
            account.withhold(gross, tax, tax_bps)?;
        }
        account.revision += 1;
        Ok(Share {
            gross,
            tax,
            issuer_held: issuer.held,
            issuer_revision: issuer.revision,
        })
    }

    #[inline(always)]
    fn count(&mut self, gross: u64) -> Result<()> {
        let (instrument, holding) = (&mut self.instrument, &mut self.holding);
        holding.claimed = add(holding.claimed, gross)?;
        holding.revision += 1;
        instrument.claimed = add(instrument.claimed, gross)?;
        instrument.revision += 1;
        Ok(())
    }

    #[inline(always)]
    fn record(&self, share: &Share) {
        let (instrument, holding, account) =
            (&self.instrument, &self.holding, &self.holder_account);
        record(Claimed {
            instrument: *instrument.address(),
            holding: *holding.address(),
            holder_account: *account.address(),
            issuer_account: *self.issuer_account.address(),
            gross: share.gross,
            tax: share.tax,
            claimed: instrument.claimed,
            holding_claimed: holding.claimed,
            holding_revision: holding.revision,
            holder_available: account.available,
            holder_tax_due: account.tax_due,
            holder_revision: account.revision,
            issuer_held: share.issuer_held,
            issuer_revision: share.issuer_revision,
            revision: instrument.revision,
        });
    }
}
