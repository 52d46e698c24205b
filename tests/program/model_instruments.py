"""What instruments and holdings allow, in plain Python beside `invariant_model`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.program.invariant_model import Balances, Model
from tests.program.model_distributions import Payouts
from tests.program.model_enforcement import LONGEST

from alatau.program import InstrumentState, Role, Scope

CANNOT_MOVE = {
    InstrumentState.PROPOSED: "InstrumentNotAdmitted",
    InstrumentState.SUSPENDED: "InstrumentSuspended",
    InstrumentState.DELISTED: "InstrumentDelisted",
    InstrumentState.REDEEMING: "InstrumentRedeeming",
}


@dataclass(slots=True)
class Member:
    """A participant who may have to do with instruments."""

    roles: Role
    tier: int = 1
    country: str = "KZ"
    verified_until: int = 2**64 - 1
    frozen_until: int = 0


@dataclass(slots=True)
class Register:
    """An instrument and who holds it.  `units` has a holding for each name in it."""

    issuer: str
    terms: dict[str, Any]
    state: InstrumentState = InstrumentState.PROPOSED
    revision: int = 1
    issued: int = 0
    redeemed: int = 0
    units: dict[str, int] = field(default_factory=dict)
    # Of them, in standing offers, and in the holders' own token accounts.
    offered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    outside: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ratio: tuple[int, int] = (1, 1)  # so many shares are so many units
    called: bool = False
    # Until when both regulators have frozen what, and the cases about whose units are executed.
    frozen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    executed: set[tuple[str, bytes]] = field(default_factory=set)
    # A window of sequences is one, whoever has it.
    windows: dict[str, Balances] = field(default_factory=dict)
    payouts: Payouts = field(default_factory=Payouts)

    def free(self, who: str) -> int:
        """Units that are free to go."""
        return self.units[who] - self.offered[who] - self.outside[who]

    offerings: int = 0
    open_offerings: int = 0
    promised: int = 0
    # Places among the holders that confirmed subscriptions keep.
    reserved: int = 0
    waiting: dict[int, int] = field(default_factory=dict)
    """Units that offerings have sold, and that are in no holding yet."""

    def give(self, offering: int, who: str, units: int) -> None:
        """Units of an offering go to a holder, with what they were entitled to meanwhile."""
        if units:
            self.payouts.move(str(offering), who, units, self.waiting[offering])
            self.waiting[offering] -= units

    @property
    def issuable(self) -> int:
        """Units that may still be issued, but those that offerings have promised."""
        return int(self.terms["authorised"]) - self.issued - self.promised

    @property
    def holders(self) -> int:
        """Who has at least a unit, the issuer apart."""
        return sum(1 for who, units in self.units.items() if units and who != self.issuer)

    # -- the authority -------------------------------------------------------------------

    def admit(self, slot: int | None, revision: int) -> set[str]:
        reasons = _authority(slot)
        if self.state is not InstrumentState.PROPOSED:
            reasons.add("NotProposed")
        if revision != self.revision:
            reasons.add("TermsChanged")
        return self._become(InstrumentState.ADMITTED, reasons)

    def suspend(self, slot: int | None, suspended: bool) -> set[str]:
        reasons = _authority(slot)
        after = InstrumentState.SUSPENDED if suspended else InstrumentState.ADMITTED
        if self.state is after:
            reasons.add("NothingChanged")
        elif self.state not in {InstrumentState.ADMITTED, InstrumentState.SUSPENDED}:
            reasons.add(CANNOT_MOVE[self.state])
        return self._become(after, reasons)

    def delist(self, slot: int | None) -> set[str]:
        reasons = _authority(slot)
        if self.state is InstrumentState.DELISTED:
            reasons.add("InstrumentDelisted")
        return self._become(InstrumentState.DELISTED, reasons)

    def _become(self, state: InstrumentState, reasons: set[str]) -> set[str]:
        if not reasons:
            self.state = state
            self.revision += 1
        return reasons

    # -- holdings ------------------------------------------------------------------------

    def open(self, model: Model, members: dict[str, Member], who: str) -> set[str]:
        reasons = set()
        if not self._is_ending(model):
            reasons = model._entering(Scope.OPENING) | verified(model, members[who])
        if who in self.units:
            reasons.add("AccountAlreadyInUse")
        if not reasons:
            self.opened(who)
        return reasons

    def opened(self, who: str) -> None:
        """An empty holding, which nothing has frozen."""
        self.units[who], self.windows[who], self.frozen[who] = 0, Balances(), 0

    def close(self, model: Model, who: str) -> set[str]:
        reasons = set()
        if not self._is_ending(model):
            reasons.add("HoldingStays")
        if self.units[who]:
            reasons.add("HoldingNotEmpty")
        if self.payouts.claimable(who):
            reasons.add("ClaimLeft")
        if self.open_offerings:
            reasons.add("OfferingsNotClosed")
        if not reasons:
            self.payouts.entitled.pop(who, None)
            del self.units[who], self.windows[who]
        return reasons

    def _is_ending(self, model: Model) -> bool:
        over = self.state in {InstrumentState.DELISTED, InstrumentState.REDEEMING}
        return over or model.now >= model.ends_at

    def issue(
        self, model: Model, members: dict[str, Member], who: str, before: int, quantity: int
    ) -> set[str]:
        issuer = members[self.issuer]
        reasons = self._moving(model, quantity) | verified(model, issuer)
        reasons |= self._may_hold(model, members[who], who)
        if not issuer.roles & Role.ISSUER:
            reasons.add("IssuerRoleMissing")
        if model.now < issuer.frozen_until:
            reasons.add("ParticipantFrozen")
        if before != self.issued + self.redeemed:
            reasons.add("IssuedChanged")
        if quantity > self.issuable:
            reasons.add("AuthorisedExceeded")
        after = {**self.units, who: self.units[who] + quantity}
        reasons |= self._over(after, who)
        if not reasons:
            self.units = after
            self.issued += quantity
            self.revision += 1
        return reasons

    def transfer(
        self,
        model: Model,
        members: dict[str, Member],
        who: str,
        to: str,
        sequence: int,
        quantity: int,
    ) -> set[str]:
        reasons = self.windows[who].sequence_reasons(sequence) | self._moving(model, quantity)
        reasons |= verified(model, members[who]) | self._may_hold(model, members[to], to)
        if model.now < members[who].frozen_until:
            reasons.add("ParticipantFrozen")
        if model.now < self.terms["locked_until"] and who != self.issuer:
            reasons.add("UnitsLocked")
        if quantity > self.free(who):
            reasons.add("InsufficientUnits")
        reasons |= self.frozen_reasons(model, who)
        after = {**self.units, who: self.units[who] - quantity}
        after[to] += quantity
        reasons |= self._over(after, to)
        if not reasons:
            self.units = after
            self.windows[who].used.add(sequence)
            self.revision += 1
        return reasons

    # -- by order ------------------------------------------------------------------------

    def frozen_reasons(self, model: Model, who: str) -> set[str]:
        """Why no units leave a holding."""
        return {"HoldingFrozen"} if model.now < self.frozen[who] else set()

    def freeze(self, model: Model, who: str, until: int, *, both: bool) -> set[str]:
        reasons = set() if both else {"NotBothRegulators"}
        if not model.now < until <= model.now + LONGEST:
            reasons.add("BadFreeze")
        if not reasons:
            self.frozen[who] = until
        return reasons

    def unfreeze(self, model: Model, who: str, slot: int | None) -> set[str]:
        reasons = set() if slot is not None else {"NotRegulator"}
        if model.now >= self.frozen[who]:
            reasons.add("NotFrozen")
        if not reasons:
            self.frozen[who] = 0
        return reasons

    def order(self, who: str, to: str, case: bytes, quantity: int, *, both: bool) -> set[str]:
        """Units that move without their holder: neither state, caps nor freezes are asked."""
        reasons = set() if both else {"NotBothRegulators"}
        if (who, case) in self.executed:
            reasons.add("CaseExecuted")
        if not any(case):
            reasons.add("BadCase")
        if not quantity:
            reasons.add("ZeroAmount")
        if quantity > self.free(who):
            reasons.add("InsufficientUnits")
        if self.called and to == self.issuer:
            reasons.add("IssuerNotRedeemed")
        if not reasons:
            self.executed.add((who, case))
            self.units = {**self.units, who: self.units[who] - quantity}
            self.units[to] += quantity
            self.revision += 1
        return reasons

    def not_ended_by(self, model: Model, *, authority: bool, late: bool = False) -> set[str]:
        """Why another than the issuer does not end what it has begun."""
        if model.now >= model.ends_at:
            return set()
        if self.state is InstrumentState.ADMITTED:
            return {"NotIssuer"}
        passing = self.state is InstrumentState.SUSPENDED and not (authority or late)
        return {"NotIssuerNorAuthority"} if passing else set()

    def _moving(self, model: Model, quantity: int) -> set[str]:
        reasons = model._entering(Scope.TRANSFERS)
        if self.state in CANNOT_MOVE:
            reasons.add(CANNOT_MOVE[self.state])
        if not quantity:
            reasons.add("ZeroAmount")
        return reasons

    def _may_hold(self, model: Model, member: Member, who: str) -> set[str]:
        reasons = verified(model, member)
        if who == self.issuer:
            return reasons
        if not member.roles & Role.INVESTOR:
            reasons.add("HolderNotInvestor")
        if not self.terms["holder_classes"] >> member.tier & 1:
            reasons.add("HolderClassExcluded")
        countries = self.terms["countries"]
        if countries and member.country not in countries:
            reasons.add("HolderCountryExcluded")
        return reasons

    def _over(self, after: dict[str, int], to: str) -> set[str]:
        reasons: set[str] = set()
        if to == self.issuer:
            return reasons
        if after[to] > self.terms["max_per_holder"]:
            reasons.add("PerHolderExceeded")
        holders = sum(1 for who, units in after.items() if units > 0 and who != self.issuer)
        # There may be more by order: who is one of them already is not counted again.
        if holders + self.reserved > self.terms["holder_cap"] and not self.units[to]:
            reasons.add("HolderCapExceeded")
        return reasons


def proposal_reasons(model: Model, issuer: Member) -> set[str]:
    """Why an issuer cannot propose an instrument of sound terms."""
    reasons = model._entering(Scope.OPENING) | verified(model, issuer)
    return reasons if issuer.roles & Role.ISSUER else reasons | {"IssuerRoleMissing"}


def _authority(slot: int | None) -> set[str]:
    """Regulators by their slots; None is nobody."""
    if slot is None:
        return {"NotRegulator"}
    return set() if slot == 1 else {"NotRegulatorOfClass"}


def verified(model: Model, member: Member) -> set[str]:
    return {"VerificationExpired"} if model.now >= member.verified_until else set()
