"""What the replacement of a lost wallet allows, in plain Python beside `model_instruments`."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.program.invariant_model import Model
from tests.program.model_instruments import Member, Register

from alatau.testing.fixtures import DAY

NOTICE = 7 * DAY


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who is to have all, from when on, and the sequences that the old wallet had used by then."""

    successor: str
    due: int
    used: frozenset[int]


@dataclass(slots=True)
class Replacements:
    """Those of one instrument that are proposed, by who is thought to have lost its wallet."""

    register: Register
    proposed: dict[str, Proposed] = field(default_factory=dict)
    done: int = 0

    def stands(self, who: str) -> Proposed | None:
        """What is proposed for who has signed nothing since, by any sequence."""
        found = self.proposed.get(who)
        window = self.register.windows.get(who)
        if found is None or window is None or window.used != found.used:
            self.proposed.pop(who, None)
            return None
        return found

    def is_due(self, who: str, now: int) -> bool:
        """Whether anyone may do it."""
        found = self.stands(who)
        return found is not None and now >= found.due

    def propose(
        self, model: Model, members: dict[str, Member], who: str, successor: str
    ) -> set[str]:
        register = self.register
        reasons = self._reasons(model, members, who, successor)
        if register.issuer in {who, successor}:
            reasons.add("SignerIsHolder")
        if self.stands(who):
            reasons.add("ReplacementStands")
        if not reasons:
            used = frozenset(register.windows[who].used)
            self.proposed[who] = Proposed(successor, model.now + NOTICE, used)
        return reasons

    def veto(self, who: str, signer: str | None) -> set[str]:
        """`signer` is a member; None is the operator."""
        reasons = set() if self.stands(who) else {"NoReplacement"}
        if signer not in {None, who, self.register.issuer}:
            reasons.add("NotReplacementParty")
        if not reasons:
            del self.proposed[who]
        return reasons

    def replace(
        self, model: Model, members: dict[str, Member], who: str, successor: str
    ) -> set[str]:
        register, found = self.register, self.stands(who)
        if found is None:
            return {"NoReplacement"}
        reasons = self._reasons(model, members, who, successor)
        if successor != found.successor:
            reasons.add("WrongSuccessor")
        if model.now < found.due:
            reasons.add("ReplacementNotDue")
        if register.offered[who]:
            reasons.add("OffersNotOver")
        if register.outside[who]:
            reasons.add("UnitsStillOutside")
        after = {**register.units, who: 0}
        after[successor] += register.units[who]
        # The place among the holders goes along, also where an order has made more than may be.
        reasons |= register._over(after, successor) - {"HolderCapExceeded"}
        if not reasons:
            register.units = after
            entitled = register.payouts.entitled
            entitled[successor] += entitled.pop(who, 0)
            register.revision += 1
            del self.proposed[who]
            self.done += 1
        return reasons

    def _reasons(
        self, model: Model, members: dict[str, Member], who: str, successor: str
    ) -> set[str]:
        register = self.register
        reasons = register._may_hold(model, members[successor], successor)
        if not register.units[who] and not register.payouts.claimable(who):
            reasons.add("NothingToReplace")
        if model.now < members[who].frozen_until:
            reasons.add("ParticipantFrozen")
        return reasons | register.frozen_reasons(model, who)
