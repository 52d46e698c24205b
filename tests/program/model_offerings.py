"""What offerings allow and allot, in plain Python beside `model_instruments`.

Parts are exact rationals, rounded down at their ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from tests.program.invariant_model import Balances, Model
from tests.program.model_instruments import CANNOT_MOVE, Member, Register

from alatau.amounts import U64_MAX
from alatau.program import Allotment, OfferingState, Role, Scope

MONEY = "tenge"
"""The payout asset of every instrument of the lives."""
YEAR = 366 * 86_400


def parts(allotment: Allotment, quantity: int, units: list[int]) -> list[int]:
    """What falls to each of those confirmed in this order, of at most `quantity` units."""
    whole, places = sum(units), [sum(units[:n]) for n in range(len(units) + 1)]
    sold = min(quantity, whole)
    if allotment is Allotment.FIRST_COME:
        ends = [min(place, sold) for place in places]
    else:
        ends = [floor(Fraction(place * sold, whole or 1)) for place in places]
    return [end - begin for begin, end in pairwise(ends)]


@dataclass(slots=True)
class Wanted:
    """A subscription."""

    units: int
    at: int
    confirmed: bool = False
    reserves: bool = False


@dataclass(slots=True)
class Sale:
    """An offering and who has subscribed it."""

    number: int
    terms: dict[str, Any]
    state: OfferingState = OfferingState.OPEN
    revision: int = 1
    wanted: dict[str, Wanted] = field(default_factory=dict)
    # In the order of confirmations; it stays when they are allotted.
    order: list[tuple[str, int]] = field(default_factory=list)
    sold: int = 0
    unallotted: int = 0

    @property
    def confirmed(self) -> int:
        return sum(units for _, units in self.order)

    @property
    def concludes_at(self) -> int:
        return int(self.terms["closes_at"]) + int(self.terms["cooling_off"])

    @property
    def abandoned_at(self) -> int:
        return self.concludes_at + 7 * 86_400

    def part(self, who: str) -> int:
        """What falls to somebody of what was sold."""
        if not self.sold or not self.wanted[who].confirmed:
            return 0
        units = [units for _, units in self.order]
        shares = parts(self.terms["allotment"], self.terms["quantity"], units)
        return shares[[name for name, _ in self.order].index(who)]


@dataclass(slots=True)
class Desk:
    """A zone, its members, and one instrument that offerings are of."""

    model: Model
    members: dict[str, Member]
    register: Register

    def account(self, who: str) -> Balances:
        return self.model.accounts[who, MONEY]

    def create(self, number: int, terms: dict[str, Any]) -> set[str] | Sale:
        model, register = self.model, self.register
        issuer = self.members[register.issuer]
        reasons = model._entering(Scope.OPENING) | self._moves()
        reasons |= self._verified(register.issuer)
        if not issuer.roles & Role.ISSUER:
            reasons.add("IssuerRoleMissing")
        if model.now < issuer.frozen_until:
            reasons.add("ParticipantFrozen")
        if number != register.offerings + 1:
            reasons.add("InvalidSeeds" if number <= 0 else "OfferingsChanged")
        if terms["quantity"] > register.issuable:
            reasons.add("AuthorisedExceeded")
        reasons |= self._bad_terms(terms)
        if reasons:
            return reasons
        register.offerings = number
        register.open_offerings += 1
        register.promised += terms["quantity"]
        register.revision += 1
        self.account(register.issuer).open_payments += 1
        return Sale(number, terms)

    def _bad_terms(self, terms: dict[str, Any]) -> set[str]:
        reasons = set()
        if not terms["price"] or not terms["quantity"]:
            reasons.add("ZeroAmount")
        if terms["price"] * terms["quantity"] > U64_MAX:
            reasons.add("Overflow")
        if not 0 < terms["minimum"] <= terms["quantity"]:
            reasons.add("BadMinimum")
        if not 0 < terms["least"] <= terms["most"]:
            reasons.add("BadSubscriptionRange")
        closes_at, now = terms["closes_at"], self.model.now
        if not max(now, terms["opens_at"]) < closes_at <= now + YEAR:
            reasons.add("BadOfferingWindow")
        if closes_at + terms["cooling_off"] >= self.model.ends_at:
            reasons.add("BadCoolingOff")
        return reasons

    def subscribe(self, sale: Sale, who: str, sequence: int, units: int) -> set[str]:
        account, register = self.account(who), self.register
        amount = units * sale.terms["price"]
        reasons = account.sequence_reasons(sequence) | self.model._entering(Scope.TRANSFERS)
        reasons |= self._moves() | self._open(sale) | self.model._frozen(who, MONEY)
        reasons |= register._may_hold(self.model, self.members[who], who)
        if not sale.terms["opens_at"] <= self.model.now < sale.terms["closes_at"]:
            reasons.add("OutsideOfferingWindow")
        if who == register.issuer:
            reasons.add("SubscriberIsIssuer")
        if not sale.terms["least"] <= units <= sale.terms["most"]:
            reasons.add("SubscriptionOutOfRange")
        if amount > U64_MAX:
            reasons.add("Overflow")
        if amount > account.available:
            reasons.add("InsufficientFunds")
        if who in sale.wanted:
            reasons.add("AlreadySubscribed")
        if not reasons:
            account.used.add(sequence)
            account.available -= amount
            account.held += amount
            sale.wanted[who] = Wanted(units, self.model.now)
            sale.revision += 1
        return reasons

    def withdraw(self, sale: Sale, who: str) -> set[str]:
        wanted = sale.wanted[who]
        reasons = {"SubscriptionConfirmed"} if wanted.confirmed else set()
        if self.model.now >= wanted.at + sale.terms["cooling_off"]:
            reasons.add("CoolingOffOver")
        if not reasons:
            self._pay_back(sale, who, 0)
        return reasons

    def confirm(self, sale: Sale, who: str) -> set[str]:
        wanted = sale.wanted[who]
        reasons = self._open(sale) | ({"SubscriptionConfirmed"} if wanted.confirmed else set())
        if self.model.now < wanted.at + sale.terms["cooling_off"]:
            reasons.add("CoolingOffNotOver")
        if not reasons:
            wanted.confirmed = True
            sale.order.append((who, wanted.units))
            sale.revision += 1
            register = self.register
            taken = register.holders + register.reserved
            if not register.units[who] and taken < register.terms["holder_cap"]:
                wanted.reserves = True
                register.reserved += 1
                register.revision += 1
        return reasons

    def conclude(self, sale: Sale) -> set[str]:
        reasons = self._open(sale)
        if self.model.now < sale.concludes_at:
            reasons.add("OfferingWindowNotOver")
        if not all(each.confirmed for each in sale.wanted.values()):
            reasons.add("SubscriptionsNotConfirmed")
        succeeds = sale.confirmed >= sale.terms["minimum"]
        if succeeds:
            reasons |= self._moves()
            reasons |= {"ZoneEnded"} if self.model.now >= self.model.ends_at else set()
        if reasons:
            return reasons
        sold = min(sale.terms["quantity"], sale.confirmed) if succeeds else 0
        sale.sold = sale.unallotted = sold
        self.register.issued += sold
        self.register.waiting[id(sale)] = sold
        self._decide(sale, OfferingState.SUCCEEDED if succeeds else OfferingState.FAILED)
        return reasons

    def cancel(self, sale: Sale, who: str, authority: bool) -> set[str]:
        reasons = self._open(sale)
        if who != self.register.issuer:
            late = self.model.now >= sale.abandoned_at
            reasons |= self.register.not_ended_by(self.model, authority=authority, late=late)
        if not reasons:
            self._decide(sale, OfferingState.FAILED)
        return reasons

    def allot(self, sale: Sale, who: str) -> set[str]:
        if sale.state is OfferingState.OPEN:
            return {"OfferingNotOver"}
        register, units, wanted = self.register, sale.part(who), sale.wanted[who]
        register.reserved -= wanted.reserves
        room = max(0, register.terms["max_per_holder"] - register.units[who])
        units = min(units, room)
        after = {**register.units, who: register.units[who] + units}
        barred = register._may_hold(self.model, self.members[who], who)
        if not wanted.reserves:
            barred |= register._over(after, who)
        if barred:
            units = 0
        self._pay_back(sale, who, units)
        if units or wanted.reserves:
            register.revision += 1
        if units:
            register.units = after
            sale.unallotted -= units
            self.register.give(id(sale), who, units)
        return set()

    def close(self, sale: Sale) -> set[str]:
        reasons = {"OfferingNotOver"} if sale.state is OfferingState.OPEN else set()
        if sale.wanted:
            reasons.add("SubscriptionsNotAllotted")
        if not reasons:
            register = self.register
            register.units[register.issuer] += sale.unallotted
            register.give(id(sale), register.issuer, sale.unallotted)
            register.open_offerings -= 1
            register.revision += 1
            self.account(register.issuer).open_payments -= 1
        return reasons

    def _pay_back(self, sale: Sale, who: str, units: int) -> None:
        """All that is held but the price of units, which goes to the issuer."""
        price, account = sale.terms["price"], self.account(who)
        held, paid = sale.wanted.pop(who).units * price, units * price
        account.held -= held
        account.available += held - paid
        account.paid += paid
        self.account(self.register.issuer).available += paid
        self.account(self.register.issuer).received += paid
        sale.revision += 1

    def _decide(self, sale: Sale, state: OfferingState) -> None:
        sale.state = state
        sale.revision += 1
        self.register.promised -= sale.terms["quantity"]
        self.register.revision += 1

    def _open(self, sale: Sale) -> set[str]:
        return set() if sale.state is OfferingState.OPEN else {"OfferingOver"}

    def _moves(self) -> set[str]:
        state = self.register.state
        return {CANNOT_MOVE[state]} if state in CANNOT_MOVE else set()

    def _verified(self, who: str) -> set[str]:
        late = self.model.now >= self.members[who].verified_until
        return {"VerificationExpired"} if late else set()
