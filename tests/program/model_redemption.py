"""What calls and tenders allow, in plain Python beside `model_instruments`."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.program.invariant_model import Balances, Model
from tests.program.model_instruments import Member, Register

from alatau.program import InstrumentState, Role

FEW = 2**64


@dataclass(slots=True)
class Paid:
    """An instrument's call and its tender; `accounts` are the members' of the payout asset."""

    register: Register
    accounts: dict[str, Balances] = field(default_factory=dict)
    price: int = 0
    tender_price: int = 0
    tender_left: int = 0

    @property
    def set_aside(self) -> int:
        """This instrument's part of what its issuer has held."""
        return self.price * self.register.issued + self.tender_price * self.tender_left

    @property
    def _issuer(self) -> Balances:
        return self.accounts[self.register.issuer]

    def call(self, model: Model, members: dict[str, Member], sequence: int, price: int) -> set[str]:
        register = self.register
        own = register.units.get(register.issuer, 0)
        reasons = self._spending(model, members, sequence, (register.issued - own) * price)
        if not price:
            reasons.add("ZeroAmount")
        if register.state is InstrumentState.PROPOSED:
            reasons.add("InstrumentNotAdmitted")
        if self.price:
            reasons.add("RedemptionCalled")
        if self.tender_left:
            reasons.add("TenderOpen")
        if not register.issued:
            reasons.add("NothingToRedeem")
        maturity = register.terms["maturity"]
        delisted = register.state is InstrumentState.DELISTED
        if not delisted and not 0 < maturity <= model.now and model.now < model.ends_at:
            reasons.add("NotMatured")
        if not reasons:
            self.price = price
            if register.issuer in register.units:
                register.units[register.issuer] = 0
            if not delisted:
                register.state = InstrumentState.REDEEMING
            self._retire(own)
            self._aside(sequence, register.issued * price)
        return reasons

    def redeem(self, who: str) -> set[str]:
        reasons = set() if self.price else {"RedemptionNotCalled"}
        quantity = self.register.units[who]
        if not quantity:
            reasons.add("NothingToRedeem")
        if not reasons:
            self._pay(who, quantity, self.price)
            self._retire(quantity)
        return reasons

    def open_tender(
        self,
        model: Model,
        members: dict[str, Member],
        sequence: int,
        price: int,
        quantity: int,
    ) -> set[str]:
        issuer = members[self.register.issuer]
        reasons = self.register._moving(model, quantity)
        reasons |= self._spending(model, members, sequence, price * quantity)
        if not price:
            reasons.add("ZeroAmount")
        if self.tender_left:
            reasons.add("TenderOpen")
        if model.now >= issuer.verified_until:
            reasons.add("VerificationExpired")
        if not issuer.roles & Role.ISSUER:
            reasons.add("IssuerRoleMissing")
        if not reasons:
            self._aside(sequence, price * quantity)
            self.tender_price, self.tender_left = price, quantity
            self.register.revision += 1
        return reasons

    def tender(
        self, model: Model, members: dict[str, Member], who: str, sequence: int, quantity: int
    ) -> set[str]:
        register, member = self.register, members[who]
        reasons = register._moving(model, quantity)
        reasons |= register.windows[who].sequence_reasons(sequence)
        if model.now >= member.verified_until:
            reasons.add("VerificationExpired")
        if model.now < member.frozen_until:
            reasons.add("ParticipantFrozen")
        if not self.tender_left:
            reasons.add("NoTender")
        if quantity > self.tender_left:
            reasons.add("TenderExceeded")
        if quantity > register.units[who]:
            reasons.add("InsufficientUnits")
        if not reasons:
            register.windows[who].used.add(sequence)
            self._pay(who, quantity, self.tender_price)
            self.tender_left -= quantity
            if not self.tender_left:
                self.tender_price = 0
            self._retire(quantity)
        return reasons

    def close_tender(self, model: Model, *, issuer: bool) -> set[str]:
        reasons = set() if self.tender_left else {"NoTender"}
        admitted = self.register.state is InstrumentState.ADMITTED
        if not issuer and admitted and model.now < model.ends_at:
            reasons.add("NotIssuer")
        if not reasons:
            amount = self.tender_price * self.tender_left
            self._issuer.held -= amount
            self._issuer.available += amount
            self.tender_price = self.tender_left = 0
            self.register.revision += 1
        return reasons

    def _spending(
        self, model: Model, members: dict[str, Member], sequence: int, amount: int
    ) -> set[str]:
        issuer, account = members[self.register.issuer], self._issuer
        reasons = account.sequence_reasons(sequence)
        if model.now < issuer.money_frozen_until:
            reasons.add("ParticipantFrozen")
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
        self.accounts[who].available += quantity * price

    def _retire(self, quantity: int) -> None:
        register = self.register
        register.issued -= quantity
        register.redeemed += quantity
        register.revision += 1
        if self.price and not register.issued:
            register.state = InstrumentState.DELISTED
