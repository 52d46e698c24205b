use anchor_lang::address_eq;
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, RedemptionCalled};
use crate::redemption::{cost, set_aside, Retired};
use crate::seeds;
use crate::state::{instrument_state, Holding, Instrument, Participant, PaymentAccount, Zone};

/// The issuer calls all units: the price of those that others have is set aside on its account,
/// and its own are no more.  A returning instruction: it looks at no pause, end or consent.
#[derive(Accounts)]
pub struct CallRedemption {
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
    /// The issuer's.  There may be none, and none can be opened any more.
    #[account(
        mut,
        seeds = [
            seeds::HOLDING,
            instrument.address().as_ref(),
            instrument.issuer.as_ref()
        ],
        bump
    )]
    pub holding: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.mint, mint.address()) @ SandboxError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(mut, constraint = address_eq(&instrument.vault_token, vault_token.address()) @ SandboxError::WrongVaultToken)]
    pub vault_token: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

/// The issuer's holding after its units are no more.
#[derive(Default)]
struct Own {
    address: Address,
    quantity: u64,
    revision: u64,
}

impl CallRedemption {
    pub fn call_redemption(&mut self, sequence: u64, price: u64) -> Result<()> {
        self.account.use_sequence(sequence)?;
        let now = checks::now()?;
        self.check(price, now)?;
        let own = self.retire_own(now)?;
        let amount = self.apply(own.quantity, price)?;
        if own.quantity > 0 {
            self.retired().burn(own.quantity);
        }
        self.record(sequence, amount, &own);
        Ok(())
    }

    fn check(&self, price: u64, now: u64) -> Result<()> {
        checks::positive(price)?;
        checks::spending_lane(&self.account)?;
        let instrument = &self.instrument;
        require!(
            instrument.state != instrument_state::PROPOSED,
            SandboxError::InstrumentNotAdmitted
        );
        require!(
            instrument.redemption_price == 0,
            SandboxError::RedemptionCalled
        );
        require!(instrument.tender_left == 0, SandboxError::TenderOpen);
        // What was sold and is in no holding yet would be paid for without its price set aside.
        require!(
            instrument.open_offerings == 0,
            SandboxError::OfferingsNotClosed
        );
        require!(
            instrument.maturity != 0 && now >= instrument.maturity
                || instrument.state == instrument_state::DELISTED
                || now >= self.zone.ends_at,
            SandboxError::NotMatured
        );
        require!(instrument.issued > 0, SandboxError::NothingToRedeem);
        checks::unfrozen(&self.account, &self.participant, now)
    }

    /// Takes all of the issuer's own units, which must be free, from its holding.  A freeze of it
    /// stops the call: what regulators may order to move would be no more.
    fn retire_own(&mut self, now: u64) -> Result<Own> {
        let view = *self.holding.account();
        // One of ours that is empty is no holding: it is refused below.
        if view.data_len() == 0 && !view.owned_by(&crate::ID) {
            return Ok(Own::default());
        }
        // SAFETY: it is the only reference to this account: by their types none of the others is
        // a holding.
        let mut holding = unsafe { Account::<Holding>::load_mut(view)? };
        let quantity = holding.units;
        require!(holding.free() == quantity, SandboxError::UnitsNotFree);
        self.instrument.debit(&mut holding, quantity, now)?;
        Ok(Own {
            address: *view.address(),
            quantity,
            revision: holding.revision,
        })
    }

    /// Says what was set aside.
    fn apply(&mut self, own: u64, price: u64) -> Result<u64> {
        let instrument = &mut *self.instrument;
        instrument.redemption_price = price;
        // What the authority has delisted stays so, for good.
        if instrument.state != instrument_state::DELISTED {
            instrument.state = instrument_state::REDEEMING;
        }
        instrument.retire(own)?;
        let amount = cost(instrument.issued, price)?;
        set_aside(&mut self.account, amount)?;
        Ok(amount)
    }

    fn retired(&self) -> Retired<'_> {
        Retired {
            instrument: &self.instrument,
            program: self.token_program.address(),
            mint: self.mint.account(),
            vault_token: self.vault_token.account(),
        }
    }

    fn record(&self, sequence: u64, amount: u64, own: &Own) {
        let (instrument, account) = (&self.instrument, &self.account);
        record(RedemptionCalled {
            instrument: *instrument.address(),
            account: *account.address(),
            holding: own.address,
            sequence,
            price: instrument.redemption_price,
            amount,
            quantity: own.quantity,
            issued: instrument.issued,
            units: 0,
            holding_revision: own.revision,
            account_available: account.available,
            account_held: account.held,
            account_revision: account.revision,
            revision: instrument.revision,
        });
    }
}
