use anchor_lang::address_eq;
use anchor_lang::find_and_verify_program_address;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, PaidFromWallet};
use crate::seeds;
use crate::state::{role, scope, Asset, Legs, Participant, PaymentAccount, Vault, Zone};
use crate::tokens::Entering;

/// For wallets without a payment account: what an account keeps of its payer (sequences,
/// caps), the participant keeps here.
#[derive(Accounts)]
pub struct DepositAndPay {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone, constraint = address_eq(&asset.mint, mint.address()) @ SandboxError::WrongMint)]
    pub asset: Account<Asset>,
    #[account(mut, constraint = address_eq(&vault.asset, asset.address()) @ SandboxError::WrongVault)]
    pub vault: Account<Vault>,
    #[account(mut)]
    pub vault_token: UncheckedAccount,
    #[account(mut)]
    pub source: UncheckedAccount,
    pub mint: UncheckedAccount,
    #[account(
        mut,
        constraint = address_eq(&payer.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payer.zone, zone.address()) @ SandboxError::WrongZone
    )]
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    /// Where the wallet's payment account would be: there must be none.
    pub payer_account: UncheckedAccount,
    #[account(
        mut,
        constraint = address_eq(&payee_account.asset, asset.address()) @ SandboxError::WrongAsset,
        constraint = address_eq(&payee_account.participant, payee.address()) @ SandboxError::WrongParticipant
    )]
    pub payee_account: Account<PaymentAccount>,
    pub token_program: UncheckedAccount,
}

pub struct WalletOrder {
    pub sequence: u64,
    /// What leaves the wallet.
    pub amount: u64,
    /// What must arrive at least, where the mint keeps a fee.
    pub minimum: u64,
    pub reference: [u8; 32],
    pub service: u8,
}

impl DepositAndPay {
    pub fn deposit_and_pay(&mut self, order: &WalletOrder) -> Result<()> {
        self.payer.use_wallet_sequence(order.sequence)?;
        let now = checks::now()?;
        self.check(order, now)?;
        self.check_no_account()?;
        let caps = &self.asset.caps[self.payer.tier as usize % self.asset.caps.len()];
        self.payer
            .spend_from_wallet(order.amount, caps, now, self.zone.utc_offset)?;
        self.payer.revision += 1;
        let arrived = self.take(order)?;
        let legs = self.apply(arrived, now)?;
        self.record(order, arrived, legs);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, order: &WalletOrder, now: u64) -> Result<()> {
        checks::positive(order.amount)?;
        require!(
            !address_eq(&self.payee_account.wallet, self.wallet.address()),
            SandboxError::PayerIsPayee
        );
        checks::entering(&self.zone, scope::PAYMENTS | scope::DEPOSITS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.payer, now)?;
        checks::verified(&self.payee, now)?;
        checks::participant_unfrozen(&self.payer, self.asset.class, now)?;
        require!(
            self.payee.has_role(role::MERCHANT),
            SandboxError::PayeeNotMerchant
        );
        self.payee
            .check_licensed(self.asset.class, order.service, now)
    }

    /// With a payment account, the caps of a day would be there twice.
    #[inline(always)]
    fn check_no_account(&self) -> Result<()> {
        find_and_verify_program_address(
            &[
                seeds::ACCOUNT,
                self.zone.address().as_ref(),
                self.wallet.address().as_ref(),
                self.asset.mint.as_ref(),
                &[0],
            ],
            &crate::ID,
            self.payer_account.address(),
        )
        .map_err(|_| SandboxError::WrongAccountAddress)?;
        // Lamports that somebody sent there make no account.
        require!(
            !self.payer_account.account().owned_by(&crate::ID),
            SandboxError::HasAccount
        );
        Ok(())
    }

    #[inline(always)]
    fn take(&mut self, order: &WalletOrder) -> Result<u64> {
        let arrived = Entering {
            wallet: &self.wallet,
            asset: &self.asset,
            vault: &self.vault,
            vault_token: &self.vault_token,
            source: &self.source,
            mint: &self.mint,
            token_program: &self.token_program,
        }
        .enter(order.amount)?;
        require!(arrived >= order.minimum, SandboxError::ArrivedTooLittle);
        self.vault.deposit(arrived)?;
        Ok(arrived)
    }

    #[inline(always)]
    fn apply(&mut self, arrived: u64, now: u64) -> Result<Legs> {
        let payee = &mut *self.payee_account;
        payee.receive(arrived, now)?;
        let tax_bps = self.asset.tax_rate(self.payee.tax_category)?;
        let legs = self.asset.legs(arrived, tax_bps);
        payee.credit(arrived - legs.fee - legs.tax)?;
        payee.accrue(arrived, legs, tax_bps)?;
        payee.revision += 1;
        Ok(legs)
    }

    #[inline(always)]
    fn record(&self, order: &WalletOrder, arrived: u64, legs: Legs) {
        let (payer, payee) = (&self.payer, &self.payee_account);
        record(PaidFromWallet {
            payer: *payer.address(),
            wallet: *self.wallet.address(),
            asset: *self.asset.address(),
            payee_account: *payee.address(),
            reference: order.reference,
            sequence: order.sequence,
            sent: order.amount,
            amount: arrived,
            fee: legs.fee,
            tax: legs.tax,
            service: order.service as u64,
            payer_day_share: payer.wallet_day_share,
            payer_month_share: payer.wallet_month_share,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
            liabilities: self.vault.liabilities,
            vault_revision: self.vault.revision,
        });
    }
}
