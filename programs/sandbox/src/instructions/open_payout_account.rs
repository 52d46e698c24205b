use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use super::open_account::Opening;
use crate::errors::SandboxError;
use crate::seeds;
use crate::state::{Asset, Holding, Instrument, Participant, PaymentAccount, Zone};

/// A returning instruction, of anyone: who has something to claim, or units of a called
/// instrument, must have where to, and an issuer that is to redeem units whence.  It looks
/// at no pause, end, consent or verification, and is also for an account that was closed after
/// the zone's end: from then on nothing enters, so that its forgotten sequences harm nobody.
#[derive(Accounts)]
pub struct OpenPayoutAccount {
    #[account(mut)]
    pub payer: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(constraint = address_eq(&instrument.payout_asset, payout_asset.address()) @ SandboxError::WrongAsset)]
    pub payout_asset: Account<Asset>,
    pub participant: Account<Participant>,
    #[account(
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument,
        constraint = address_eq(&holding.participant, participant.address()) @ SandboxError::WrongParticipant
    )]
    pub holding: Account<Holding>,
    #[account(
        init,
        payer = payer,
        seeds = [
            seeds::ACCOUNT,
            zone.address().as_ref(),
            participant.wallet.as_ref(),
            payout_asset.mint.as_ref(),
            &[0]
        ],
        bump
    )]
    pub account: Account<PaymentAccount>,
    pub system_program: Program<System>,
}

impl OpenPayoutAccount {
    pub fn open_payout_account(&mut self, bump: u8) -> Result<()> {
        let instrument = &self.instrument;
        let redeemed = instrument.redemption_price != 0 && self.holding.units > 0;
        let redeems = instrument.issued > 0 && instrument.is_issuer(&self.holding.wallet);
        require!(
            redeemed || redeems || instrument.entitled(&self.holding)? > 0,
            SandboxError::NothingToClaim
        );
        let mut opening = Opening {
            payer: self.payer.address(),
            zone: &self.zone,
            asset: &self.payout_asset,
            participant: &self.participant,
            account: &mut self.account,
        };
        opening.apply(0, bump);
        opening.record();
        Ok(())
    }
}
