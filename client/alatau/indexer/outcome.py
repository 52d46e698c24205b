"""What an offering has come to, also one that is closed, of what `unit_history` has read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solders.pubkey import Pubkey

from alatau.errors import InputError
from alatau.indexer.register import Told, UnitHistory
from alatau.program import (
    Allotment,
    Allotted,
    OfferingCancelled,
    OfferingClosed,
    OfferingConcluded,
    OfferingCreated,
    OfferingState,
    offering_address,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What an investor asked for and got of an offering, in units, and its money's way.

    `paid` and `returned` are base units of the payout asset, together the price of what was asked.
    """

    slot: int
    time: int
    signature: str
    wallet: Pubkey
    asked: int
    got: int
    paid: int
    returned: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """An offering's terms and what became of it.

    Of the `sold` units `left` were in no part when it was `closed`, as who should have had them
    could not: the issuer's.  `parts` are those of investors that were allotted, in the
    chain's order.
    """

    number: int
    price: int
    quantity: int
    minimum: int
    allotment: Allotment
    state: OfferingState = OfferingState.OPEN
    confirmed: int = 0
    sold: int = 0
    left: int = 0
    closed: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def raised(self) -> int:
        """What investors paid, base units of the payout asset."""
        return sum(part.paid for part in self.parts)


def offering_outcome(history: UnitHistory, number: int) -> Outcome:
    """What an instrument's offering of this number has come to.

    Raises `InputError` where there was none.
    """
    address = offering_address(history.instrument, number)
    own = [told for told in history.events if getattr(told.event, "offering", None) == address]
    begun = [told.event for told in own if isinstance(told.event, OfferingCreated)]
    if not begun:
        raise InputError(
            f"there was no offering {number} of this instrument",
            field="number",
            remedy="they are numbered from 1 on",
        )
    terms = begun[0]
    way = Allotment(terms.allotment)
    outcome = Outcome(terms.number, terms.price, terms.quantity, terms.minimum, way)
    parts = []
    for told in own:
        match told.event:
            case OfferingConcluded() as event:
                outcome = replace(
                    outcome,
                    state=OfferingState(event.state),
                    confirmed=event.confirmed,
                    sold=event.sold,
                )
            case OfferingCancelled():
                outcome = replace(outcome, state=OfferingState.FAILED)
            case Allotted() as event if told.wallet is not None:
                parts.append(_part(told, told.wallet, event, outcome.price))
            case OfferingClosed() as event:
                outcome = replace(outcome, closed=True, left=event.units)
    return replace(outcome, parts=tuple(parts))


def _part(told: Told, wallet: Pubkey, event: Allotted, price: int) -> Part:
    asked = (event.amount + event.returned) // price
    return Part(
        slot=told.slot,
        time=told.time,
        signature=told.signature,
        wallet=wallet,
        asked=asked,
        got=event.units,
        paid=event.amount,
        returned=event.returned,
    )
