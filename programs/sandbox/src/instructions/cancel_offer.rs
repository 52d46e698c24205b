use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, OfferCancelled};
use crate::state::{instrument_state, Holding, Instrument, Offer, Zone};

/// A returning instruction: units that were set aside are free again, and the rent goes back.
#[derive(Accounts)]
pub struct CancelOffer {
    /// The holder's, or anyone's once the offer cannot be taken any more, or not now: what regulators
    /// order takes units that are free.
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&instrument.zone, zone.address()) @ SandboxError::WrongZone)]
    pub instrument: Account<Instrument>,
    #[account(
        mut,
        constraint = address_eq(&holding.instrument, instrument.address()) @ SandboxError::WrongInstrument
    )]
    pub holding: Account<Holding>,
    #[account(
        mut,
        constraint = address_eq(&offer.holding, holding.address()) @ SandboxError::WrongOffer,
        close = rent_payer
    )]
    pub offer: Account<Offer>,
    /// May be the wallet too, as neither holds data of ours.
    #[account(
        mut,
        unsafe(dup),
        constraint = address_eq(&offer.rent_payer, rent_payer.address()) @ SandboxError::NotRentPayer
    )]
    pub rent_payer: UncheckedAccount,
}

impl CancelOffer {
    pub fn cancel_offer(&mut self) -> Result<()> {
        let own = address_eq(&self.holding.wallet, self.wallet.address());
        if own {
            self.holding.end_replacement();
        } else {
            self.check_over()?;
        }
        self.holding.unset(self.offer.left, true)?;
        self.holding.revision += 1;
        self.record();
        Ok(())
    }

    /// What another than the holder needs.
    fn check_over(&self) -> Result<()> {
        if self.instrument.state == instrument_state::DELISTED
            || self.instrument.redemption_price != 0
        {
            return Ok(());
        }
        let now = checks::now()?;
        require!(
            now >= self.offer.expires_at
                || now >= self.zone.ends_at
                || self.holding.freeze.is_active(now)
                || self.holding.is_replaceable(now),
            SandboxError::OfferStands
        );
        Ok(())
    }

    fn record(&self) {
        let (offer, holding) = (&self.offer, &self.holding);
        record(OfferCancelled {
            offer: *offer.address(),
            instrument: offer.instrument,
            holding: offer.holding,
            rent_payer: offer.rent_payer,
            quantity: offer.left,
            lamports: offer.account().lamports(),
            offered: holding.offered,
            open_offers: holding.open_offers,
            holding_revision: holding.revision,
            revision: offer.revision + 1,
        });
    }
}
