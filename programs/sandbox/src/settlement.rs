//! What becomes of a held payment's money: how it moves between the payment, its payee and
//! its payer.  Who may do it and when is each instruction's own to check.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math;
use crate::state::{add, payment_state, Legs, Payment, PaymentAccount};

/// What a settlement gave, and to what; together what was held.
#[derive(Clone, Copy)]
pub struct Settlement {
    /// What became available to the payee.
    pub net: u64,
    /// What of the payee's is kept back.
    pub reserve: u64,
    pub legs: Legs,
}

/// Releases what is held to the payee: fee and tax accrue, and a part of the rest stays in
/// reserve where the payment's policy says so.
#[inline(always)]
pub fn settle(
    payment: &mut Payment,
    payee: &mut PaymentAccount,
    now: u64,
    reserve_bps: u16,
) -> Result<Settlement> {
    let legs = payment.remaining_legs();
    let held = payment.held;
    let rest = held
        .checked_sub(legs.fee)
        .and_then(|rest| rest.checked_sub(legs.tax))
        .ok_or(SandboxError::Overflow)?;
    let reserve = math::bps(rest, reserve_bps);
    let net = rest - reserve;

    payment.state = payment_state::SETTLED;
    payment.held = 0;
    payment.settled = net;
    payment.fee = legs.fee;
    payment.tax = legs.tax;
    if reserve > 0 {
        payment.reserve = reserve;
        payment.reserve_until = add(now, payment.reserve_window as u64)?;
        payee.reserve = add(payee.reserve, reserve)?;
    }
    payment.revision += 1;

    payee.roll(now);
    payee.unhold(held)?;
    payee.credit(net)?;
    payee.accrue_always(held, legs, payment.tax_bps)?;
    payee.revision += 1;
    Ok(Settlement { net, reserve, legs })
}

/// Returns some of what is held to the payer: fee and tax have not accrued yet.
#[inline(always)]
pub fn refund_held(
    payment: &mut Payment,
    payee: &mut PaymentAccount,
    payer: &mut PaymentAccount,
    amount: u64,
) -> Result<()> {
    payment.refunded = payment.refunded_after(amount)?;
    payment.held = payment
        .held
        .checked_sub(amount)
        .ok_or(SandboxError::Overflow)?;
    if payment.held == 0 {
        payment.state = payment_state::REFUNDED;
    }
    payment.revision += 1;
    payee.unhold(amount)?;
    give(payee, payer, amount)
}

/// Returns some of what has settled: each leg its share, then what became available, then
/// the reserve.  Of fee and tax, what was collected already is fronted by the payee and
/// becomes a credit.
#[inline(always)]
pub fn refund_settled(
    payment: &mut Payment,
    payee: &mut PaymentAccount,
    payer: &mut PaymentAccount,
    amount: u64,
    now: u64,
) -> Result<Legs> {
    let legs = take_legs(payment, amount)?;
    let net = amount - legs.fee - legs.tax;
    let reserve = net.saturating_sub(payment.settled);
    payment.settled -= net - reserve;
    take_reserve(payment, payee, reserve)?;
    if payment.refunded == payment.amount {
        payment.state = payment_state::REFUNDED;
    }
    payee.roll(now);
    let returned = payee.return_legs(amount, legs, payment.tax_bps)?;
    payee.debit(amount - returned - reserve)?;
    give(payee, payer, amount)?;
    Ok(legs)
}

/// Books a refund on a settled payment and says what of it fee and tax return.
#[inline(always)]
pub fn take_legs(payment: &mut Payment, amount: u64) -> Result<Legs> {
    let refunded = payment.refunded_after(amount)?;
    let legs = payment.refund_legs(refunded);
    require!(legs.fee + legs.tax <= amount, SandboxError::Overflow);
    payment.refunded = refunded;
    payment.fee = payment
        .fee
        .checked_sub(legs.fee)
        .ok_or(SandboxError::Overflow)?;
    payment.tax = payment
        .tax
        .checked_sub(legs.tax)
        .ok_or(SandboxError::Overflow)?;
    payment.revision += 1;
    Ok(legs)
}

/// Takes from a payment's reserve, and from its payee's.
#[inline(always)]
pub fn take_reserve(payment: &mut Payment, payee: &mut PaymentAccount, amount: u64) -> Result<()> {
    payment.reserve = payment
        .reserve
        .checked_sub(amount)
        .ok_or(SandboxError::Overflow)?;
    payee.unreserve(amount)
}

/// What a payee returns, a payer has again.
#[inline(always)]
fn give(payee: &mut PaymentAccount, payer: &mut PaymentAccount, amount: u64) -> Result<()> {
    payer.credit(amount)?;
    payer.revision += 1;
    payee.refunded = add(payee.refunded, amount)?;
    payee.revision += 1;
    Ok(())
}
