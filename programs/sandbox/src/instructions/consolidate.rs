use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Consolidated};
use crate::state::{Participant, PaymentAccount};

/// A returning instruction, of anyone: the money stays its owner's, and as free as it was.
#[derive(Accounts)]
pub struct Consolidate {
    #[account(constraint = address_eq(&lane_account.participant, participant.address()) @ SandboxError::WrongParticipant)]
    pub participant: Account<Participant>,
    #[account(mut)]
    pub lane_account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&account.wallet, &lane_account.wallet) @ SandboxError::WrongOwner,
        constraint = address_eq(&account.asset, &lane_account.asset) @ SandboxError::WrongAsset
    )]
    pub account: Account<PaymentAccount>,
}

impl Consolidate {
    pub fn consolidate(&mut self) -> Result<()> {
        self.check(checks::now()?)?;
        self.apply()
    }

    fn check(&self, now: u64) -> Result<()> {
        require!(self.lane_account.lane != 0, SandboxError::LaneIsMain);
        require!(self.account.lane == 0, SandboxError::NotMainLane);
        checks::unfrozen(&self.lane_account, &self.participant, now)?;
        // What a lane has may still be refunded or paid on: nobody else moves it under a freeze.
        checks::unfrozen(&self.account, &self.participant, now)?;
        require!(self.lane_account.available > 0, SandboxError::LaneEmpty);
        Ok(())
    }

    fn apply(&mut self) -> Result<()> {
        let (lane, account) = (&mut self.lane_account, &mut self.account);
        let amount = lane.available;
        lane.available = 0;
        lane.revision += 1;
        account.credit(amount)?;
        account.revision += 1;
        record(Consolidated {
            lane_account: *lane.address(),
            account: *account.address(),
            amount,
            lane_revision: lane.revision,
            available: account.available,
            revision: account.revision,
        });
        Ok(())
    }
}
