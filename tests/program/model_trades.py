"""What trades and standing offers allow, in plain Python beside `model_instruments`."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from tests.program.invariant_model import Model
from tests.program.model_instruments import CANNOT_MOVE, Member, Register, _authority, verified

from alatau.program import InstrumentState, Scope

MONEY = "tenge"
U64 = 2**64


@dataclass(slots=True)
class Offered:
    """A standing offer of a member's."""

    who: str
    number: int
    price: int
    left: int
    expires_at: int
    least: int = 1


@dataclass(frozen=True, slots=True)
class Sale:
    """Who sells how many to whom, for how much in all."""

    seller: str
    buyer: str
    quantity: int
    price: int
    account_sequence: int


@dataclass(frozen=True, slots=True)
class Market:
    """An instrument, its members and the zone's money."""

    model: Model
    members: dict[str, Member]
    register: Register

    def trade(self, sale: Sale, sequence: int, expires_at: int) -> set[str]:
        window = self.register.windows[sale.seller]
        reasons = window.sequence_reasons(sequence)
        if self.model.now >= expires_at:
            reasons.add("TradeExpired")
        reasons |= self._reasons(sale, self.register.free(sale.seller))
        if not reasons:
            window.used.add(sequence)
            self._move(sale)
        return reasons

    def offer(
        self, who: str, sequence: int, quantity: int, price: int, until: int, least: int
    ) -> set[str]:
        register, member = self.register, self.members[who]
        reasons = register.windows[who].sequence_reasons(sequence)
        reasons |= register._moving(self.model, quantity) | verified(self.model, member)
        reasons |= set() if price else {"ZeroPrice"}
        if not 1 <= least <= quantity:
            reasons.add("BadOfferLeast")
        if until <= self.model.now:
            reasons.add("AlreadyExpired")
        if self.model.now < member.frozen_until:
            reasons.add("ParticipantFrozen")
        reasons |= self._locked(who) | register.frozen_reasons(self.model, who)
        if quantity > register.free(who):
            reasons.add("InsufficientUnits")
        if quantity * price >= U64:
            reasons.add("Overflow")
        if not reasons:
            register.windows[who].used.add(sequence)
            register.offered[who] += quantity
        return reasons

    def take(self, offered: Offered, buyer: str, account_sequence: int, quantity: int) -> set[str]:
        price = quantity * offered.price
        sale = Sale(offered.who, buyer, quantity, price, account_sequence)
        reasons = self._reasons(sale, quantity)
        if self.model.now >= offered.expires_at:
            reasons.add("OfferExpired")
        if quantity > offered.left:
            reasons.add("OfferExceeded")
        if quantity < offered.least and quantity != offered.left:
            reasons.add("BelowOfferLeast")
        if not reasons:
            offered.left -= quantity
            self.register.offered[offered.who] -= quantity
            self._move(sale)
        return reasons

    def cancel(self, offered: Offered, who: str, *, over: bool = False) -> set[str]:
        model, register = self.model, self.register
        over = over or model.now >= min(offered.expires_at, model.ends_at)
        over |= model.now < register.frozen[offered.who]
        over |= register.state in {InstrumentState.REDEEMING, InstrumentState.DELISTED}
        if who != offered.who and not over:
            return {"OfferStands"}
        register.offered[offered.who] -= offered.left
        offered.left = 0
        return set()

    def _reasons(self, sale: Sale, free: int) -> set[str]:
        model, register = self.model, self.register
        seller, buyer = self.members[sale.seller], self.members[sale.buyer]
        reasons = register._moving(model, sale.quantity) | verified(model, seller)
        reasons |= register._may_hold(model, buyer, sale.buyer)
        if model.now < max(seller.frozen_until, buyer.frozen_until):
            reasons.add("ParticipantFrozen")
        reasons |= self._locked(sale.seller) | self._money(sale)
        reasons |= register.frozen_reasons(model, sale.seller)
        if sale.quantity > free:
            reasons.add("InsufficientUnits")
        return reasons | register._over(self._after(sale), sale.buyer)

    def _money(self, sale: Sale) -> set[str]:
        model = self.model
        model.parties[sale.buyer].tier = self.members[sale.buyer].tier
        reasons = model._spending(
            sale.buyer, MONEY, sale.account_sequence, sale.price, Scope.PAYMENTS
        )
        reasons |= set() if sale.price else {"ZeroPrice"}
        account, rates = model.accounts[sale.seller, MONEY], model.rules[MONEY].tax_bps
        reasons |= account.receipts.reasons(*model._dates(), sale.price)
        if account.taxes.is_full(model.month(), rates[model.parties[sale.seller].tax_category]):
            reasons.add("TaxPeriodsFull")
        return reasons

    def _locked(self, who: str) -> set[str]:
        register = self.register
        early = self.model.now < register.terms["locked_until"] and who != register.issuer
        return {"UnitsLocked"} if early else set()

    def _after(self, sale: Sale) -> dict[str, int]:
        after = dict(self.register.units)
        after[sale.seller] -= sale.quantity
        after[sale.buyer] += sale.quantity
        return after

    def _move(self, sale: Sale) -> None:
        """The buyer pays the price, and the seller gets it less what its legs are."""
        self.register.units = self._after(sale)
        self.register.revision += 1
        self.model._spend(sale.buyer, MONEY, sale.account_sequence, sale.price)
        self.model.credit(sale.seller, MONEY, sale.price)


def split(
    register: Register, slot: int | None, revision: int, shares: int, per_units: int
) -> set[str]:
    """Of an instrument whose issuer has signed."""
    reasons = _authority(slot)
    if register.state not in {InstrumentState.ADMITTED, InstrumentState.SUSPENDED}:
        reasons.add(CANNOT_MOVE[register.state])
    if revision != register.revision:
        reasons.add("TermsChanged")
    if not shares or not per_units:
        return reasons | {"BadSplit"}
    common = gcd(shares, per_units)
    ratio = shares // common, per_units // common
    if ratio == register.ratio:
        reasons.add("NothingChanged")
    if not reasons:
        register.ratio = ratio
        register.revision += 1
    return reasons
