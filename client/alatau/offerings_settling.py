"""Settling an offering: all that anyone may do of it now, one step after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any, Final

from solders.pubkey import Pubkey

from alatau import offerings
from alatau.bulk import Done, all_of
from alatau.context import ZoneContext
from alatau.errors import AlatauError
from alatau.instruments import instrument
from alatau.models import Receipt
from alatau.program import (
    Allotment,
    Offering,
    OfferingState,
    Subscription,
    SubscriptionState,
    events,
)

_IN_FLIGHT: Final = 64


@dataclass(frozen=True, slots=True)
class SettlingStep:
    """What became of one step: its receipt, or why it was not done.

    `step` is confirm, conclude, allot or close; `wallet` the investor's, of those that have one.
    """

    step: str
    wallet: Pubkey | None
    receipt: Receipt[Any] | None
    error: AlatauError | None


async def settle_offering(
    zone: ZoneContext, *, mint: Pubkey, number: int, in_flight: int = _IN_FLIGHT
) -> AsyncIterator[SettlingStep]:
    """Confirm, conclude, allot and close an offering, as far as it is due now; anyone may.

    Tells what became of each step as it is known.  It goes by what is on the chain: interrupted
    or called before its time, it is called again and goes on.  First come is who subscribed
    first; pro rata, any order of confirmations gives the same sum, and only where places among the
    holders are scarce, who subscribed first gets one first.  A step that is refused does
    not stop the others of its kind.  Raises `AccountMissing` where there is no such offering.
    """
    work = _Settling(zone, mint, number, in_flight)
    if (await work.offering()).state is OfferingState.OPEN:
        async for told in work.decide():
            yield told
    if (await work.offering()).state is not OfferingState.OPEN:
        async for told in work.pay_out():
            yield told


@dataclass(frozen=True, slots=True)
class _Settling:
    """One offering, and how many steps are under way at once."""

    zone: ZoneContext
    mint: Pubkey
    number: int
    in_flight: int

    async def offering(self) -> Offering:
        return await offerings.offering(self.zone, mint=self.mint, number=self.number)

    async def decide(self) -> AsyncIterator[SettlingStep]:
        """Confirm what has cooled off, and conclude where nothing is left to confirm."""
        found, now = await self.offering(), await self.zone.chain.time()
        due = [
            one
            for one in await self._subscriptions()
            if one.state is SubscriptionState.SUBSCRIBED
            and now >= one.subscribed_at + found.cooling_off
        ]
        at_once = await self._at_once(found, len(due))
        async for done in all_of(due, self._confirm, in_flight=at_once):
            yield _told("confirm", done)
        if now >= found.concludes_at and not (await self.offering()).unconfirmed:
            concluding = offerings.conclude_offering(self.zone, mint=self.mint, number=self.number)
            yield await _one("conclude", concluding)

    async def _at_once(self, found: Offering, due: int) -> int:
        """One where the order tells who gets what: units, or a place among the holders."""
        one = await instrument(self.zone, mint=self.mint)
        places = one.holder_cap - one.holders - one.reserved
        ordered = found.allotment is Allotment.FIRST_COME or places < due
        return 1 if ordered else self.in_flight

    async def pay_out(self) -> AsyncIterator[SettlingStep]:
        """Allot what there is, and close where nothing is left."""
        found = await self.offering()

        async def allot(one: Subscription) -> Receipt[events.Allotted]:
            return await self.zone.submit(events.Allotted, offerings.allotment_of(found, one))

        waiting = await self._subscriptions()
        async for done in all_of(waiting, allot, in_flight=self.in_flight):
            yield _told("allot", done)
        if not (await self.offering()).subscriptions:
            closing = offerings.close_offering(self.zone, mint=self.mint, number=self.number)
            yield await _one("close", closing)

    async def _subscriptions(self) -> list[Subscription]:
        return await offerings.subscriptions(self.zone, mint=self.mint, number=self.number)

    async def _confirm(self, one: Subscription) -> Receipt[events.SubscriptionConfirmed]:
        return await offerings.confirm_subscription(
            self.zone, mint=self.mint, number=self.number, wallet=one.wallet
        )


def _told(step: str, done: Done[Subscription, Receipt[Any]]) -> SettlingStep:
    return SettlingStep(step, done.row.wallet, done.value, done.error)


async def _one(step: str, doing: Awaitable[Receipt[Any]]) -> SettlingStep:
    try:
        return SettlingStep(step, None, await doing, None)
    except AlatauError as error:
        return SettlingStep(step, None, None, error)
