"""What regulators may do, once more in plain Python: freezes, and orders of both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from alatau.program import AssetClass

LONGEST = 366 * 86_400
ANSWERS = {
    AssetClass.NATIONAL: {0},
    AssetClass.CRYPTO: {0, 1},
    AssetClass.INSTRUMENT: {1},
}


class HasMoney(Protocol):
    """A payment account of the model."""

    available: int
    paid: int
    received: int


def _slots() -> list[int]:
    return [0, 0]


@dataclass(slots=True)
class Control:
    """Until when each regulator has frozen what, and which cases are executed.

    Accounts go by (who, asset's symbol), participants by who.
    """

    accounts: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(_slots))
    participants: dict[str, list[int]] = field(default_factory=lambda: defaultdict(_slots))
    executed: set[tuple[str, str, bytes]] = field(default_factory=set)

    def frozen(self, who: str, asset: str, asset_class: AssetClass, now: int) -> set[str]:
        """Why nothing may leave an account."""
        reasons = set()
        if any(now < until for until in self.accounts[who, asset]):
            reasons.add("AccountFrozen")
        if any(now < self.participants[who][slot] for slot in ANSWERS[asset_class]):
            reasons.add("ParticipantFrozen")
        return reasons

    def freeze(
        self,
        slots: list[int],
        slot: int | None,
        now: int,
        until: int,
        asset_class: AssetClass | None,
    ) -> set[str]:
        """A freeze by the regulator of a slot (None: by no regulator)."""
        reasons = set() if now < until <= now + LONGEST else {"BadFreeze"}
        if slot is None:
            reasons.add("NotRegulator")
        elif asset_class is not None and slot not in ANSWERS[asset_class]:
            reasons.add("NotRegulatorOfClass")
        elif not reasons:
            slots[slot] = until
        return reasons

    def unfreeze(self, slots: list[int], slot: int | None, now: int) -> set[str]:
        """The end of the freeze in a regulator's slot."""
        if slot is None:
            return {"NotRegulator"}
        if now >= slots[slot]:
            return {"NotFrozen"}
        slots[slot] = 0
        return set()

    def order(
        self,
        place: tuple[str, str, bytes],
        source: HasMoney,
        recipient: HasMoney,
        amount: int,
        *,
        both: bool,
    ) -> set[str]:
        """Money taken by a case; `place` is who, asset and case."""
        reasons = set() if both else {"NotBothRegulators"}
        if not any(place[2]):
            reasons.add("BadCase")
        if place in self.executed:
            reasons.add("CaseExecuted")
        if not amount:
            reasons.add("ZeroAmount")
        if amount > source.available:
            reasons.add("InsufficientFunds")
        if source is recipient:
            return reasons | {"AccountNamedTwice"}
        if not reasons:
            self.executed.add(place)
            source.available -= amount
            source.paid += amount
            recipient.available += amount
            recipient.received += amount
        return reasons
