//! What becomes of a held payment's money: how it moves between the payment, its payee and
//! its payer.  Who may do it and when is each instruction's own to check.

use anchor_lang::prelude::*;

use crate::errors::SandboxError;
use crate::math;
use crate::state::{add, payment_state, tally, Legs, Payment, PaymentAccount};

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
    let settlement = settle_rest(payment, payee, now, reserve_bps)?;
    payment.revision += 1;
    payee.revision += 1;
    Ok(settlement)
}

/// As `settle`, as a part of a change whose revisions are its own to raise.
#[inline(always)]
fn settle_rest(
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

    payee.roll(now);
    payee.unhold(held)?;
    payee.credit(net)?;
    payee.accrue_always(held, legs, payment.tax_bps)?;
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
    return_held(payment, payee, payer, amount)?;
    payment.revision += 1;
    payee.revision += 1;
    Ok(())
}

/// As `refund_held`, as a part of a change whose revisions are its own to raise, but for the
/// payer's.
#[inline(always)]
fn return_held(
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
    payee.revision += 1;
    Ok(legs)
}

/// Ends the dispute of a held payment: so much goes back to the payer, and the rest settles
/// without a reserve.  Says what became available to the payee.
#[inline(always)]
pub fn split_held(
    payment: &mut Payment,
    payee: &mut PaymentAccount,
    payer: &mut PaymentAccount,
    to_payer: u64,
    now: u64,
) -> Result<u64> {
    if to_payer > 0 {
        return_held(payment, payee, payer, to_payer)?;
    }
    let mut net = 0;
    if payment.held > 0 {
        net = settle_rest(payment, payee, now, 0)?.net;
    }
    payment.revision += 1;
    payee.revision += 1;
    Ok(net)
}

/// Ends the dispute of a settled payment: so much goes back to the payer out of fee, tax and
/// reserve, and the rest of the reserve becomes available to the payee, which is said.
///
/// Fee and tax return their shares.  What of these was collected already is fronted by the
/// reserve and becomes the payee's credit, so that it counts as settled; what is available
/// to the payee is never touched, as the payee has not signed.
#[inline(always)]
pub fn charge_back(
    payment: &mut Payment,
    payee: &mut PaymentAccount,
    payer: &mut PaymentAccount,
    to_payer: u64,
    now: u64,
) -> Result<u64> {
    let reserve = payment.reserve;
    let mut charged = 0;
    let legs = take_legs(payment, to_payer)?;
    if to_payer > 0 {
        payee.roll(now);
        charged = to_payer - payee.return_legs(to_payer, legs, payment.tax_bps)?;
        give(payee, payer, to_payer)?;
    }
    let released = reserve
        .checked_sub(charged)
        .ok_or(SandboxError::ReserveShort)?;
    take_reserve(payment, payee, reserve)?;
    // What of the reserve has not gone to the payer as its own share: released or a credit.
    payment.settled = add(payment.settled, reserve - (to_payer - legs.fee - legs.tax))?;
    payee.credit(released)?;
    payee.revision += 1;
    payment.state = if payment.refunded == payment.amount {
        payment_state::REFUNDED
    } else {
        payment_state::SETTLED
    };
    Ok(released)
}

/// The most that `charge_back` can return.
///
/// Each unit more takes either one unit more of the reserve or one of what fee and tax have
/// due, never less.  Where what is due suffices for the legs' whole share it follows from the
/// payee's share, `ceil(net * returned / amount)`; else it is found by halving.
pub fn most_to_charge_back(payment: &Payment, payee: &PaymentAccount) -> u64 {
    let rest = payment.amount - payment.refunded;
    let net = payment.amount - payment.fee_total - payment.tax_total;
    let legs = payment.fee_total - payment.fee + payment.tax_total - payment.tax;
    let bearable = (payment.refunded - legs).saturating_add(payment.reserve);
    let mut most = if bearable < net {
        math::mul_div(payment.amount, bearable, net) - payment.refunded
    } else {
        rest
    };
    if from_reserve(payment, payee, most) <= payment.reserve {
        return most;
    }
    let due = payee.fee_due.saturating_add(payee.tax_due);
    most = most.min(payment.reserve.saturating_add(due));
    let mut enough = payment.reserve.min(rest);
    while enough < most {
        let tried = most - (most - enough) / 2;
        if from_reserve(payment, payee, tried) <= payment.reserve {
            enough = tried;
        } else {
            most = tried - 1;
        }
    }
    enough
}

/// What of a part the reserve has to give.
fn from_reserve(payment: &Payment, payee: &PaymentAccount, part: u64) -> u64 {
    let legs = payment.refund_legs(payment.refunded + part);
    part - legs.fee.min(payee.fee_due) - legs.tax.min(payee.tax_due)
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
    tally(&mut payee.refunded, amount);
    Ok(())
}

#[cfg(test)]
mod tests;
