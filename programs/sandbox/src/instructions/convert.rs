use anchor_lang::address_eq;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Converted};
use crate::state::{role, scope, tally, Asset, Legs, Participant, PaymentAccount, Zone};

/// Payer and provider sign the same transaction: what it says is the quote, and that they
/// sign is its acceptance.  It names the payer's sequence, so it is used once; the provider
/// keeps no sequence of its own, as what it has signed cannot be executed without this one.
#[derive(Accounts)]
pub struct Convert {
    pub wallet: Signer,
    pub provider_wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset_in.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset_in: Account<Asset>,
    #[account(constraint = address_eq(&asset_out.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset_out: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    pub provider: Account<Participant>,
    #[account(mut)]
    pub payer_account: Account<PaymentAccount>,
    /// What the payer pays goes here.
    #[account(mut)]
    pub provider_in_account: Account<PaymentAccount>,
    /// What the payee receives comes from here.
    #[account(mut)]
    pub provider_out_account: Account<PaymentAccount>,
    #[account(mut)]
    pub payee_account: Account<PaymentAccount>,
}

pub struct Quote {
    pub sequence: u64,
    pub amount_in: u64,
    pub amount_out: u64,
    /// What `amount_in` would buy at the mid rate.
    pub mid_out: u64,
    pub reference: [u8; 32],
    pub service: u8,
    /// Unix seconds from which it is no quote any more.
    pub expires_at: u64,
}

impl Convert {
    pub fn convert(&mut self, quote: &Quote) -> Result<()> {
        self.payer_account.use_sequence(quote.sequence)?;
        let now = checks::now()?;
        let spread = self.check_quote(quote, now)?;
        self.check_accounts()?;
        self.check_rules(quote, now)?;
        self.take(quote, now)?;
        let legs = self.give(quote, now)?;
        self.record(quote, spread, legs);
        Ok(())
    }

    /// Says what the provider keeps.
    #[inline(always)]
    fn check_quote(&self, quote: &Quote, now: u64) -> Result<u64> {
        checks::positive(quote.amount_in)?;
        checks::positive(quote.amount_out)?;
        require!(now < quote.expires_at, SandboxError::QuoteExpired);
        quote
            .mid_out
            .checked_sub(quote.amount_out)
            .ok_or_else(|| SandboxError::QuoteOverMid.into())
    }

    #[inline(always)]
    fn check_accounts(&self) -> Result<()> {
        let (asset_in, asset_out) = (self.asset_in.address(), self.asset_out.address());
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        let (provider_in, provider_out) = (&self.provider_in_account, &self.provider_out_account);
        require!(!address_eq(asset_in, asset_out), SandboxError::SameAsset);
        require!(
            address_eq(&payer.asset, asset_in)
                && address_eq(&provider_in.asset, asset_in)
                && address_eq(&provider_out.asset, asset_out)
                && address_eq(&payee.asset, asset_out),
            SandboxError::WrongAsset
        );
        let (wallet, provider_wallet) = (self.wallet.address(), self.provider_wallet.address());
        require!(
            address_eq(&payer.wallet, wallet)
                && address_eq(&provider_in.wallet, provider_wallet)
                && address_eq(&provider_out.wallet, provider_wallet),
            SandboxError::WrongOwner
        );
        // A wallet has one participant in a zone: the provider's other account needs no look.
        require!(
            address_eq(&payer.participant, self.payer.address())
                && address_eq(&provider_out.participant, self.provider.address())
                && address_eq(&payee.participant, self.payee.address()),
            SandboxError::WrongParticipant
        );
        require!(
            !address_eq(&payee.wallet, wallet),
            SandboxError::PayerIsPayee
        );
        require!(
            !address_eq(provider_wallet, wallet) && !address_eq(provider_wallet, &payee.wallet),
            SandboxError::ProviderNotDistinct
        );
        Ok(())
    }

    #[inline(always)]
    fn check_rules(&self, quote: &Quote, now: u64) -> Result<()> {
        let (asset_in, asset_out) = (&self.asset_in, &self.asset_out);
        checks::entering(&self.zone, scope::CONVERSIONS | scope::PAYMENTS, now)?;
        checks::consented(asset_in)?;
        checks::consented(asset_out)?;
        for participant in [&self.payer, &self.payee, &self.provider] {
            checks::verified(participant, now)?;
        }
        checks::unfrozen(&self.payer_account, &self.payer, now)?;
        checks::spending_lane(&self.payer_account)?;
        checks::unfrozen(&self.provider_out_account, &self.provider, now)?;
        checks::spending_lane(&self.provider_out_account)?;
        require!(
            self.provider.has_role(role::PROVIDER),
            SandboxError::NotProvider
        );
        require!(
            self.provider
                .is_exchange(asset_in.class, asset_out.class, now),
            SandboxError::ProviderNotLicensed
        );
        require!(
            self.payee.has_role(role::MERCHANT),
            SandboxError::PayeeNotMerchant
        );
        self.payee
            .check_licensed(asset_out.class, quote.service, now)
    }

    /// The payer's asset goes to the provider.
    #[inline(always)]
    fn take(&mut self, quote: &Quote, now: u64) -> Result<()> {
        let asset = &self.asset_in;
        let caps = &asset.caps[self.payer.tier as usize % asset.caps.len()];
        let (payer, provider) = (&mut *self.payer_account, &mut *self.provider_in_account);
        payer.debit(quote.amount_in)?;
        payer.spend(quote.amount_in, caps, now)?;
        tally(&mut payer.paid, quote.amount_in);
        payer.revision += 1;
        provider.credit(quote.amount_in)?;
        tally(&mut provider.received, quote.amount_in);
        provider.revision += 1;
        Ok(())
    }

    /// The provider's asset goes to the payee, finally: fee and tax accrue at once.
    #[inline(always)]
    fn give(&mut self, quote: &Quote, now: u64) -> Result<Legs> {
        let amount = quote.amount_out;
        let (provider, payee) = (&mut *self.provider_out_account, &mut *self.payee_account);
        provider.debit(amount)?;
        tally(&mut provider.paid, amount);
        provider.revision += 1;
        payee.receive(amount, now)?;
        let tax_bps = self.asset_out.tax_rate(self.payee.tax_category)?;
        let legs = self.asset_out.legs(amount, tax_bps);
        payee.credit(amount - legs.fee - legs.tax)?;
        payee.accrue(amount, legs, tax_bps)?;
        payee.revision += 1;
        Ok(legs)
    }

    #[inline(always)]
    fn record(&self, quote: &Quote, spread: u64, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        let (provider_in, provider_out) = (&self.provider_in_account, &self.provider_out_account);
        record(Converted {
            payer_account: *payer.address(),
            provider_in_account: *provider_in.address(),
            provider_out_account: *provider_out.address(),
            payee_account: *payee.address(),
            reference: quote.reference,
            sequence: quote.sequence,
            amount_in: quote.amount_in,
            amount_out: quote.amount_out,
            mid_out: quote.mid_out,
            spread,
            fee: legs.fee,
            tax: legs.tax,
            service: quote.service as u64,
            payer_available: payer.available,
            payer_revision: payer.revision,
            provider_in_available: provider_in.available,
            provider_in_revision: provider_in.revision,
            provider_out_available: provider_out.available,
            provider_out_revision: provider_out.revision,
            payee_available: payee.available,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
        });
    }
}
