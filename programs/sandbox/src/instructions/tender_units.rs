use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, UnitsTendered};
use crate::redemption::{cost, pay_out, Retired};
use crate::state::{class, scope, Holding, Instrument, Participant, PaymentAccount, Zone};

/// A holder gives units back for the price that it names, which must be the open tender's; a
/// lock-up or not: they go to nobody else.  The issuer's own cannot be tendered: its account is the one that is paid from.
#[derive(Accounts)]
pub struct TenderUnits {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(mut, constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    pub participant: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&holding.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, &holding.wallet) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&issuer_account.wallet, &instrument.issuer) @ SandboxError::WrongOwner,
        constraint = address_eq(&issuer_account.asset, &instrument.payout_asset) @ SandboxError::WrongAsset
    )]
    pub issuer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl TenderUnits {
    pub fn tender_units(&mut self, sequence: u64, quantity: u64, price: u64) -> Result<()> {
        self.holding.use_sequence(sequence)?;
        let now = checks::now()?;
        self.check(quantity, price, now)?;
        let amount = cost(quantity, price)?;
        self.instrument.debit(&mut self.holding, quantity, now)?;
        self.take(quantity)?;
        pay_out(&mut self.issuer_account, &mut self.account, amount)?;
        Retired {
            instrument: &self.instrument,
            program: self.token_program.address(),
            mint: self.mint.account(),
            vault_token: self.vault_token.account(),
        }
        .burn(quantity);
        self.record(sequence, quantity, amount);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, quantity: u64, price: u64, now: u64) -> Result<()> {
        checks::positive(quantity)?;
        checks::spending_lane(&self.account)?;
        checks::spending_lane(&self.issuer_account)?;
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        self.instrument.check_admitted()?;
        checks::verified(&self.participant, now)?;
        checks::participant_unfrozen(&self.participant, class::INSTRUMENT, now)?;
        let left = self.instrument.tender_left;
        require!(left != 0, SandboxError::NoTender);
        // Another tender may have followed the one that the holder has seen.
        require!(
            price == self.instrument.tender_price,
            SandboxError::TenderPriceChanged
        );
        require!(quantity <= left, SandboxError::TenderExceeded);
        Ok(())
    }

    #[inline(always)]
    fn take(&mut self, quantity: u64) -> Result<()> {
        let instrument = &mut *self.instrument;
        instrument.retire(quantity)?;
        instrument.tender_left -= quantity; // at most what is left
        if instrument.tender_left == 0 {
            instrument.tender_price = 0;
        }
        Ok(())
    }

    #[inline(always)]
    fn record(&self, sequence: u64, quantity: u64, amount: u64) {
        let (instrument, holding) = (&self.instrument, &self.holding);
        let (account, issuer) = (&self.account, &self.issuer_account);
        record(UnitsTendered {
            instrument: *instrument.address(),
            holding: *holding.address(),
            account: *account.address(),
            issuer_account: *issuer.address(),
            sequence,
            quantity,
            amount,
            tender_left: instrument.tender_left,
            issued: instrument.issued,
            holders: instrument.holders,
            units: holding.units,
            holding_revision: holding.revision,
            account_available: account.available,
            account_revision: account.revision,
            issuer_held: issuer.held,
            issuer_revision: issuer.revision,
            revision: instrument.revision,
        });
    }
}
