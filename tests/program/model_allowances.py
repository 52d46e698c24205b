"""What allowances and mandates allow, in plain Python beside `invariant_model`."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from tests.program.invariant_model import Balances, Held, Model

from alatau.program import Role, Scope

LONGEST = 366 * 86_400


@dataclass(slots=True)
class Allowed:
    """An allowance on an owner's account."""

    owner: str
    asset: str
    per_payment: int = 0
    per_period: int = 0
    period: int = 1
    services: int = 0
    starts_at: int = 0
    expires_at: int = 0
    revoked: bool = False
    grants: int = 0
    index: int = 0
    spent: int = 0
    drawn: int = 0
    # A window of sequences is one, whoever has it.
    window: Balances = field(default_factory=Balances)

    def change(self, model: Model, terms: dict[str, int], before: int) -> set[str]:
        """Granted, for the first time or again."""
        reasons = model._entering(Scope.OPENING)
        if before != self.grants:
            reasons.add("GrantsChanged")
        if not 0 < terms["per_payment"] <= terms["per_period"] or not terms["services"]:
            reasons.add("BadAllowance")
        if not 0 < terms["period"] <= LONGEST:
            reasons.add("BadWindow")
        if terms["expires_at"] <= model.now:
            reasons.add("AlreadyExpired")
        if reasons:
            return reasons
        running = self.grants and not self.revoked and model.now < self.expires_at
        if not running or terms["period"] != self.period:
            self.starts_at, self.index, self.spent = model.now, 0, 0
        for name, value in terms.items():
            setattr(self, name, value)
        self.revoked = False
        self.grants += 1
        return set()

    def draw(self, model: Model, payee: str, sequence: int, amount: int, service: int) -> set[str]:
        """Spent by the delegate."""
        reasons = self.window.sequence_reasons(sequence)
        index = (model.now - self.starts_at) // self.period
        spent = amount + (self.spent if index == self.index else 0)
        if self.revoked:
            reasons.add("AllowanceRevoked")
        if model.now >= self.expires_at:
            reasons.add("AllowanceExpired")
        if not self.services >> service & 1:
            reasons.add("ServiceNotAllowed")
        if amount > self.per_payment:
            reasons.add("AllowancePaymentExceeded")
        if spent > self.per_period:
            reasons.add("AllowanceExceeded")
        reasons |= charge(model, self.owner, payee, self.asset, amount, dry=bool(reasons))
        if not reasons:
            self.window.used.add(sequence)
            self.index, self.spent, self.drawn = index, spent, self.drawn + amount
        return reasons


@dataclass(slots=True)
class Offer:
    """A merchant's plan."""

    payee: str
    asset: str
    number: int
    amount: int
    period: int
    closed: bool = False


@dataclass(slots=True)
class Consent:
    """A payer's mandate for a plan."""

    payer: str
    offer: Offer
    starts_at: int
    ends_at: int
    pulled: list[int] = field(default_factory=list)

    def due(self, now: int) -> int:
        """The period of this time."""
        return (now - self.starts_at) // self.offer.period

    def pull(self, model: Model, index: int) -> set[str]:
        """Charged for a period."""
        reasons = {"PlanClosed"} if self.offer.closed else set()
        if model.now < self.starts_at:
            reasons.add("MandateNotStarted")
        if model.now >= self.ends_at:
            reasons.add("MandateEnded")
        if index != self.due(model.now):
            reasons.add("NotThisPeriod")
        if self.pulled and index <= self.pulled[-1]:
            reasons.add("PeriodPulled")
        offer = self.offer
        reasons |= charge(
            model, self.payer, offer.payee, offer.asset, offer.amount, dry=bool(reasons)
        )
        if not reasons:
            self.pulled.append(index)
        return reasons


def offer_reasons(model: Model, who: str, amount: int, period: int) -> set[str]:
    """Why a plan cannot be made."""
    reasons = model._entering(Scope.OPENING)
    if model.parties[who].role is not Role.MERCHANT:
        reasons.add("PayeeNotMerchant")
    if not amount:
        reasons.add("ZeroAmount")
    if not 0 < period <= LONGEST:
        reasons.add("BadWindow")
    return reasons


def consent_reasons(
    model: Model, who: str, offer: Offer, terms: dict[str, int], *, exists: bool
) -> set[str]:
    """Why a payer cannot consent to a plan; its sequence is used up if it can."""
    account = model.accounts[who, offer.asset]
    reasons = model._entering(Scope.OPENING) | account.sequence_reasons(terms["sequence"])
    if (terms["amount"], terms["period"]) != (offer.amount, offer.period):
        reasons.add("PlanDiffers")
    if max(terms["starts_at"], model.now) >= terms["ends_at"]:
        reasons.add("BadMandate")
    reasons |= {"PlanClosed"} if offer.closed else set()
    reasons |= {"PayerIsPayee"} if who == offer.payee else set()
    reasons |= {"AccountAlreadyInUse"} if exists else set()
    if not reasons:
        account.used.add(terms["sequence"])
    return reasons


def charge(model: Model, who: str, payee: str, asset: str, amount: int, *, dry: bool) -> set[str]:
    """A final payment that uses no sequence of the payer's account."""
    on = deepcopy(model) if dry else model
    account = on.accounts[who, asset]
    unused = max(account.used) + 1
    reasons = on.pay(who, payee, asset, unused, amount)
    assert not isinstance(reasons, Held)
    account.used.discard(unused)
    return reasons
