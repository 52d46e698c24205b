"""What settling an offering has come to: its outcome, each investor's part, what is due next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from solders.pubkey import Pubkey

from alatau.cli.offering_view import Digits, told_allotment, told_conclusion
from alatau.cli.view import Plain, moment, money
from alatau.errors import AlatauError, ProgramRefused
from alatau.indexer.outcome import Outcome
from alatau.offerings_settling import SettlingStep
from alatau.program import (
    Allotted,
    Instrument,
    InstrumentState,
    Offering,
    OfferingClosed,
    OfferingConcluded,
    OfferingState,
    Subscription,
    SubscriptionConfirmed,
    SubscriptionState,
)


@dataclass(slots=True)
class Settled:
    """An offering while it is settled: as it was found, with what the steps have changed since."""

    offering: Offering
    digits: Digits
    asked: dict[Pubkey, int]
    offsets: dict[Pubkey, int]
    closed: bool = False
    steps: list[Plain] = field(default_factory=list)
    parts: list[tuple[Pubkey, Allotted]] = field(default_factory=list)

    @classmethod
    def begin(cls, found: Offering, digits: Digits, waiting: Iterable[Subscription]) -> Settled:
        """As it stands before the first step."""
        rows = list(waiting)
        confirmed = {
            one.wallet: one.offset for one in rows if one.state is SubscriptionState.CONFIRMED
        }
        return cls(found, digits, {one.wallet: one.units for one in rows}, confirmed)

    def add(self, step: SettlingStep) -> None:
        """Take a step's event up, and what is to be said of it."""
        event = None if step.receipt is None else step.receipt.event
        if isinstance(event, SubscriptionConfirmed) and step.wallet is not None:
            self.asked[step.wallet], self.offsets[step.wallet] = event.units, event.offset
        elif isinstance(event, OfferingConcluded):
            self.offering = replace(
                self.offering,
                state=OfferingState(event.state),
                sold=event.sold,
                confirmed=event.confirmed,
            )
        elif isinstance(event, Allotted) and step.wallet is not None:
            self.parts.append((step.wallet, event))
        self.closed |= isinstance(event, OfferingClosed)
        self.steps.append(
            {
                "step": step.step,
                "wallet": None if step.wallet is None else str(step.wallet),
                "result": self._told(step),
                "signature": None if step.receipt is None else step.receipt.signature,
                "refused": None if step.error is None else _named(step.error),
            }
        )

    @property
    def refused(self) -> bool:
        """Whether any step was."""
        return any(row["refused"] for row in self.steps)

    def outcome(self) -> Plain:
        """Where it stands now."""
        state = self.offering.state
        return {
            "state": state.name.lower(),
            "closed": self.closed,
            "confirmed": money(self.offering.confirmed, self.digits.units),
            "sold": money(self.offering.sold, self.digits.units),
            "price": money(self.offering.price, self.digits.money),
        }

    def investors(self) -> list[Plain]:
        """Of each that was allotted now: what it asked for, its part, what it got, its money."""
        return [
            {
                "wallet": str(wallet),
                "asked": money(self.asked.get(wallet, 0), self.digits.units),
                "part": money(self._part(wallet), self.digits.units),
                "got": money(event.units, self.digits.units),
                "paid": money(event.amount, self.digits.money),
                "returned": money(event.returned, self.digits.money),
            }
            for wallet, event in self.parts
        ]

    def sentence(self) -> str:
        """Its outcome in words; of an open one nothing."""
        closed = " and is closed" if self.closed else ""
        match self.offering.state:
            case OfferingState.SUCCEEDED:
                sold = money(self.offering.sold, self.digits.units)
                return f"the offering has succeeded{closed}: {sold} sold"
            case OfferingState.FAILED:
                back = "is back" if self.closed else "goes back"
                return f"the offering has failed{closed}: nothing was sold, all money {back}"
        return ""

    def _part(self, wallet: Pubkey) -> int:
        offset = self.offsets.get(wallet)
        return 0 if offset is None else self.offering.share(offset, self.asked[wallet])

    def _told(self, step: SettlingStep) -> str:
        if step.error is not None:
            return f"NOT DONE: {_named(step.error)}"
        match None if step.receipt is None else step.receipt.event:
            case SubscriptionConfirmed() as event:
                return f"{money(event.units, self.digits.units)} confirmed"
            case OfferingConcluded() as event:
                return told_conclusion(event, self.digits)
            case Allotted() as event:
                part = 0 if step.wallet is None else self._part(step.wallet)
                short = f": cannot hold its part of {money(part, self.digits.units)} now"
                said = told_allotment(event, self.digits)
                return said + short * (event.units < part)
            case OfferingClosed() as event if event.units:
                return f"closed, {money(event.units, self.digits.units)} are the issuer's"
        return "closed"


PART = ("wallet", "asked", "got", "paid", "returned", "slot", "time", "signature")


def outcome_view(found: Outcome, digits: Digits) -> Plain:
    """What an offering has come to, and each investor's part of it."""
    return {
        "number": found.number,
        "state": found.state.name.lower(),
        "closed": found.closed,
        "allotment": found.allotment.label,
        "price": money(found.price, digits.money),
        "quantity": money(found.quantity, digits.units),
        "minimum": money(found.minimum, digits.units),
        "confirmed": money(found.confirmed, digits.units),
        "sold": money(found.sold, digits.units),
        "left_to_the_issuer": money(found.left, digits.units),
        "raised": money(found.raised, digits.money),
        "investors": [
            {
                "wallet": str(one.wallet),
                "asked": money(one.asked, digits.units),
                "got": money(one.got, digits.units),
                "paid": money(one.paid, digits.money),
                "returned": money(one.returned, digits.money),
                "slot": one.slot,
                "time": moment(one.time),
                "signature": one.signature,
            }
            for one in found.parts
        ],
    }


@dataclass(frozen=True, slots=True)
class Due:
    """When an offering that is still open goes on, and what keeps it from that."""

    offering: Offering
    waiting: tuple[Subscription, ...]
    instrument: Instrument
    now: int
    zone_ends_at: int

    def steps(self) -> list[Plain]:
        """What is next and from when on, the earliest first."""
        found = self.offering
        if found.state is not OfferingState.OPEN:
            return [{"step": "allot", "from": moment(self.now), "who": "anyone"}]
        if self._over:
            return [{"step": "cancel", "from": moment(self.now), "who": "anyone"}]
        if self.instrument.state is InstrumentState.SUSPENDED:
            return [
                {"step": "cancel", "from": moment(self.now), "who": "issuer or authority"},
                {"step": "cancel", "from": moment(found.abandoned_at), "who": "anyone"},
            ]
        cooled = sorted(
            one.subscribed_at + found.cooling_off
            for one in self.waiting
            if one.state is SubscriptionState.SUBSCRIBED
        )
        return [
            *({"step": "confirm", "from": moment(at), "who": "anyone"} for at in cooled[:1]),
            {"step": "conclude", "from": moment(found.concludes_at), "who": "anyone"},
        ]

    def sentence(self) -> str:
        """The same in words."""
        found = self.offering
        if found.state is not OfferingState.OPEN:
            return "not all is allotted: run it again"
        if self._over:
            return (
                "it cannot be concluded any more, as its instrument is delisted or the zone has "
                "ended: anyone returns the money with alatau token offering cancel"
            )
        rows = self.steps()
        if self.instrument.state is InstrumentState.SUSPENDED:
            return (
                "it is not concluded while its instrument is suspended: the issuer or the "
                "authority can cancel it (alatau token offering cancel), anyone from "
                f"{rows[-1]['from']} on"
            )
        told = ", then ".join(f"{row['step']} from {row['from']} on" for row in rows)
        return f"next: {told}"

    @property
    def _over(self) -> bool:
        delisted = self.instrument.state is InstrumentState.DELISTED
        return delisted or self.now >= self.zone_ends_at


def _named(error: AlatauError) -> str:
    return error.name if isinstance(error, ProgramRefused) else type(error).__name__
