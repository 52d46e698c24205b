use anchor_lang::address_eq;
use anchor_lang::pinocchio::account::AccountView;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{Batch, PaidMany, PaidManyHead, PaidRow};
use crate::state::{add, role, scope, tally, Asset, Caps, Participant, PaymentAccount, Zone};

/// A u64 as its little-endian bytes, which may lie anywhere: amounts are read where the
/// instruction's data has them.  By its name the IDL says `u64`, which it is.
pub type PodU64 = [u8; 8];

/// As `Transfer`, with the payees after the declared accounts.
#[derive(Accounts)]
pub struct PayMany {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&payer_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payer_account.asset, asset.address()) @ SandboxError::WrongAsset
    )]
    pub payer_account: Account<PaymentAccount>,
}

/// Who is paid what: two accounts for each amount, a participant and its payment account.
///
/// The position pairs them: an index would cost a byte a row, and the accounts of the
/// instruction are indices already, so that a payee named twice costs little as it is.
pub struct Payroll<'a> {
    pub sequence: u64,
    pub reference: [u8; 32],
    pub amounts: &'a [PodU64],
    pub payees: &'a [AccountView],
}

impl PayMany {
    pub fn pay_many(&mut self, payroll: &Payroll) -> Result<()> {
        require!(
            payroll.payees.len() == 2 * payroll.amounts.len(),
            SandboxError::BatchMismatch
        );
        let mut batch = Batch::<PaidMany>::begin(payroll.amounts.len())?;
        self.payer_account.use_sequence(payroll.sequence)?;
        let now = checks::now()?;
        self.check(now)?;
        let caps = self.asset.caps[self.payer.tier as usize % self.asset.caps.len()];
        let mut total = 0;
        for (payee, amount) in payroll.payees.chunks_exact(2).zip(payroll.amounts) {
            let amount = u64::from_le_bytes(*amount);
            require!(
                amount <= caps.per_payment,
                SandboxError::PaymentLimitExceeded
            );
            total = add(total, amount)?;
            self.pay(payee, amount, now, &mut batch)?;
        }
        self.debit(total, caps, now)?;
        let payer = &self.payer_account;
        batch.record(PaidManyHead {
            payer_account: *payer.address(),
            reference: payroll.reference,
            sequence: payroll.sequence,
            total,
            payer_available: payer.available,
            payer_revision: payer.revision,
        });
        Ok(())
    }

    #[inline(always)]
    fn check(&self, now: u64) -> Result<()> {
        require!(
            address_eq(&self.payer_account.participant, self.payer.address()),
            SandboxError::WrongParticipant
        );
        checks::entering(&self.zone, scope::TRANSFERS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.payer, now)?;
        checks::unfrozen(&self.payer_account, &self.payer, now)?;
        checks::spending_lane(&self.payer_account)?;
        require!(
            self.payer.has_role(role::RESIDENT | role::MERCHANT),
            SandboxError::PayerNotResidentOrMerchant
        );
        Ok(())
    }

    /// Credits one payee.  The accounts of a payee that is named again are the same memory,
    /// read and written anew: each row adds to what the one before it has left.
    #[inline(always)]
    fn pay(
        &self,
        payee: &[AccountView],
        amount: u64,
        now: u64,
        batch: &mut Batch<PaidMany>,
    ) -> Result<()> {
        checks::positive(amount)?;
        let participant = Account::<Participant>::load(payee[0])?;
        // SAFETY: it is the only reference to this account: the framework refuses the
        // payer's account here, and the one of an earlier row is gone.
        let mut account = unsafe { Account::<PaymentAccount>::load_mut(payee[1])? };
        require!(
            address_eq(&account.asset, self.asset.address()),
            SandboxError::WrongAsset
        );
        require!(
            address_eq(&account.participant, participant.address()),
            SandboxError::WrongParticipant
        );
        require!(
            !address_eq(&account.wallet, &self.payer_account.wallet),
            SandboxError::PayerIsPayee
        );
        checks::verified(&participant, now)?;
        require!(
            participant.has_role(role::RESIDENT),
            SandboxError::PayeeNotResident
        );
        account.credit(amount)?;
        tally(&mut account.received, amount);
        account.revision += 1;
        batch.push(PaidRow {
            payee_account: *account.address(),
            amount,
            payee_available: account.available,
            payee_revision: account.revision,
        });
        Ok(())
    }

    /// Takes the total at once: the cap of one payment was each row's to keep.
    #[inline(always)]
    fn debit(&mut self, total: u64, caps: Caps, now: u64) -> Result<()> {
        let caps = Caps {
            per_payment: u64::MAX,
            ..caps
        };
        let account = &mut self.payer_account;
        account.debit(total)?;
        account.spend(total, &caps, now)?;
        tally(&mut account.paid, total);
        account.revision += 1;
        Ok(())
    }
}
