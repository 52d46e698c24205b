use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AllowanceGranted};
use crate::seeds;
use crate::state::{add, scope, Allowance, PaymentAccount, Zone, VERSION};

/// Makes an allowance, or changes one: also one that was revoked.
#[derive(Accounts)]
pub struct GrantAllowance {
    pub wallet: Signer,
    /// Pays rent; may be the wallet too, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Signer,
    pub zone: Account<Zone>,
    #[account(
        constraint = address_eq(&owner_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&owner_account.zone, zone.address()) @ SandboxError::WrongZone
    )]
    pub owner_account: Account<PaymentAccount>,
    /// The wallet that may draw; it need not exist yet.
    pub delegate: UncheckedAccount,
    #[account(
        init_if_needed,
        payer = rent_payer,
        seeds = [
            seeds::ALLOWANCE,
            owner_account.address().as_ref(),
            delegate.address().as_ref()
        ],
        bump
    )]
    pub allowance: Account<Allowance>,
    pub system_program: Program<System>,
}

pub struct AllowanceTerms {
    /// How often the owner knows it to have been granted and revoked: 0 where it is new.
    pub grants_before: u64,
    pub per_payment: u64,
    pub per_period: u64,
    pub period: u64,
    pub services: u32,
    pub expires_at: u64,
}

impl GrantAllowance {
    pub fn grant_allowance(&mut self, terms: &AllowanceTerms, bump: u8) -> Result<()> {
        let now = checks::now()?;
        self.check(terms, now)?;
        if self.allowance.version == 0 {
            self.create(bump);
        }
        self.apply(terms, now)?;
        self.record();
        Ok(())
    }

    fn check(&self, terms: &AllowanceTerms, now: u64) -> Result<()> {
        require!(
            self.allowance.grants == terms.grants_before,
            SandboxError::GrantsChanged
        );
        require!(
            !address_eq(self.delegate.address(), self.wallet.address()),
            SandboxError::DelegateIsOwner
        );
        require!(
            terms.per_payment > 0 && terms.per_payment <= terms.per_period && terms.services != 0,
            SandboxError::BadAllowance
        );
        checks::window(terms.period)?;
        require!(terms.expires_at > now, SandboxError::AlreadyExpired);
        checks::spending_lane(&self.owner_account)?;
        checks::entering(&self.zone, scope::OPENING, now)
    }

    fn create(&mut self, bump: u8) {
        let allowance = &mut self.allowance;
        allowance.version = VERSION;
        allowance.bump = bump;
        allowance.zone = *self.zone.address();
        allowance.owner_account = *self.owner_account.address();
        allowance.wallet = *self.wallet.address();
        allowance.delegate = *self.delegate.address();
        allowance.rent_payer = *self.rent_payer.address();
        allowance.window = [1, 0]; // sequence 0 is used: the first is 1
    }

    /// A change keeps the current period and what was spent of it, unless the period has
    /// another length; where the allowance did not run, periods are counted from now.
    fn apply(&mut self, terms: &AllowanceTerms, now: u64) -> Result<()> {
        let allowance = &mut self.allowance;
        let goes_on = allowance.is_running(now) && allowance.period == terms.period;
        if !goes_on {
            allowance.starts_at = now;
            allowance.index = 0;
            allowance.spent = 0;
        }
        allowance.revoked = 0;
        allowance.services = terms.services;
        allowance.per_payment = terms.per_payment;
        allowance.per_period = terms.per_period;
        allowance.period = terms.period;
        allowance.expires_at = terms.expires_at;
        allowance.grants = add(allowance.grants, 1)?;
        allowance.revision += 1;
        Ok(())
    }

    fn record(&self) {
        let allowance = &self.allowance;
        record(AllowanceGranted {
            allowance: *allowance.address(),
            owner_account: allowance.owner_account,
            delegate: allowance.delegate,
            per_payment: allowance.per_payment,
            per_period: allowance.per_period,
            period: allowance.period,
            services: allowance.services as u64,
            starts_at: allowance.starts_at,
            expires_at: allowance.expires_at,
            spent: allowance.spent,
            grants: allowance.grants,
            revision: allowance.revision,
        });
    }
}
