use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, LaneFunded};
use crate::state::{Participant, PaymentAccount};

/// A returning instruction: what a lane refunds has to be there, after the zone's end too.
#[derive(Accounts)]
pub struct FundLane {
    pub wallet: Signer,
    #[account(constraint = address_eq(&account.participant, participant.address()) @ SandboxError::WrongParticipant)]
    pub participant: Account<Participant>,
    #[account(mut, constraint = address_eq(&account.wallet, wallet.address()) @ SandboxError::WrongOwner)]
    pub account: Account<PaymentAccount>,
    #[account(
        mut,
        constraint = address_eq(&lane_account.wallet, &account.wallet) @ SandboxError::WrongOwner,
        constraint = address_eq(&lane_account.asset, &account.asset) @ SandboxError::WrongAsset
    )]
    pub lane_account: Account<PaymentAccount>,
}

impl FundLane {
    pub fn fund_lane(&mut self, sequence: u64, amount: u64) -> Result<()> {
        self.account.use_sequence(sequence)?;
        self.check(amount, checks::now()?)?;
        self.apply(sequence, amount)
    }

    fn check(&self, amount: u64, now: u64) -> Result<()> {
        checks::positive(amount)?;
        checks::spending_lane(&self.account)?;
        require!(self.lane_account.lane != 0, SandboxError::LaneIsMain);
        checks::unfrozen(&self.account, &self.participant, now)
    }

    fn apply(&mut self, sequence: u64, amount: u64) -> Result<()> {
        let (account, lane) = (&mut self.account, &mut self.lane_account);
        account.debit(amount)?;
        account.revision += 1;
        lane.credit(amount)?;
        lane.revision += 1;
        record(LaneFunded {
            account: *account.address(),
            lane_account: *lane.address(),
            sequence,
            amount,
            available: account.available,
            revision: account.revision,
            lane_available: lane.available,
            lane_revision: lane.revision,
        });
        Ok(())
    }
}
