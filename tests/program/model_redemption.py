"""What calls and tenders allow, in plain Python beside `model_instruments`."""

from __future__ import annotations

from dataclasses import dataclass

from tests.program.invariant_model import Balances, Model
from tests.program.model_instruments import Member, Register, verified

from alatau.program import InstrumentState, Role

MONEY = "tenge"
"""The payout asset of every instrument of the lives."""
FEW = 2**64


@dataclass(slots=True)
class Paid:
    """An instrument's call and its tender, in a zone with its members."""

    model: Model
    members: dict[str, Member]
    register: Register
    price: int = 0
    tender_price: int = 0
    tender_left: int = 0

    @property
    def set_aside(self) -> int:
        """This instrument's part of what its issuer has held."""
        return self.price * self.register.issued + self.tender_price * self.tender_left

    @property
    def due(self) -> bool:
        """Whether its time has come."""
        model, maturity = self.model, self.register.terms["maturity"]
        delisted = self.register.state is InstrumentState.DELISTED
        return delisted or 0 < maturity <= model.now or model.now >= model.ends_at

    def call(self, sequence: int, price: int) -> set[str]:
        register = self.register
        own = register.units.get(register.issuer, 0)
        reasons = self._spending(sequence, (register.issued - own) * price) | self._uncallable()
        reasons |= self._not_free(own) | register.frozen_reasons(self.model, register.issuer)
        if not price:
            reasons.add("ZeroAmount")
        if not reasons:
            self.price, register.called = price, True
            if register.issuer in register.units:
                register.units[register.issuer] = 0
            if register.state is not InstrumentState.DELISTED:
                register.state = InstrumentState.REDEEMING
            self._retire(own)
            self._aside(sequence, register.issued * price)
        return reasons

    def _not_free(self, own: int) -> set[str]:
        """The issuer's units must all be."""
        free = self.register.free(self.register.issuer) if own else 0
        return {"UnitsNotFree"} if free != own else set()

    def _uncallable(self) -> set[str]:
        """Why it cannot be called now, whatever the price."""
        register = self.register
        against = {
            "InstrumentNotAdmitted": register.state is InstrumentState.PROPOSED,
            "RedemptionCalled": self.price > 0,
            "TenderOpen": self.tender_left > 0,
            "NothingToRedeem": not register.issued,
            "NotMatured": not self.due,
            "OfferingsNotClosed": register.open_offerings > 0,
        }
        return {reason for reason, holds in against.items() if holds}

    def redeem(self, who: str) -> set[str]:
        reasons = set() if self.price else {"RedemptionNotCalled"}
        quantity = self.register.free(who)
        if not quantity:
            reasons.add("NothingToRedeem")
        reasons |= self.register.frozen_reasons(self.model, who)
        if not reasons:
            self._pay(who, quantity, self.price)
            self._retire(quantity)
        return reasons

    def open_tender(self, sequence: int, price: int, quantity: int) -> set[str]:
        issuer = self.members[self.register.issuer]
        reasons = self.register._moving(self.model, quantity) | verified(self.model, issuer)
        reasons |= self._spending(sequence, price * quantity)
        if not price:
            reasons.add("ZeroAmount")
        if self.tender_left:
            reasons.add("TenderOpen")
        if not issuer.roles & Role.ISSUER:
            reasons.add("IssuerRoleMissing")
        if not reasons:
            self._aside(sequence, price * quantity)
            self.tender_price, self.tender_left = price, quantity
            self.register.revision += 1
        return reasons

    def tender(self, who: str, sequence: int, quantity: int, price: int) -> set[str]:
        register, member = self.register, self.members[who]
        reasons = register._moving(self.model, quantity) | verified(self.model, member)
        reasons |= register.windows[who].sequence_reasons(sequence)
        if self.model.now < member.frozen_until:
            reasons.add("ParticipantFrozen")
        if not self.tender_left:
            reasons.add("NoTender")
        elif price != self.tender_price:
            reasons.add("TenderPriceChanged")
        if quantity > self.tender_left:
            reasons.add("TenderExceeded")
        if quantity > register.free(who):
            reasons.add("InsufficientUnits")
        reasons |= register.frozen_reasons(self.model, who)
        if not reasons:
            register.windows[who].used.add(sequence)
            self._pay(who, quantity, self.tender_price)
            self.tender_left -= quantity
            if not self.tender_left:
                self.tender_price = 0
            self._retire(quantity)
        return reasons

    def close_tender(self, *, issuer: bool, authority: bool) -> set[str]:
        reasons = set() if self.tender_left else {"NoTender"}
        if not issuer:
            reasons |= self.register.not_ended_by(self.model, authority=authority)
        if not reasons:
            amount = self.tender_price * self.tender_left
            self._issuer.held -= amount
            self._issuer.available += amount
            self.tender_price = self.tender_left = 0
            self.register.revision += 1
        return reasons

    def _account(self, who: str) -> Balances:
        return self.model.accounts[who, MONEY]

    @property
    def _issuer(self) -> Balances:
        return self._account(self.register.issuer)

    def _spending(self, sequence: int, amount: int) -> set[str]:
        account = self._issuer
        reasons = account.sequence_reasons(sequence)
        reasons |= self.model._frozen(self.register.issuer, MONEY)
        if amount >= FEW:
            reasons.add("Overflow")
        elif amount > account.available:
            reasons.add("InsufficientFunds")
        return reasons

    def _aside(self, sequence: int, amount: int) -> None:
        account = self._issuer
        account.used.add(sequence)
        account.available -= amount
        account.held += amount

    def _pay(self, who: str, quantity: int, price: int) -> None:
        self.register.units[who] -= quantity
        self._issuer.held -= quantity * price
        self._account(who).available += quantity * price

    def _retire(self, quantity: int) -> None:
        register = self.register
        register.issued -= quantity
        register.redeemed += quantity
        register.revision += 1
        if self.price and not register.issued:
            register.state = InstrumentState.DELISTED
