"""One account's part in an event: what `changes` makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from solders.pubkey import Pubkey

from alatau.program import (
    AccountClosed,
    Allotted,
    AllowanceClosed,
    Event,
    HoldingClosed,
    MandateCancelled,
    OfferCancelled,
    OfferingClosed,
    OfferTaken,
    PaymentClosed,
    PlanDeleted,
    SubscriptionWithdrawn,
)

_CLOSED: Final[dict[type[object], str]] = {
    AccountClosed: "account",
    AllowanceClosed: "allowance",
    HoldingClosed: "holding",
    MandateCancelled: "mandate",
    OfferCancelled: "offer",
    OfferTaken: "offer",
    PaymentClosed: "payment",
    PlanDeleted: "plan",
    OfferingClosed: "offering",
    Allotted: "subscription",
    SubscriptionWithdrawn: "subscription",
}
"""Which of its accounts an event closes; that of an offer once nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One account's part in an event.

    `revision` is the account's after it, `after` are balances that the event names, and
    `flow` is by how much the account's liability must have changed, in base units.
    """

    address: Pubkey
    revision: int
    event: Event
    after: dict[str, int] = field(default_factory=dict)
    flow: int = 0

    @property
    def closes(self) -> bool:
        """Whether the account is no more.  Another one at its address begins anew."""
        if isinstance(self.event, OfferTaken) and self.event.left:
            return False
        closed = _CLOSED.get(type(self.event))
        return closed is not None and getattr(self.event, closed) == self.address


@dataclass(frozen=True, slots=True)
class Recovered:
    """A change that no event tells, as what is known around it says: see `truncated`.

    As a `Change`; `closes` says that the account is no more.
    """

    address: Pubkey
    revision: int
    after: Mapping[str, int] = field(default_factory=dict)
    flow: int = 0
    closes: bool = False


AnyChange: TypeAlias = Change | Recovered
