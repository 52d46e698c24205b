"""Conversions and payments from wallets in plain Python, beside `invariant_model`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tests.program.invariant_model import Balances, Model

from alatau.program import Role, Scope

SHARES = 10**9


@dataclass(slots=True)
class Walker:
    """A participant in tier 0 that has tokens and no payment accounts."""

    tokens: dict[str, int]
    shares: dict[tuple[int, ...], int] = field(default_factory=lambda: defaultdict(int))
    sequences: Balances = field(default_factory=Balances)


def convert(
    model: Model,
    parties: tuple[str, str, str],
    assets: tuple[str, str],
    sequence: int,
    amounts: tuple[int, int, int],
    expires_at: int,
) -> set[str]:
    """Payer, provider, payee; what is paid in and out; in, out and the mid rate's out."""
    (who, provider, payee), (paid_in, paid_out) = parties, assets
    amount_in, amount_out, mid_out = amounts
    reasons = model._spending(who, paid_in, sequence, amount_in, Scope.CONVERSIONS)
    reasons |= _parties(model, who, provider, payee)
    reasons |= model._entering(Scope.PAYMENTS)
    reasons |= set() if amount_out else {"ZeroAmount"}
    if model.now >= expires_at:
        reasons.add("QuoteExpired")
    if mid_out < amount_out:
        reasons.add("QuoteOverMid")
    if paid_in == paid_out:
        reasons.add("SameAsset")
    given = model.accounts[provider, paid_out]
    reasons |= model.receiving(payee, paid_out, amount_out)
    reasons |= model._verified(who, provider) | model._frozen(provider, paid_out)
    if amount_out > given.available:
        reasons.add("InsufficientFunds")
    if reasons:
        return reasons
    model._spend(who, paid_in, sequence, amount_in)
    taken = model.accounts[provider, paid_in]
    taken.available += amount_in
    taken.received += amount_in
    given.available -= amount_out
    given.paid += amount_out
    model.credit(payee, paid_out, amount_out)
    return set()


def _parties(model: Model, who: str, provider: str, payee: str) -> set[str]:
    reasons = set()
    if payee == who:
        reasons.add("PayerIsPayee")
    if provider in {who, payee}:
        reasons.add("ProviderNotDistinct")
    if model.parties[provider].role is not Role.PROVIDER:
        reasons.add("NotProvider")
    if any(model.parties[provider].licences[slot] is None for slot in (0, 1)):
        reasons.add("ProviderNotLicensed")
    return reasons


def pay_from_wallet(
    model: Model, walker: Walker, payee: str, asset: str, sequence: int, amount: int
) -> set[str]:
    """A payment straight from a wallet."""
    rules = model.rules[asset]
    reasons = walker.sequences.sequence_reasons(sequence)
    reasons |= model._entering(Scope.PAYMENTS | Scope.DEPOSITS)
    reasons |= set() if amount else {"ZeroAmount"}
    reasons |= model.receiving(payee, asset, amount)
    if amount > walker.tokens[asset]:
        reasons.add("TokenInsufficientFunds")
    if amount > rules.tier_0.per_payment:
        reasons.add("PaymentLimitExceeded")
    day, month = model._dates()
    caps = rules.tier_0.per_day, rules.tier_0.per_month
    parts = [0 if cap == 2**64 - 1 else -(-amount * SHARES // cap) for cap in caps]
    names = "DailyLimitExceeded", "MonthlyLimitExceeded"
    for date, part, name in zip((day, month), parts, names, strict=True):
        if walker.shares[date] + part > SHARES:
            reasons.add(name)
    if reasons:
        return reasons
    walker.sequences.used.add(sequence)
    walker.tokens[asset] -= amount
    for date, part in zip((day, month), parts, strict=True):
        walker.shares[date] += part
    model.vault[asset] += amount
    model.credit(payee, asset, amount)
    return set()
