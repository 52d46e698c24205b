// The derive binds `#[instruction]` arguments also where it does not use them.
#![allow(unused_variables)]

use anchor_lang::address_eq;
use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, AccountOpened};
use crate::seeds;
use crate::state::{class, role, scope, Asset, Participant, PaymentAccount, Zone, VERSION};

#[derive(Accounts)]
#[instruction(lane: u8)]
pub struct OpenAccount {
    #[account(mut)]
    pub payer: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    #[account(constraint = address_eq(&participant.zone, zone.address()) @ SandboxError::WrongZone)]
    pub participant: Account<Participant>,
    #[account(
        init,
        payer = payer,
        seeds = [
            seeds::ACCOUNT,
            zone.address().as_ref(),
            participant.wallet.as_ref(),
            asset.mint.as_ref(),
            &[lane]
        ],
        bump
    )]
    pub account: Account<PaymentAccount>,
    pub system_program: Program<System>,
}

impl OpenAccount {
    /// `main` is lane 0 where another lane is opened.
    pub fn open_account(&mut self, lane: u8, main: Option<&AccountView>, bump: u8) -> Result<()> {
        self.check()?;
        self.opening().apply(lane, bump);
        if lane != 0 {
            self.check_lane()?;
            self.follow(main)?;
        }
        self.opening().record();
        Ok(())
    }

    fn opening(&mut self) -> Opening<'_> {
        Opening {
            payer: self.payer.address(),
            zone: &self.zone,
            asset: &self.asset,
            participant: &self.participant,
            account: &mut self.account,
        }
    }

    fn check(&self) -> Result<()> {
        let now = checks::now()?;
        checks::entering(&self.zone, scope::OPENING, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.participant, now)
    }

    fn check_lane(&self) -> Result<()> {
        require!(
            address_eq(self.payer.address(), &self.zone.operator),
            SandboxError::LaneNeedsOperator
        );
        require!(
            self.participant.has_role(role::MERCHANT),
            SandboxError::LaneNeedsMerchant
        );
        require!(
            self.asset.class != class::INSTRUMENT,
            SandboxError::LaneUnavailable
        );
        Ok(())
    }

    /// Lane 0 is there before its lanes are, so that what they receive can always leave;
    /// its caps are where theirs begin.
    fn follow(&mut self, main: Option<&AccountView>) -> Result<()> {
        let main = main.ok_or(SandboxError::NotMainLane)?;
        let main = Account::<PaymentAccount>::load(*main)?;
        let account = &mut self.account;
        require!(
            main.lane == 0
                && address_eq(&main.wallet, &account.wallet)
                && address_eq(&main.asset, &account.asset),
            SandboxError::NotMainLane
        );
        account.receive_per_day = main.receive_per_day;
        account.receive_per_month = main.receive_per_month;
        Ok(())
    }
}

/// A payment account that has just been made.
pub struct Opening<'a> {
    pub payer: &'a Address,
    pub zone: &'a Account<Zone>,
    pub asset: &'a Account<Asset>,
    pub participant: &'a Account<Participant>,
    pub account: &'a mut Account<PaymentAccount>,
}

impl Opening<'_> {
    pub fn apply(&mut self, lane: u8, bump: u8) {
        let account = &mut *self.account;
        account.version = VERSION;
        account.bump = bump;
        account.lane = lane;
        account.revision = 1;
        account.zone = *self.zone.address();
        account.asset = *self.asset.address();
        account.wallet = self.participant.wallet;
        account.participant = *self.participant.address();
        account.window = [1, 0]; // sequence 0 is used: the first is 1
        account.class = self.asset.class;
        account.utc_offset = self.zone.utc_offset as u32; // below a day: it fits
        account.receive_per_day = u64::MAX;
        account.receive_per_month = u64::MAX;
        account.rent_payer = *self.payer;
        let caps = &self.asset.caps[self.participant.tier as usize % self.asset.caps.len()];
        self.participant.carry_spending(caps, account);
    }

    pub fn record(&self) {
        let account = &*self.account;
        record(AccountOpened {
            account: *account.address(),
            asset: account.asset,
            wallet: account.wallet,
            lane: account.lane as u64,
            revision: account.revision,
        });
    }
}
