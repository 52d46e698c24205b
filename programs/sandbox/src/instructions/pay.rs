use anchor_lang::accounts::AccountInitialize as _;
use anchor_lang::address_eq;
use anchor_lang::find_and_verify_program_address;
use anchor_lang::prelude::*;

use crate::checks;
use crate::errors::SandboxError;
use crate::events::{record, Paid};
use crate::seeds;
use crate::state::{
    add, payment_state, role, scope, Asset, Legs, Participant, Payment, PaymentAccount, Zone,
    VERSION,
};

#[derive(Accounts)]
pub struct Pay {
    pub wallet: Signer,
    pub zone: Account<Zone>,
    #[account(constraint = address_eq(&asset.zone, zone.address()) @ SandboxError::WrongZone)]
    pub asset: Account<Asset>,
    pub payer: Account<Participant>,
    pub payee: Account<Participant>,
    #[account(
        mut,
        constraint = address_eq(&payer_account.wallet, wallet.address()) @ SandboxError::WrongOwner,
        constraint = address_eq(&payer_account.asset, asset.address()) @ SandboxError::WrongAsset
    )]
    pub payer_account: Account<PaymentAccount>,
    #[account(mut, constraint = address_eq(&payee_account.asset, asset.address()) @ SandboxError::WrongAsset)]
    pub payee_account: Account<PaymentAccount>,
    /// Held payments only: pays the rent of `payment`; often the wallet itself, which
    /// is harmless here, as neither holds data of ours.
    #[account(mut, unsafe(dup))]
    pub rent_payer: Option<Signer>,
    /// Held payments only.
    #[account(mut)]
    pub payment: Option<UncheckedAccount>,
    /// Held payments only.
    pub system_program: Option<Program<System>>,
}

pub struct Order {
    pub sequence: u64,
    pub amount: u64,
    pub reference: [u8; 32],
    pub service: u8,
    /// Unix seconds; 0 makes the payment final.
    pub deliver_by: u64,
}

impl Pay {
    pub fn pay(&mut self, order: &Order) -> Result<()> {
        self.payer_account.use_sequence(order.sequence)?;
        let now = checks::now()?;
        self.check(order, now)?;
        let caps = self.asset.caps[self.payer.tier as usize % self.asset.caps.len()];
        self.payer_account
            .spend(order.amount, &caps, now, self.zone.utc_offset)?;
        let legs = self.asset.legs(order.amount, self.payee.tax_category)?;
        self.apply(order, legs)?;
        if order.deliver_by != 0 {
            self.hold(order, legs, now)?;
        }
        self.record(order, legs);
        Ok(())
    }

    #[inline(always)]
    fn check(&self, order: &Order, now: u64) -> Result<()> {
        checks::positive(order.amount)?;
        require!(
            address_eq(&self.payer_account.participant, self.payer.address()),
            SandboxError::WrongParticipant
        );
        require!(
            address_eq(&self.payee_account.participant, self.payee.address()),
            SandboxError::WrongParticipant
        );
        require!(
            !address_eq(&self.payee_account.wallet, self.wallet.address()),
            SandboxError::PayerIsPayee
        );
        checks::entering(&self.zone, scope::PAYMENTS, now)?;
        checks::consented(&self.asset)?;
        checks::verified(&self.payer, now)?;
        checks::verified(&self.payee, now)?;
        require!(
            self.payee.has_role(role::MERCHANT),
            SandboxError::PayeeNotMerchant
        );
        self.payee
            .check_licensed(self.asset.class, order.service, now)?;
        if order.deliver_by == 0 {
            require!(
                self.payment.is_none(),
                SandboxError::PaymentAccountUnexpected
            );
        } else {
            require!(
                order.deliver_by > now && order.deliver_by - now <= self.zone.deliver_within,
                SandboxError::BadDeadline
            );
        }
        Ok(())
    }

    #[inline(always)]
    fn apply(&mut self, order: &Order, legs: Legs) -> Result<()> {
        let amount = order.amount;
        let payer = &mut self.payer_account;
        payer.debit(amount)?;
        payer.paid = add(payer.paid, amount)?;
        payer.revision += 1;

        let payee = &mut self.payee_account;
        if order.deliver_by == 0 {
            payee.credit(amount - legs.fee - legs.tax)?;
            payee.fee_due = add(payee.fee_due, legs.fee)?;
            payee.tax_due = add(payee.tax_due, legs.tax)?;
        } else {
            payee.held = add(payee.held, amount)?;
        }
        payee.received = add(payee.received, amount)?;
        payee.revision += 1;
        Ok(())
    }

    /// Makes the account of a payment that can still change.
    fn hold(&mut self, order: &Order, legs: Legs, now: u64) -> Result<()> {
        let (Some(rent_payer), Some(target), Some(_)) =
            (&self.rent_payer, &self.payment, &self.system_program)
        else {
            return Err(SandboxError::PaymentAccountMissing.into());
        };
        let payer_account = *self.payer_account.address();
        let sequence = order.sequence.to_le_bytes();
        let bump = find_and_verify_program_address(
            &[seeds::PAYMENT, payer_account.as_ref(), &sequence],
            &crate::ID,
            target.address(),
        )
        .map_err(|_| SandboxError::WrongPaymentAddress)?;
        let mut payment = Account::<Payment>::create_and_initialize(
            rent_payer.account(),
            target.account(),
            Account::<Payment>::INIT_SPACE,
            &crate::ID,
            &(),
            Some(&[seeds::PAYMENT, payer_account.as_ref(), &sequence, &[bump]]),
            None,
        )?;
        payment.version = VERSION;
        payment.bump = bump;
        payment.state = payment_state::OPEN;
        payment.service = order.service;
        payment.revision = 1;
        payment.payer_account = payer_account;
        payment.payee_account = *self.payee_account.address();
        payment.rent_payer = *rent_payer.address();
        payment.reference = order.reference;
        payment.sequence = order.sequence;
        payment.amount = order.amount;
        payment.held = order.amount;
        payment.fee_total = legs.fee;
        payment.tax_total = legs.tax;
        payment.paid_at = now;
        payment.deliver_by = order.deliver_by;
        payment.settle_window = self.zone.settle_window;
        Ok(())
    }

    #[inline(always)]
    fn record(&self, order: &Order, legs: Legs) {
        let (payer, payee) = (&self.payer_account, &self.payee_account);
        record(Paid {
            payer_account: *payer.address(),
            payee_account: *payee.address(),
            reference: order.reference,
            sequence: order.sequence,
            amount: order.amount,
            fee: legs.fee,
            tax: legs.tax,
            service: order.service as u64,
            deliver_by: order.deliver_by,
            payer_available: payer.available,
            payer_revision: payer.revision,
            payee_available: payee.available,
            payee_held: payee.held,
            payee_fee_due: payee.fee_due,
            payee_tax_due: payee.tax_due,
            payee_revision: payee.revision,
        });
    }
}
